"""The pages of treatments: every figure is a direct count, every link finds what it says, unknown codes are helped."""

import datetime
import random
import re
from html import unescape

import pytest
from django.db.models import Q
from django.http import QueryDict
from django.test import Client

from cases.letters import taxonomy
from cases.search.finder import matching
from cases.search.params import read_params
from cases.web.treatments import TOLD_BY, meant_by
from tests.cases.makers import make_case, make_item
from tests.cases.test_counts import random_corpus

pytestmark = pytest.mark.django_db

LINE_RE = re.compile(
    r'<tr data-value="(?P<value>[^"]*)"\s+data-found="(?P<found>\d+)"\s+data-decided="(?P<decided>\d+)"'
    r'\s+data-overturned="(?P<overturned>\d+)"(?P<cells>.*?)</tr>',
    re.DOTALL,
)
SEARCH_RE = re.compile(r'href="/\?([^"]*)"')
ADDRESSES = (
    "/treatments/",
    "/treatments/?body_part=neck&year=2014",
    "/treatments/physical-therapy/",
    "/treatments/rehabilitation/?cited_by=reviewer",
    "/treatments/transportation/?reason=-trial-first&decided_after=2015-01-01",
)


def page_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def counted(query: str) -> tuple[int, int, int]:
    """Found, decided and overturned items of a search, straight from the tables."""
    params, notices = read_params(QueryDict(query))
    found = matching(params).qs
    assert not notices
    return found.count(), found.filter(~Q(outcome="")).count(), found.filter(outcome="overturned").count()


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_line_of_every_table_is_a_direct_count(address: str, client: Client) -> None:
    random_corpus(random.Random(7), letters=20)
    lines = list(LINE_RE.finditer(page_of(client, address)))
    assert lines
    for line in lines:
        of_all, *of_overturned = (unescape(query) for query in SEARCH_RE.findall(line["cells"]))
        figures = tuple(int(line[name]) for name in ("found", "decided", "overturned"))
        assert counted(of_all) == figures, (address, line["value"])
        assert [counted(query)[0] for query in of_overturned] == ([figures[2]] if figures[2] else [])


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_column_leads_to_the_search_of_its_year(address: str, client: Client) -> None:
    random_corpus(random.Random(8), letters=20)
    for query, told in re.findall(r'href="/\?([^"]*)"\s+tabindex="-1">\s*<title>([^<]*)', page_of(client, address)):
        found = int(re.search(r": ([\d,]+) item", told)[1])  # type: ignore[index]
        assert counted(unescape(query))[0] == found


def test_the_bar_over_a_treatment_counts_its_items_and_says_of_what(client: Client) -> None:
    make_case(make_item(treatment="mri", outcome="overturned"), make_item(treatment="ct"), decision_date=None)
    html = page_of(client, "/treatments/mri/")
    assert re.search(r'class="bar"\s+data-overturned="1"\s+data-decided="1"', html)
    assert "1 published item in 1 letter, MRI, 1 letter without a date" in " ".join(html.split())


def test_a_category_shows_its_treatments_and_a_treatment_its_category(client: Client) -> None:
    make_case(*(make_item(treatment=code) for code in ("mri", "ct", "opioids", "mri")))
    category = page_of(client, "/treatments/diagnostic-testing/?body_part=unknown")
    members = category[category.index('id="treatments"') :].split("</section>")[0]
    assert re.findall(r'data-value="([^"]*)"', members) == ["mri", "ct"]
    assert 'href="/treatments/mri/?body_part=unknown"' in members
    assert 'id="treatments"' not in page_of(client, "/treatments/mri/")
    assert 'href="/treatments/diagnostic-testing/"' in page_of(client, "/treatments/mri/")


def test_there_is_a_page_for_every_treatment_and_category(client: Client) -> None:
    for code in (*taxonomy.treatments(), *taxonomy.treatment_categories()):
        page_of(client, f"/treatments/{code}/")


def test_a_treatment_is_told_apart_by_all_that_is_promised(client: Client) -> None:
    for year in (2014, 2016):
        items = [make_item(body_parts=["neck"], visits=6, reasons=["trial-first"]) for _ in range(20)]
        make_case(*items, decision_date=datetime.date(year, 1, 2), specialties=["Neurology"])
    html = page_of(client, "/treatments/physical-therapy/")
    assert re.findall(r'<section id="([a-z_]+)"', html) == [
        "reason",
        *(name for name in TOLD_BY if name != "guideline"),
    ]
    assert html.count('class="chart-point"') == 2
    assert html.count('class="chart-line"') == 0  # 2015 lies between them, of which there is nothing


def test_a_long_table_is_folded_and_nothing_of_it_left_out(client: Client) -> None:
    make_case(make_item(body_parts=list(taxonomy.body_parts())))
    section = (
        page_of(client, "/treatments/physical-therapy/").split('<section id="body_part">')[1].split("</section>")[0]
    )
    shown, more = section.split("<details")
    assert len(LINE_RE.findall(shown)) == 10
    assert len(LINE_RE.findall(more)) == len(taxonomy.body_parts()) - 10


def test_what_cannot_narrow_figures_is_named_and_put_aside(client: Client) -> None:
    make_case(make_item(), make_item(outcome="overturned"))
    html = page_of(client, "/treatments/physical-therapy/?q=knee&outcome=overturned&treatment=mri&sort=oldest")
    assert html.count('data-notice="put-aside"') == 3
    assert 'data-decided="2"' in html


def test_filters_without_results_leave_a_page_that_says_so(client: Client) -> None:
    make_case(make_item())
    html = page_of(client, "/treatments/physical-therapy/?body_part=knee")
    assert "<table" not in html
    assert "No published item fulfils all of this." in html


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("MRI", "MRI"),
        ("physical_therapy", "Physical therapy"),
        ("acupunture", "Acupuncture"),
        ("injection", "Injections"),
    ],
)
def test_an_unknown_code_is_answered_with_what_may_be_meant(code: str, meant: str, client: Client) -> None:
    assert meant in [label for _, label in meant_by(code)]
    for address in (f"/treatments/{code}/", f"/treatments/{code}/contrast/"):
        html = page_of(client, address, status=404)
        assert f"“{code}” is no code of a treatment" in html
        assert meant in html


@pytest.mark.parametrize("code", ["-", "%00", "a" * 500, "<script>", "..%2f"])
def test_nonsense_is_answered_calmly(code: str, client: Client) -> None:
    assert client.get(f"/treatments/{code}/").status_code == 404
    assert client.get(f"/treatments/{code}/contrast/").status_code == 404

"""The pages of treatments: every figure is a direct count, every link finds what it says, unknown codes are helped."""

import datetime
import random
import re

import pytest
from django.test import Client

from cases.letters import taxonomy
from cases.web.treatments import PLANS, meant_by
from tests.cases.makers import make_case, make_item
from tests.cases.shown_figures import check_figures
from tests.cases.test_counts import random_corpus

pytestmark = pytest.mark.django_db

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


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_figure_is_a_direct_count(address: str, client: Client) -> None:
    random_corpus(random.Random(7), letters=20)
    assert check_figures(page_of(client, address)) > 1


def test_the_bar_over_a_treatment_counts_its_items_and_says_of_what(client: Client) -> None:
    make_case(make_item(treatment="mri", outcome="overturned"), make_item(treatment="ct"), decision_date=None)
    html = page_of(client, "/treatments/mri/")
    assert re.search(r'class="bar"\s+data-overturned="1"\s+data-decided="1"', html)
    assert "1 published item in 1 letter, MRI, 1 letter without a date" in " ".join(html.split())


def test_a_category_shows_its_treatments_and_a_treatment_its_category(client: Client) -> None:
    make_case(*(make_item(treatment=code) for code in ("mri", "ct", "opioids", "mri")))
    category = page_of(client, "/treatments/diagnostic-testing/?body_part=unknown")
    members = category[category.index('id="treatments"') :].split("</section>", maxsplit=1)[0]
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
    told = ["by-year", "by-reason", *(f"by-{plan.facet}" for plan in PLANS)]
    told.remove("by-guideline")
    assert re.findall(r'<section id="([a-z_-]+)"', html) == told
    assert html.count('class="chart-point"') == 2
    assert html.count('class="chart-line"') == 0  # 2015 lies between them, of which there is nothing


def test_a_long_table_is_cut_and_shown_whole_where_that_is_asked(client: Client) -> None:
    make_case(make_item(body_parts=list(taxonomy.body_parts())))
    for query, lines in (("", 15), ("?all=body_part", len(taxonomy.body_parts()))):
        html = page_of(client, f"/treatments/physical-therapy/{query}")
        section = html.split('<section id="by-body_part">')[1].split("</section>", maxsplit=1)[0]
        assert section.count("data-found=") == lines


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


def test_results_and_the_facet_lead_to_the_figures_of_a_treatment(client: Client) -> None:
    make_case(make_item(body_parts=["neck"]))
    results = page_of(client, "/?treatment=physical-therapy&body_part=neck")
    assert 'href="/treatments/physical-therapy/?body_part=neck"' in results
    assert 'href="/treatments/?body_part=neck"' in page_of(client, "/facets/treatment/?body_part=neck")

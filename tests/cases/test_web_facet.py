"""The page of one facet: every value of it, a link each, narrowed by words."""

import re
from html import unescape

import pytest
from django.test import Client

from cases.letters import taxonomy
from cases.search.facets import FACETS
from cases.web.facet import ON_A_PAGE
from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db

LINE_RE = re.compile(
    r'<a href="(?P<click>[^"]*)"\s+data-facet="[^"]*"\s+data-value="(?P<value>[^"]*)"\s+data-count="(?P<count>\d+)"'
)


def page_of(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def lines(html: str) -> dict[str, tuple[int, str]]:
    """Count and address of each value."""
    return {unescape(m["value"]): (int(m["count"]), unescape(m["click"])) for m in LINE_RE.finditer(html)}


@pytest.mark.parametrize("name", [facet.name for facet in FACETS])
def test_every_facet_has_a_page_whose_links_find_what_they_count(name: str, client: Client) -> None:
    cited = [make_citation(pages=[(98, 99)], sections=["Physical Medicine"])]
    make_case(make_item(citations=cited), make_item(treatment="mri", visits=7, body_parts=["knee"]), age=40)
    shown = lines(page_of(client, f"/facets/{name}/?guideline=mtus"))
    assert shown
    for value, (count, click) in shown.items():
        if f"{name}={value}" == "guideline=mtus":
            continue  # its click takes it away
        assert re.search(rf'id="count"\s+data-count="{count}"', page_of(client, click)), value


def test_a_facet_that_needs_another_leads_to_it(client: Client) -> None:
    make_case(make_item(citations=[make_citation(pages=[(98, 98)])]))
    html = page_of(client, "/facets/page/?outcome=upheld")
    assert lines(html) == {}
    assert '<a href="/facets/guideline/?outcome=upheld">guideline</a>' in html


def test_a_chosen_value_is_taken_away_by_its_link_and_another_is_added(client: Client) -> None:
    make_case(make_item(treatment="mri"), make_item(treatment="ct"), make_item(treatment="opioids"))
    shown = lines(page_of(client, "/facets/treatment/?treatment=diagnostic-testing&treatment=-ct"))
    assert shown["diagnostic-testing"] == (1, "/?treatment=-ct")
    assert shown["-ct"] == (1, "/?treatment=diagnostic-testing")
    assert shown["opioids"] == (1, "/?treatment=diagnostic-testing&treatment=opioids&treatment=-ct")


def test_typed_words_narrow_the_page_and_the_search_is_kept(client: Client) -> None:
    make_case(make_item(treatment="mri"), make_item(treatment="ct", outcome="overturned"))
    html = page_of(client, "/facets/treatment/?outcome=upheld&containing=mri&after=20")
    assert set(lines(html)) == {"mri"}
    assert '<input type="hidden" name="outcome" value="upheld">' in html
    assert 'value="mri"' in html
    assert 'href="/?outcome=upheld&amp;after=20"' in html
    assert lines(page_of(client, "/facets/treatment/?containing=nowhere")) == {}


def test_a_list_longer_than_a_page_goes_on_on_the_next(client: Client) -> None:
    make_case(make_item(citations=[make_citation(pages=[(1, ON_A_PAGE + 5)])]))
    first = page_of(client, "/facets/page/?guideline=mtus")
    assert len(lines(first)) == ON_A_PAGE
    (address,) = re.findall(r'rel="next"\s+href="([^"]*)"', first)
    second = page_of(client, unescape(address))
    assert len(lines(second)) == 5
    assert re.findall(r'rel="prev"\s+href="[^"]*start=0"', second)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("start=x", "start"),
        ("start=-1", "start"),
        ("start=00000001", "start"),
        ("colour=red", "colour"),
        ("page=x", "x"),
    ],
)
def test_what_is_wrong_is_named(query: str, words: str, client: Client) -> None:
    (notice,) = re.findall(r'data-notice="[^"]*">([^<]*)<', page_of(client, f"/facets/outcome/?{query}"))
    assert words in notice


def test_there_is_no_page_of_what_is_no_facet(client: Client) -> None:
    assert client.get("/facets/colour/").status_code == 404


def test_a_script_gets_the_list_of_the_panel_and_how_many_there_are(client: Client) -> None:
    codes = [code for code, entry in taxonomy.treatments().items() if entry.parent == "rehabilitation"][:12]
    make_case(*(make_item(treatment=code) for code in codes))
    whole = page_of(client, "/facets/treatment/", **{"HX-Request": "true"})
    assert "<html" not in whole
    assert len(re.findall(r'<input type="checkbox"', whole)) == len(codes) + 1
    some = page_of(client, "/facets/treatment/?containing=physical+therapy&treatment=mri", **{"HX-Request": "true"})
    assert re.findall(r'<input type="checkbox"\s+id="choice-treatment-([^"]*)"', some) == ["mri", "physical-therapy"]
    assert re.search(r'<p id="status" hx-swap-oob="innerHTML">2 of \d+ values</p>', some)


def test_markup_in_what_is_typed_is_shown_and_never_obeyed(client: Client) -> None:
    html = page_of(
        client, "/facets/specialty/?containing=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&specialty=%3Cimg%20src=x%3E"
    )
    assert "<script>alert" not in html
    assert "<img" not in html

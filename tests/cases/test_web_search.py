"""The search page as programs and browsers without script get it."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db

PAGE_98 = make_citation(pages=[(98, 99)], sections=["Physical Medicine"])


def page_of(client: Client, query: str = "") -> str:
    answer = client.get(f"/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def folded(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def offered(html: str, facet: str) -> dict[str, tuple[int, bool]]:
    tags = re.findall(rf'<label[^>]*data-facet="{facet}"[^>]*>', html)
    found = {}
    for tag in tags:
        value, count = re.search(r'data-value="([^"]*)"\s+data-count="(\d+)"', tag).groups()  # type: ignore[union-attr]
        found[value] = (int(count), "data-selected" in tag)
    return found


def test_the_total_and_each_result_carry_their_marks(client: Client) -> None:
    make_case(make_item(), make_item(outcome="overturned"), slug="cm15-0000007")
    html = page_of(client)
    assert re.search(r'id="count"\s+data-count="2"', html)
    assert sorted(re.findall(r'data-item="([^"]+)"', html)) == ["cm15-0000007/1", "cm15-0000007/2"]


def test_each_value_carries_facet_value_count_and_whether_it_is_chosen(client: Client) -> None:
    make_case(make_item(), make_item(outcome="overturned"), make_item())
    assert offered(page_of(client, "outcome=upheld"), "outcome") == {"upheld": (2, True), "overturned": (1, False)}


def test_a_chosen_value_without_results_stays_in_sight_and_ticked(client: Client) -> None:
    make_case(specialties=["Orthopedic Surgery"])
    html = page_of(client, "specialty=Neurology")
    assert offered(html, "specialty") == {"Neurology": (0, True), "Orthopedic Surgery": (1, False)}
    assert re.search(r'value="Neurology"\s+checked', html)


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ("colour=red", "unknown-parameter", "colour"),
        ("outcome=maybe", "bad-value", "maybe"),
        ("page=abc", "bad-value", "abc"),
        ("decided_after=yesterday", "bad-value", "yesterday"),
        ("q=%22open", "query-mended", "quotation mark"),
        ("sort=relevance", "no-relevance", "Best match"),
    ],
)
def test_what_is_wrong_with_an_address_is_named(client: Client, query: str, code: str, words: str) -> None:
    make_case()
    notices = re.findall(
        r'<p class="notice"[^>]*data-notice="([^"]+)"[^>]*>(.*?)</p>', page_of(client, query), re.DOTALL
    )
    assert [found for found, _ in notices] == [code]
    assert words in notices[0][1]


@pytest.mark.parametrize("where", ["request", "rationale", "authorized"])
def test_markup_in_a_letter_is_shown_and_never_obeyed(client: Client, where: str) -> None:
    columns: dict[str, Any] = {where: "therapy <script>alert(1)</script> & <b>more</b>"}
    make_case(make_item(**columns))
    for query in ("", "q=therapy", "q=alert"):
        html = page_of(client, query)
        assert "<script>alert" not in html
        assert "<b>more" not in html


def test_markup_in_a_query_is_shown_and_never_obeyed(client: Client) -> None:
    html = page_of(client, "q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&%3Cimg%3E=1&specialty=%3Cimg%20src=x%3E")
    assert "<script>alert" not in html
    assert "<img" not in html


def test_a_page_has_no_inline_script_and_no_inline_style(client: Client) -> None:
    make_case()
    html = page_of(client, "q=therapy")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", html)


def test_hits_are_marked_in_request_and_rationale(client: Client) -> None:
    make_case(make_item("Acupuncture for the neck", rationale="A trial of acupuncture is a first step."))
    assert page_of(client, "q=acupuncture").lower().count("<mark>acupuncture</mark>") == 2


def test_a_snippet_shows_by_dots_where_the_text_goes_on(client: Client) -> None:
    filler = " ".join(f"word{number}" for number in range(200))
    make_case(make_item("A pillow", rationale=f"{filler} acupuncture {filler}"))
    snippet = re.search(r'<p class="snippet">(.*?)</p>', page_of(client, "q=acupuncture"), re.DOTALL)
    assert snippet
    shown = folded(snippet[1])
    assert shown.startswith("… word")
    assert shown.endswith("…")


def test_a_result_leads_to_its_item_and_takes_the_search_along(client: Client) -> None:
    make_case(make_item(), make_item(), slug="cm15-0000007")
    html = page_of(client, "outcome=upheld&q=therapy")
    assert 'href="/cases/cm15-0000007/?q=therapy&amp;outcome=upheld#item-2"' in html


def test_a_result_says_what_a_reader_chooses_by(client: Client) -> None:
    item = make_item(
        "Eight visits", visits=8, body_parts=["neck"], retrospective=True, authorized="Four visits", citations=[PAGE_98]
    )
    make_case(item, case_number="CM15-0000007", decision_date=datetime.date(2015, 3, 1))
    shown = folded(page_of(client))
    for words in (
        "Upheld",
        "Physical therapy",
        "Neck",
        "8 visits",
        "Retrospective",
        "CM15-0000007, item 1",
        "March 1, 2015",
        "Part was already authorized: Four visits",
        "Claims administrator Cited no medical evidence",
        "Reviewer MTUS Chronic Pain Medical Treatment Guidelines , Physical Medicine , p. 98–99",
    ):
        assert words in shown or words.replace(" ,", ",") in shown.replace(" ,", ",")


def test_a_letter_without_number_and_date_says_so(client: Client) -> None:
    make_case(case_number="", decision_date=None)
    shown = folded(page_of(client))
    assert "No case number" in shown
    assert "Decision date not stated" in shown


def test_each_condition_has_a_link_that_takes_it_away(client: Client) -> None:
    make_case()
    html = page_of(client, "q=therapy&outcome=upheld&page=98-99&decided_after=2014-01-01&sort=oldest")
    gone = re.findall(r'<a class="chip"\s+href="([^"]+)"', html)
    whole = ["q=therapy", "outcome=upheld", "page=98-99", "decided_after=2014-01-01", "sort=oldest"]
    assert gone == ["/?" + "&amp;".join(part for part in whole if part != left_out) for left_out in whole[:-1]]


def test_an_empty_page_names_each_condition_to_blame_with_its_count(client: Client) -> None:
    make_case(make_item(), make_item())
    html = page_of(client, "outcome=overturned&treatment=physical-therapy")
    assert re.search(r'id="count"\s+data-count="0"', html)
    shown = folded(html)
    assert "Without Outcome: Overturned there are 2 items" in shown
    assert "Without Treatment" not in shown
    assert "This site holds 1 letter" in shown


def test_an_empty_page_says_when_no_single_condition_is_to_blame(client: Client) -> None:
    make_case()
    assert "No single condition is to blame" in folded(
        page_of(client, "outcome=overturned&treatment=mri&body_part=neck")
    )


def test_a_site_without_letters_says_so(client: Client) -> None:
    assert "holds no letters yet" in page_of(client)


def test_a_place_behind_the_last_result_leads_back(client: Client) -> None:
    make_case()
    html = page_of(client, "outcome=upheld&after=500")
    assert 'href="/?outcome=upheld">Go to the first page' in html


def test_pages_of_results_lead_to_each_other_and_keep_the_search(client: Client) -> None:
    make_case(*(make_item() for _ in range(45)))
    assert re.search(r'rel="next"\s+href="/\?outcome=upheld&amp;after=20"', page_of(client, "outcome=upheld"))
    second = page_of(client, "outcome=upheld&after=20")
    assert re.search(r'rel="prev"\s+href="/\?outcome=upheld"', second)
    assert re.search(r'rel="next"\s+href="/\?outcome=upheld&amp;after=40"', second)
    assert '<ol class="result-list" start="21">' in second
    assert 'rel="next"' not in page_of(client, "outcome=upheld&after=40")


def test_the_title_says_the_search_in_words(client: Client) -> None:
    make_case()
    title = re.search(r"<title>(.*?)</title>", page_of(client, "q=therapy&outcome=upheld"), re.DOTALL)
    assert title
    assert folded(title[1]) == "“therapy”, Upheld: 1 item · IMR Search"


def test_however_it_is_written_a_search_has_one_canonical_address(client: Client) -> None:
    make_case()
    html = page_of(client, "page=pp.+99-98&q=&sort=&outcome=upheld&outcome=upheld&junk=1")
    assert 'href="http://testserver/?outcome=upheld&amp;page=98-99"' in html


def test_a_typed_page_stays_in_its_box_until_pages_can_be_ticked(client: Client) -> None:
    make_case(make_item(citations=[PAGE_98]))
    assert re.search(r'name="page"\s+value="98"', page_of(client, "page=98"))
    html = page_of(client, "page=98&guideline=mtus-chronic-pain")
    assert offered(html, "page") == {"98": (1, True), "99": (1, False)}
    assert re.search(r'id="page-1"\s+name="page"\s+value=""', html)


def test_the_order_in_force_is_the_one_selected(client: Client) -> None:
    make_case()
    for query, selected in (("", "Newest first"), ("q=therapy", "Best match"), ("sort=oldest", "Oldest first")):
        assert re.findall(r"selected>([^<]+)<", page_of(client, query)) == [selected]


def test_a_change_in_place_gets_results_and_filters_only(client: Client) -> None:
    make_case()
    answer = client.get("/?outcome=upheld&page=&q=", headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert "<html" not in html
    assert 'id="found"' in html
    assert 'id="status" hx-swap-oob="innerHTML"' in html
    assert "Show 1 result" in folded(html)
    assert answer["HX-Push-Url"] == "/?outcome=upheld"


def test_a_cache_keeps_the_page_apart_from_its_part(client: Client) -> None:
    assert "HX-Request" in client.get("/")["Vary"]


def test_no_more_is_asked_of_the_database_for_a_full_page_than_for_one_result(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_case(make_item(citations=[PAGE_98]))
    with django_assert_max_num_queries(100) as few:
        page_of(client, "outcome=upheld")
    for _ in range(10):
        make_case(make_item(citations=[PAGE_98]), make_item(treatment="mri", body_parts=["neck"], citations=[PAGE_98]))
    with django_assert_max_num_queries(len(few.captured_queries)):
        page_of(client, "outcome=upheld")


def test_head_is_answered_and_other_methods_are_not(client: Client) -> None:
    assert client.head("/?outcome=upheld").status_code == 200
    assert client.post("/").status_code == 405


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "(" * 900, "after=-1", "year=99999", "page=98&page=" + "9" * 40, "%ff=%fe", "q=%ff"]
)
def test_no_address_breaks_the_page(client: Client, query: str) -> None:
    make_case()
    page_of(client, query)

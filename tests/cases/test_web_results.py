"""The list of results as programs and browsers without script get it: the bar, the rows, the pages."""

import datetime
import re

import pytest
from django.http import QueryDict
from django.test import Client

from cases.search.params import read_params
from cases.search.search import find
from cases.web.outcome_bar import OutcomeBar, outcome_bar
from cases.web.result_list import pager_of, views_of
from tests.cases.makers import make_case, make_citation, make_item
from tests.cases.test_web_search import folded, page_of

pytestmark = pytest.mark.django_db


def bar_of(query: str) -> OutcomeBar | None:
    return outcome_bar(find(read_params(QueryDict(query))[0]))


def bar_text(client: Client, query: str = "") -> str:
    shown = re.search(r'<div class="bar".*?</div>', page_of(client, query), re.DOTALL)
    return folded(shown[0]) if shown else ""


def make_letters(number: int, overturned: int) -> None:
    for place in range(number):
        make_case(make_item(outcome="overturned" if place < overturned else "upheld"))


def test_the_bar_says_share_interval_and_population_by_item_and_by_letter(client: Client) -> None:
    make_letters(30, 3)
    make_case(*(make_item(outcome="overturned") for _ in range(10)), decision_date=datetime.date(2017, 1, 1))
    make_case(make_item(), decision_date=None)
    shown = bar_text(client, "treatment=physical-therapy")
    for words in (
        "31.7% overturned",
        "13 of 41 items, 95% interval 19.6–47.0%",
        "By letter: 12.5% have an overturned item (4 of 32, interval 5.0–28.1%)",
        "among 41 published items in 32 letters, Physical therapy, decided 2015–2017, 1 letter without a date.",
    ):
        assert words in shown


def test_of_fewer_than_twenty_there_are_counts_and_nothing_else(client: Client) -> None:
    make_letters(19, 2)
    shown = bar_text(client)
    assert "2 overturned, 17 upheld" in shown
    assert "No share is given for fewer than 20 items" in shown
    assert "%" not in shown
    assert "<svg" not in page_of(client)


def test_many_items_of_few_letters_have_no_share_by_letter(client: Client) -> None:
    make_case(*(make_item(outcome="upheld") for _ in range(25)))
    shown = bar_text(client)
    assert "0.0% overturned 0 of 25 items" in shown
    assert "By letter: 0 with an overturned item, 1 without." in shown


def test_a_chosen_outcome_is_counted_among_all_outcomes(client: Client) -> None:
    make_letters(40, 10)
    shown = bar_text(client, "outcome=overturned")
    assert "25.0% overturned 10 of 40 items" in shown
    assert "whatever the outcome" in shown
    assert "outcome: " not in shown


def test_words_that_ask_for_an_outcome_leave_counts_alone(client: Client) -> None:
    make_letters(40, 30)
    shown = bar_text(client, "q=outcome:overturned")
    assert "30 overturned, 0 upheld" in shown
    assert "the query itself asks for an outcome" in shown


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param("treatment=mri&treatment=physical-therapy", "MRI or Physical therapy", id="alternatives"),
        pytest.param("q=home+exercise", "words: “home exercise”", id="words"),
        pytest.param("year=2015", "decided in: 2015, decided 2015", id="a year"),
        pytest.param("decided_after=2015-01-01", "decided on or after 2015-01-01", id="a day"),
        pytest.param("body_part=-neck&body_part=-knee", "not Neck (cervical spine) and not Knee", id="left out"),
        pytest.param("q=home+exercise&synonyms=off", "“home exercise” as typed", id="without other names"),
    ],
)
def test_the_population_says_each_condition(query: str, words: str) -> None:
    make_case(make_item("Home exercise"))
    bar = bar_of(query)
    assert bar
    assert words in bar.counted


def test_an_empty_page_has_no_bar() -> None:
    make_case()
    assert bar_of("treatment=mri") is None


def test_the_total_says_items_and_letters(client: Client) -> None:
    make_case(make_item(), make_item())
    make_case()
    html = page_of(client)
    assert re.search(r'id="count"\s+data-count="3"', html)
    assert "3 disputed items in 2 letters" in folded(html)
    html = page_of(client, "per=letter")
    assert re.search(r'id="count"\s+data-count="3"', html)
    assert "2 letters with 3 disputed items" in folded(html)


def test_by_letter_a_row_leads_to_the_letter_and_to_each_item(client: Client) -> None:
    make_case(make_item("A"), make_item("B"), slug="cm15-0000042", case_number="CM15-0000042")
    html = page_of(client, "per=letter&q=therapy+OR+necessary")
    assert "2 items found" in folded(html)
    query = "?q=therapy+OR+necessary&amp;per=letter"
    assert f'href="/cases/cm15-0000042/{query}"' in html
    for position in (1, 2):
        assert f'href="/cases/cm15-0000042/{query}#item-{position}"' in html
        assert f'data-item="cm15-0000042/{position}"' in html


def test_rows_that_are_folded_stay_on_the_page_and_are_counted(client: Client) -> None:
    make_case(*(make_item(f"Number {number}") for number in range(5)), slug="cm15-0000042")
    html = page_of(client)
    assert "and 4 more with nearly the same rationale" in folded(html)
    assert re.findall(r'data-item="cm15-0000042/(\d)"', html) == ["1", "2", "3", "4", "5"]
    assert "nearly the same" not in page_of(client, "rows=compact")


def test_compact_rows_have_outcome_request_number_and_day_and_no_snippet(client: Client) -> None:
    make_case(make_item("A pillow", outcome="overturned"), case_number="CM15-0000042")
    html = page_of(client, "rows=compact")
    shown = folded(html)
    assert "Overturned A pillow CM15-0000042, item 1 March 1, 2015" in shown
    assert 'class="snippet"' not in html


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param("q=pillow", "Found by “pillow” in the request and the rationale", id="places"),
        pytest.param("q=pillow+cervical", "“pillow” in the request and the rationale ", id="two words"),
        pytest.param("q=pillow+cervical", "“cervical” in the rationale", id="each word"),
        pytest.param("q=a+pillow", "“a” and “pillow” in the request and the rationale", id="same places"),
        pytest.param(
            "page=98",
            "MTUS Chronic Pain Medical Treatment Guidelines, p. 98–99 (claims administrator and reviewer)",
            id="page by both",
        ),
        pytest.param(
            "page=98&cited_by=reviewer",
            "MTUS Chronic Pain Medical Treatment Guidelines, p. 98–99 (reviewer)",
            id="page by one",
        ),
    ],
)
def test_a_row_says_why_it_was_found(client: Client, query: str, words: str) -> None:
    both = [make_citation(pages=[(98, 99)], cited_by=side) for side in ("administrator", "reviewer")]
    make_case(make_item("A pillow", rationale="A pillow for the cervical spine.", citations=both), summary="")
    assert words in folded(page_of(client, query)).replace(" ,", ",")


def test_a_row_that_is_found_by_nothing_particular_gives_no_reason(client: Client) -> None:
    make_case()
    assert "Found by" not in page_of(client, "treatment=physical-therapy")


def test_each_way_to_show_results_is_a_link_that_keeps_all_else() -> None:
    params, _ = read_params(QueryDict("outcome=upheld&sort=oldest&rows=compact&size=50&after=100"))
    ways = {name: [(way.words, way.query, way.is_here) for way in ways] for name, ways in views_of(params).items()}
    kept = "outcome=upheld&sort=oldest"
    assert ways == {
        "per": [
            ("Items", f"{kept}&rows=compact&size=50", True),
            ("Letters", f"{kept}&per=letter&rows=compact&size=50", False),
        ],
        "rows": [
            ("Detailed", f"{kept}&size=50&after=100", False),
            ("Compact", f"{kept}&rows=compact&size=50&after=100", True),
        ],
        "size": [
            ("20", f"{kept}&rows=compact", False),
            ("50", f"{kept}&rows=compact&size=50", True),
            ("100", f"{kept}&rows=compact&size=100", False),
        ],
    }


def test_another_search_is_shown_in_the_same_way(client: Client) -> None:
    make_case()
    html = page_of(client, "per=letter&rows=compact&size=50&sort=oldest&outcome=upheld")
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', html)
    assert hidden == [("per", "letter"), ("rows", "compact"), ("size", "50")]
    assert 'href="/?sort=oldest&amp;per=letter&amp;rows=compact&amp;size=50">Clear all' in html
    html = page_of(client, "per=letter&sort=oldest&outcome=overturned")
    assert re.findall(r'<input type="hidden" name="(\w+)"', html) == ["sort", "per"]


def test_programs_are_given_addresses_without_how_the_page_looks(client: Client) -> None:
    make_case()
    html = page_of(client, "outcome=upheld&sort=oldest&per=letter&rows=compact&size=50")
    for address in ("/export.csv", "/feed.atom", "/api/v1/items"):
        assert f'"{address}?outcome=upheld&amp;sort=oldest"' in html


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        pytest.param(0, "[1] 2 3 … 10", id="first"),
        pytest.param(60, "1 2 3 [4] 5 6 … 10", id="a gap of one is no gap"),
        pytest.param(100, "1 … 4 5 [6] 7 8 9 10", id="middle"),
        pytest.param(180, "1 … 8 9 [10]", id="last"),
    ],
)
def test_a_pager_leads_to_both_ends_and_to_the_neighbours(after: int, shown: str) -> None:
    make_case(*(make_item() for _ in range(190)))
    pager = pager_of(find(read_params(QueryDict(f"after={after}"))[0]))
    assert pager
    words = ("…" if page is None else f"[{page.words}]" if page.is_here else page.words for page in pager.pages)
    assert " ".join(words) == shown


def test_pages_of_letters_are_counted_in_letters(client: Client) -> None:
    for _ in range(25):
        make_case(make_item(), make_item())
    assert "1 to 20 of 25 letters" in folded(page_of(client, "per=letter"))
    assert "21 to 25 of 25 letters" in folded(page_of(client, "per=letter&after=20"))
    assert "21 to 40 of 50 items" in folded(page_of(client, "after=20"))


def test_a_change_in_place_is_told_with_its_order(client: Client) -> None:
    make_case()
    html = client.get("/?sort=oldest", headers={"HX-Request": "true"}).content.decode()
    status = re.search(r'<p id="status" hx-swap-oob="innerHTML">(.*?)</p>', html, re.DOTALL)
    assert status
    assert folded(status[1]) == "1 disputed item in 1 letter, oldest first"


def test_an_empty_page_names_the_word_to_blame(client: Client) -> None:
    make_case(make_item("A pillow"))
    assert "Without “xylophone” there is 1 item" in folded(page_of(client, "q=pillow+xylophone"))

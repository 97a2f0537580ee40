"""The letter page as evidence: the words that led to it, the way to other results, dates and citations."""

import datetime
import re

import pytest
from django.http import QueryDict
from django.test import Client

from cases.models import Case
from cases.search.neighbours import Neighbour, neighbours_of
from cases.search.params import SearchParams, read_params
from cases.web.deadlines import deadlines_of
from tests.cases.makers import make_case, make_item

pytestmark = pytest.mark.django_db(transaction=True)  # entries follow commits

DATES = [
    pytest.param({"decision_date": datetime.date(2014, 12, 19)}, [("2015-01-18", "2015-01-23")], id="appeal"),
    pytest.param(
        {"decision_date": None, "ur_denial_date": datetime.date(2014, 6, 2)}, [("2015-06-02", "None")], id="denial"
    ),
    pytest.param(
        {"decision_date": None, "ur_denial_date": datetime.date(2016, 2, 29)}, [("2017-02-28", "None")], id="leap day"
    ),
    pytest.param({"decision_date": None}, [], id="no dates"),
]


def letter_page(client: Client, case: Case, query: str = "") -> str:
    return client.get(f"{case.get_absolute_url()}?{query}").content.decode()


def asked(query: str) -> SearchParams:
    return read_params(QueryDict(query))[0]


def number_of(neighbour: Neighbour | None) -> str:
    return neighbour.item.case.case_number if neighbour else ""


def letters(count: int) -> list[Case]:
    """Newest first, as the usual order has them."""
    day = datetime.date(2015, 3, 1)
    return [make_case(make_item(), make_item(), decision_date=day - datetime.timedelta(days=n)) for n in range(count)]


@pytest.mark.parametrize(("dates", "days"), DATES)
def test_dates_are_counted_from_the_letter_s_own(dates: dict[str, datetime.date], days: list[tuple[str, str]]) -> None:
    assert [(str(each.day), str(each.by_mail)) for each in deadlines_of(make_case(**dates))] == days


def test_each_counted_date_has_its_rule_and_a_warning(client: Client) -> None:
    page = letter_page(client, make_case(ur_denial_date=datetime.date(2014, 6, 2)))
    assert "Labor Code 4610.6(h); Code of Civil Procedure 1013(a)" in page
    assert "Labor Code 4610(k)" in page
    assert "Verify" in page


def test_an_item_is_cited_as_a_brief_has_it(client: Client) -> None:
    case = make_case(case_number="CM15-0000042", decision_date=datetime.date(2014, 12, 19))
    page = letter_page(client, case)
    assert "IMR Case No. CM15-0000042 (Dec. 19, 2014), item 1, Upheld" in page
    assert f"http://testserver{case.get_absolute_url()}#item-1</a>" in page


def test_the_words_of_the_search_are_marked_and_numbered(client: Client) -> None:
    item = make_item("Pool therapy", rationale="Therapy in a pool. No <b>pool</b> was near.")
    page = letter_page(client, make_case(item, summary="A pool, and pools."), "q=pool&synonyms=off")
    assert re.findall(r'<mark id="hit-(\d)">(\w+)</mark>', page) == [
        ("1", "Pool"),
        ("2", "pool"),
        ("3", "pool"),
        ("4", "pool"),
        ("5", "pools"),
    ]
    assert 'data-hits="5"' in page
    assert "&lt;b&gt;" in page


def test_only_the_words_in_a_row_are_marked_of_a_phrase(client: Client) -> None:
    item = make_item("Cream", rationale="Home care. A home exercise program, and exercise at home.")
    page = letter_page(client, make_case(item), 'q="home+exercise"')
    assert re.findall(r'<mark id="hit-\d">([\w ]+)</mark>', page) == ["home exercise"]


def test_without_words_nothing_is_marked(client: Client) -> None:
    page = letter_page(client, make_case(), "outcome=upheld")
    assert "<mark" not in page
    assert 'id="hits"' not in page


def test_the_results_before_and_after_a_letter_are_those_of_its_search() -> None:
    newest, middle, oldest = letters(3)
    make_case(make_item(outcome="overturned"))
    found = neighbours_of(middle.pk, asked("outcome=upheld"))
    assert (number_of(found.before), number_of(found.after)) == (newest.case_number, oldest.case_number)
    assert number_of(neighbours_of(newest.pk, asked("outcome=upheld")).before) == ""
    assert number_of(neighbours_of(oldest.pk, asked("outcome=upheld")).after) == ""


def test_the_way_to_results_of_another_page_leads_to_that_page() -> None:
    held = letters(23)
    found = neighbours_of(held[19].pk, asked("size=20&after=20"))
    assert number_of(found.after) == held[20].case_number
    assert found.after
    assert found.after.params.after == 40
    by_letter = neighbours_of(held[19].pk, asked("per=letter"))
    assert by_letter.after
    assert by_letter.after.params.after == 20


def test_a_letter_outside_the_search_has_no_neighbours() -> None:
    letters(2)
    other = make_case(make_item(outcome="overturned"))
    found = neighbours_of(other.pk, asked("outcome=upheld"))
    assert (found.before, found.after) == (None, None)


def test_links_to_neighbours_keep_the_search(client: Client) -> None:
    newest, oldest = letters(2)
    page = letter_page(client, newest, "outcome=upheld")
    assert f'href="{oldest.get_absolute_url()}?outcome=upheld#item-2"' in page or (
        f'href="{oldest.get_absolute_url()}?outcome=upheld#item-1"' in page
    )
    assert "Previous result" not in page

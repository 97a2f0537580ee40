"""What a search finds, in which order, and how it is shown."""

import datetime

import pytest
from django.http import QueryDict

from cases.search.order import PAGE_SIZE
from cases.search.params import read_params
from cases.search.search import Results, find
from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db


def results(query: str) -> Results:
    return find(read_params(QueryDict(query))[0])


def found(query: str) -> list[str]:
    return [row.item.request for row in results(query).rows]


def cites(request: str, *citations: dict[str, object]) -> dict[str, object]:
    return make_item(request, citations=citations)


def test_a_page_is_found_within_its_range_and_only_in_its_own_guideline() -> None:
    make_case(
        cites("exact", make_citation(pages=[(98, 98)])),
        cites("range", make_citation(pages=[(97, 100)])),
        cites("beside", make_citation(pages=[(97, 97), (99, 99)])),
        cites("another's", make_citation("mtus-low-back-complaints", pages=[(98, 98)]), make_citation()),
    )
    assert set(found("guideline=mtus-chronic-pain&page=98")) == {"exact", "range"}
    assert set(found("page=98")) == {"exact", "range", "another's"}
    assert set(found("q=guideline:mtus-chronic-pain+page:98")) == {"exact", "range"}


def test_guideline_page_and_side_hold_of_one_citation() -> None:
    make_case(
        cites("his", make_citation(pages=[(98, 99)], cited_by="administrator")),
        cites("mixed", make_citation(pages=[(98, 98)]), make_citation(pages=[(99, 99)], cited_by="administrator")),
    )
    assert found("guideline=mtus-chronic-pain&page=98&cited_by=administrator") == ["his"]
    assert set(found("guideline=mtus-chronic-pain&page=99&cited_by=administrator")) == {"his", "mixed"}
    assert found("q=page:98&cited_by=administrator") == ["his"]


def test_what_only_the_rationale_cites_is_not_mixed_with_the_labelled_citations() -> None:
    make_case(cites("prose", make_citation(pages=[(98, 98)], cited_in="rationale")))
    assert found("guideline=mtus-chronic-pain") == []


def test_filters_of_one_item_are_not_met_by_two_items_of_a_letter() -> None:
    make_case(make_item("first", treatment="mri"), make_item("second", outcome="overturned"))
    assert found("treatment=mri&outcome=overturned") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("exercises", {"rationale", "summary"}),
        ('"home exercise"', {"rationale"}),
        ('"exercise home"', set()),
        ("home -exercise", {"request"}),
        ("home OR tapering", {"request", "rationale", "summary"}),
        ('"not medically necessary"', {"rationale"}),
        ("necessary tapering", set()),
        ("worker tapering", {"summary"}),
    ],
)
def test_words_are_sought_in_request_rationale_and_summary(query: str, expected: set[str]) -> None:
    make_case(make_item("request home", rationale="Nothing."), summary="")
    make_case(make_item("rationale", rationale="A home exercise program. It is not medically necessary."), summary="")
    make_case(make_item("summary", rationale="Opioid tapering."), summary="The worker likes exercise.")
    assert {request.split()[0] for request in found(f"q={query}")} == expected


def test_orders_put_undated_letters_last_and_overturned_items_first() -> None:
    make_case(make_item("old"), decision_date=datetime.date(2014, 1, 1))
    make_case(make_item("undated", outcome="overturned"), decision_date=None)
    make_case(make_item("new"), decision_date=datetime.date(2016, 1, 1))
    assert found("") == ["new", "old", "undated"]
    assert found("sort=oldest") == ["old", "new", "undated"]
    assert found("sort=overturned-first") == ["undated", "new", "old"]


def test_best_match_puts_the_request_before_the_rationale_before_the_summary() -> None:
    make_case(make_item("in the summary"), summary="acupuncture")
    make_case(make_item("in the rationale", rationale="acupuncture"))
    make_case(make_item("acupuncture itself"), decision_date=datetime.date(2001, 1, 1))
    assert found("q=acupuncture") == ["acupuncture itself", "in the rationale", "in the summary"]


def test_pages_of_results_are_whole_and_without_overlap() -> None:
    make_case(*(make_item(f"item {number}") for number in range(PAGE_SIZE + 5)))
    first = results("")
    assert (first.total, first.first, first.last, first.previous) == (PAGE_SIZE + 5, 1, PAGE_SIZE, None)
    assert first.next is not None
    second = find(first.next)
    assert (second.first, second.last, second.next) == (PAGE_SIZE + 1, PAGE_SIZE + 5, None)
    assert second.previous is not None
    assert find(second.previous).rows[0].item == first.rows[0].item
    assert not {row.item.pk for row in first.rows} & {row.item.pk for row in second.rows}


def test_hits_are_marked_and_text_cannot_forge_a_mark() -> None:
    make_case(make_item("<b>MRI</b>", rationale="An mri was \ue000forged\ue001 done."))
    row = results("q=mri").rows[0]
    assert row.snippet.request == (("<b>", False), ("MRI", True), ("</b>", False))
    assert ("mri", True) in row.snippet.text


def test_the_summary_is_shown_where_only_it_has_the_words() -> None:
    make_case(make_item(rationale="Nothing here."), summary="The worker fell from a ladder.")
    snippet = results("q=ladder").rows[0].snippet
    assert (snippet.where, ("ladder", True) in snippet.text) == ("summary", True)


def test_an_empty_page_names_the_filters_to_blame() -> None:
    make_case(make_item(treatment="mri"))
    reliefs = results("treatment=mri&outcome=overturned").reliefs
    assert [(relief.chip.value, relief.count) for relief in reliefs] == [("Overturned", 1)]


@pytest.mark.parametrize(
    "query", ["'; DROP TABLE cases_case; --", "a & b | !c <-> (d", "%_\\", "\u202eevil\u200b", "\ue000", "x" * 5000]
)
def test_no_text_breaks_a_search(query: str) -> None:
    make_case()
    params, _ = read_params(_query(query))
    assert find(params).total >= 0


def _query(text: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query["q"] = text
    return query

"""What a page of results holds: by item or by letter, folded, explained, and in numbers."""

import datetime

import pytest
from django.http import QueryDict

from cases.search.blocks import runs_of
from cases.search.params import read_params
from cases.search.population import Population, Tally, regardless_of_outcome
from cases.search.search import Results, find
from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db

LONG = "The guideline recommends up to ten visits over eight weeks, and the records show that these were already given."


def results(query: str) -> Results:
    params, notices = read_params(QueryDict(query))
    assert notices == ()
    return find(params)


def blocks(query: str) -> list[list[str]]:
    shown = results(query).blocks
    return [[row.item.request for row in (block.row, *block.others)] for block in shown]


def day(year: int) -> datetime.date:
    return datetime.date(year, 1, 1)


def test_by_letter_a_letter_stands_where_its_first_item_does_with_all_that_were_found() -> None:
    make_case(make_item("A", treatment="mri"), make_item("B"), make_item("C"), decision_date=day(2014))
    make_case(make_item("D", treatment="mri"), decision_date=day(2016))
    make_case(make_item("E"), make_item("F"), decision_date=day(2015))
    assert blocks("per=letter") == [["D"], ["E", "F"], ["A", "B", "C"]]
    assert blocks("per=letter&sort=oldest") == [["A", "B", "C"], ["E", "F"], ["D"]]
    assert blocks("per=letter&treatment=physical-therapy") == [["E", "F"], ["B", "C"]]


def test_by_letter_overturned_items_lift_their_letters_and_best_matches_too() -> None:
    make_case(make_item("A"), make_item("B mri", outcome="overturned"), make_item("C"), decision_date=day(2014))
    make_case(make_item("D"), make_item("E", rationale="An mri."), decision_date=day(2016))
    assert blocks("per=letter&sort=overturned-first") == [["B mri", "A", "C"], ["D", "E"]]
    assert blocks("per=letter&q=mri") == [["B mri"], ["E"]]


def test_pages_of_letters_are_whole_and_say_both_numbers() -> None:
    for _ in range(25):
        make_case(make_item(), make_item())
    first = results("per=letter")
    assert (first.total, first.places, len(first.rows), first.first, first.last) == (50, 25, 40, 1, 20)
    assert first.next
    second = find(first.next)
    assert (second.first, second.last, second.next) == (21, 25, None)
    assert not {row.item.case_id for row in first.rows} & {row.item.case_id for row in second.rows}


@pytest.mark.parametrize("size", [20, 50, 100])
def test_a_page_is_as_long_as_it_is_asked_to_be(size: int) -> None:
    make_case(*(make_item() for _ in range(size + 10)))
    page = results(f"size={size}")
    assert len(page.rows) == size
    assert page.next
    assert len(find(page.next).rows) == 10


def test_neighbours_decided_alike_in_nearly_the_same_words_are_folded_and_none_is_lost_or_moved() -> None:
    make_case(
        make_item("one", rationale=LONG),
        make_item("two", rationale=LONG.upper()),
        make_item("three", rationale=LONG.replace("ten", "12")),
        make_item("last", rationale="Opioids are weaned where function has not improved in the course of the months."),
    )
    assert blocks("") == [["one", "two", "three"], ["last"]]
    assert results("").total == 4
    assert blocks("rows=compact") == [["one"], ["two"], ["three"], ["last"]]


def test_another_outcome_or_only_two_that_are_alike_fold_nothing() -> None:
    make_case(make_item("one", rationale=LONG), make_item("two", rationale=LONG))
    assert blocks("") == [["one"], ["two"]]
    make_case(*(make_item(str(n), rationale=LONG, outcome="overturned") for n in range(2)), decision_date=day(2020))
    assert blocks("") == [["0"], ["1"], ["one"], ["two"]]


def test_items_without_a_rationale_are_not_alike() -> None:
    make_case(*(make_item(str(n), rationale="") for n in range(4)))
    assert blocks("") == [["0"], ["1"], ["2"], ["3"]]


def test_runs_of_words_leave_numbers_and_marks_out() -> None:
    assert runs_of("Up to 10 (ten) visits!") == {("up", "to", "ten"), ("to", "ten", "visits")}
    assert runs_of("two words") == frozenset()


def test_a_row_says_in_which_places_each_word_stands() -> None:
    make_case(make_item("An MRI", rationale="The mri and home exercise."), summary="Exercise at home, and an MRI.")
    (row,) = results('q=mri "home exercise" -surgery OR laser').rows
    assert [(hit.text, hit.places) for hit in row.why.hits] == [
        ("mri", ("request", "rationale", "summary")),
        ("home exercise", ("rationale",)),
    ]


def test_a_row_says_for_what_another_name_was_found() -> None:
    make_case(make_item("Physical therapy and more PT", rationale=""), summary="")
    (row,) = results("q=pt").rows
    assert [(hit.text, hit.typed) for hit in row.why.hits] == [("pt", ""), ("physical therapy", "pt")]
    (row,) = results('q=pt+"physical+therapy"').rows
    assert [(hit.text, hit.typed) for hit in row.why.hits] == [("pt", ""), ("physical therapy", "")]
    (row,) = results("q=pt&synonyms=off").rows
    assert [(hit.text, hit.typed) for hit in row.why.hits] == [("pt", "")]


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        pytest.param("page=98", [[98, 99], [98, 98]], id="a page"),
        pytest.param("page=98&cited_by=reviewer", [[98, 99]], id="a page by one side"),
        pytest.param("guideline=mtus-chronic-pain", [[98, 99], [12, 12]], id="a guideline"),
        pytest.param("guideline=non-mtus", [[98, 98]], id="a family"),
        pytest.param("q=page:90-98+guideline:mtus", [[98, 99]], id="fields of the query"),
        pytest.param("guideline=mtus&q=guideline:mtus-chronic-pain+page:12", [[12, 12]], id="both"),
        pytest.param("treatment=physical-therapy", [], id="no citation asked for"),
    ],
)
def test_a_row_says_which_citations_it_was_found_by(query: str, pages: list[list[int]]) -> None:
    citations = [
        make_citation(pages=[(98, 99)]),
        make_citation("odg", pages=[(98, 98)], cited_by="administrator"),
        make_citation(pages=[(12, 12)], cited_by="administrator"),
    ]
    make_case(make_item(citations=citations))
    (row,) = results(query).rows
    assert [citation.page_ranges[0] for citation in row.why.citations] == pages


def test_results_are_told_in_numbers_by_item_and_by_letter() -> None:
    make_case(make_item(), make_item(outcome="overturned"), make_item(outcome="overturned"), decision_date=day(2014))
    make_case(make_item(), decision_date=day(2016))
    make_case(make_item(), make_item(outcome=""), decision_date=None)
    make_case(make_item(outcome=""), decision_date=None)
    make_case(status="held")
    assert results("").population == Population(
        found=Tally(7, 4), decided=Tally(5, 3), overturned=Tally(2, 1), first=day(2014), last=day(2016), undated=2
    )


def test_what_is_overturned_is_counted_among_all_outcomes() -> None:
    make_case(make_item(), make_item(outcome="overturned"), make_item(treatment="mri"))
    page = results("outcome=overturned&treatment=physical-therapy&after=0")
    assert page.population.found == Tally(1, 1)
    assert page.judged
    assert (page.judged.decided, page.judged.overturned) == (Tally(2, 1), Tally(1, 1))


@pytest.mark.parametrize("query", ["q=outcome:upheld", "q=mri OR (knee -outcome:overturned)"])
def test_words_that_ask_for_an_outcome_leave_none_to_count_among(query: str) -> None:
    params, _ = read_params(QueryDict(query))
    assert regardless_of_outcome(params) is None


def test_an_empty_page_blames_each_word_for_itself() -> None:
    make_case(make_item("MRI of the knee"), make_item("MRI of the hip"))
    reliefs = results("q=mri+knee+xylophone&outcome=upheld").reliefs
    assert [(relief.chip.value, relief.count, relief.chip.without.to_query()) for relief in reliefs] == [
        ("xylophone", 1, "q=mri+knee&outcome=upheld")
    ]


def test_best_match_goes_with_the_last_word_that_is_taken_away() -> None:
    params, _ = read_params(QueryDict("q=mri+outcome:upheld&sort=relevance"))
    assert params.typed
    (word, field) = params.typed.nodes  # type: ignore[union-attr]
    assert params.without_part(word).to_query() == "q=outcome%3Aupheld"
    assert params.without_part(field).to_query() == "q=mri&sort=relevance"

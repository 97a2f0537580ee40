"""A search told apart by a facet: every number is that of a direct count, in both ways of finding."""

import random

import pytest
from django.db.models import Q

from cases.models import DisputedItem
from cases.search.facets import FACETS
from cases.search.finder import Finder, SqlFinder, matching
from cases.search.params import SearchParams
from cases.search.sets.current import current_finder
from cases.stats.breakdown import Part, breakdown
from cases.web.charts import columns_of, line_of
from tests.cases.makers import make_case, make_item
from tests.cases.test_counts import random_corpus

EVERYTHING = SearchParams()
SEARCHES = {
    "everything": EVERYTHING,
    "a treatment": SearchParams(chosen={"treatment": ("therapy",)}),
    "a guideline": SearchParams(chosen={"guideline": ("mtus-chronic-pain",)}),
    "an outcome is put aside": SearchParams(chosen={"outcome": ("overturned",), "guideline": ("odg",)}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("params", SEARCHES.values(), ids=SEARCHES.keys())
@pytest.mark.parametrize("way", ["by SQL", "by sets"])
def test_a_part_is_counted_as_sql_counts_it(params: SearchParams, way: str) -> None:
    random_corpus(random.Random(4))
    finder: Finder = SqlFinder() if way == "by SQL" else current_finder()
    for facet in (facet for facet in FACETS if facet.name != "outcome"):
        for part in breakdown(facet.name, params, finder):
            found = matching(part.search).qs
            told = found.filter(~Q(outcome="")).count(), found.filter(outcome="overturned").count()
            assert (part.found, part.decided, part.overturned) == (found.count(), *told), (facet.name, part.value)
            assert matching(part.overturned_search).qs.count() == part.overturned


@pytest.mark.django_db
def test_the_parts_of_one_valued_facets_are_all_of_a_search() -> None:
    random_corpus(random.Random(5))
    parts = breakdown("year", EVERYTHING, SqlFinder())
    assert sum(part.found for part in parts) == DisputedItem.objects.published().count()


@pytest.mark.django_db
def test_pages_have_no_parts_before_a_guideline_is_chosen() -> None:
    make_case(make_item())
    assert breakdown("page", EVERYTHING, SqlFinder()) == ()


def part(found: int, overturned: int = 0) -> Part:
    return Part("x", "x", EVERYTHING, found=found, decided=found, overturned=overturned)


def test_no_share_is_given_of_few() -> None:
    assert part(19, 5).share is None
    assert part(20, 5).share is not None


def test_the_highest_column_fills_the_drawing_and_the_others_are_in_proportion() -> None:
    drawn = columns_of([part(50), part(200, 20), part(0)])
    assert drawn is not None
    assert drawn.most == 200
    assert [each.height for each in drawn.columns] == ["25.00", "100.00", "0.00"]
    assert drawn.columns[1].overturned_height == "10.00"


def test_a_line_ends_where_there_is_no_share() -> None:
    drawn = line_of([part(100, 10), part(100, 12), part(5), part(100, 11), part(100, 9), part(100, 8)])
    assert drawn is not None
    assert len(drawn.points) == 5
    assert [path.count("L") for path in drawn.paths] == [1, 2]


@pytest.mark.parametrize("parts", [[], [part(0)], [part(19), part(40)]], ids=["none", "empty", "one share"])
def test_nothing_is_drawn_of_too_little(parts: list[Part]) -> None:
    assert line_of(parts) is None

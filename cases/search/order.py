"""The orders of a search, and the ways to show it; each order ends in the item's key, so that no two rows ever tie.

The items of a letter stand in their order. Best match goes by where the words stand (request, rationale, summary) and
within that newest first; the first thousand of these are put in order of rank.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQueryCombinable, SearchRank
from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from cases.models import DisputedItem
from cases.search.conditions import COLUMNS, stands
from cases.search.query import Node, placed_terms

SORTS = (
    ("relevance", "Best match"),
    ("newest", "Newest first"),
    ("oldest", "Oldest first"),
    ("overturned-first", "Overturned first"),
)
VIEWS = {
    "per": (("item", "Items"), ("letter", "Letters")),
    "rows": (("detailed", "Detailed"), ("compact", "Compact")),
    "size": (("20", "20"), ("50", "50"), ("100", "100")),
}
"""For each way to show results the values there are, the default first."""
PAGE_SIZE = 20
NEWEST = (F("case__decision_date").desc(nulls_last=True), F("case").desc(), F("pk").asc())
OLDEST = (F("case__decision_date").asc(nulls_last=True), F("case").asc(), F("pk").asc())
OVERTURNED = Case(When(outcome="overturned", then=Value(0)), default=Value(1), output_field=IntegerField())
RANKED = 1_000

Placed = tuple[int, int]
"""The key of an item and the number of the best place its words stand in."""


def default_sort(*, has_words: bool) -> str:
    """The order where none is chosen: best match needs words to match."""
    return "relevance" if has_words else "newest"


def in_order(items: "QuerySet[DisputedItem]", sort: str) -> "QuerySet[DisputedItem]":
    """`items` newest, oldest or overturned first; undated letters come last either way."""
    if sort == "overturned-first":
        return items.order_by(OVERTURNED, *NEWEST)
    return items.order_by(*(OLDEST if sort == "oldest" else NEWEST))


def by_place(items: "QuerySet[DisputedItem]", tree: Node | None) -> "QuerySet[DisputedItem, Placed]":
    """`items` by the best place that any word or phrase of the query stands in, then newest first."""
    asked = list(placed_terms(tree))
    found = [[stands(term, column) for term, places in asked if place in places] for place, column in COLUMNS.items()]
    whens = [When(reduce(or_, conditions), then=Value(number)) for number, conditions in enumerate(found) if conditions]
    place = Case(*whens, default=Value(len(COLUMNS)), output_field=IntegerField())
    return items.annotate(place=place).order_by("place", *NEWEST).values_list("pk", F("place"))


def by_rank(placed: Sequence[Placed], words: SearchQueryCombinable) -> list[int]:
    """The keys of `placed` by place, and within a place by how well the item fits the words."""
    summary = SearchRank(F("case__summary_words"), words, cover_density=True)
    own = SearchRank(F("request_words"), words, cover_density=True) + SearchRank(
        F("rationale_words"), words, cover_density=True
    )
    found = DisputedItem.objects.filter(pk__in=[key for key, _ in placed])
    ranks = dict(found.annotate(rank=own * Value(10.0) + summary).values_list("pk", "rank"))
    return [key for key, place in sorted(placed, key=lambda item: (item[1], -ranks.get(item[0], 0.0)))]

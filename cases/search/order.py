"""The orders of a search; each ends in the item's key, so that no two rows ever tie."""

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import OrderBy

from cases.models import DisputedItem

SORTS = (
    ("relevance", "Best match"),
    ("newest", "Newest first"),
    ("oldest", "Oldest first"),
    ("overturned-first", "Overturned first"),
)
NEWEST = (F("case__decision_date").desc(nulls_last=True), F("pk").desc())
OLDEST = (F("case__decision_date").asc(nulls_last=True), F("pk").asc())


def default_sort(*, has_words: bool) -> str:
    """The order where none is chosen: best match needs words to match."""
    return "relevance" if has_words else "newest"


def in_order(items: "QuerySet[DisputedItem]", sort: str, words: SearchQuery | None) -> "QuerySet[DisputedItem]":
    """`items` in the order of `sort`; undated letters come last either way."""
    if sort == "relevance" and words is not None:
        return items.order_by(*_relevance(words), *NEWEST)
    if sort == "overturned-first":
        overturned = Case(When(outcome="overturned", then=Value(0)), default=Value(1), output_field=IntegerField())
        return items.order_by(overturned, *NEWEST)
    return items.order_by(*(OLDEST if sort == "oldest" else NEWEST))


def _relevance(words: SearchQuery) -> tuple[OrderBy, ...]:
    # A word of the request outranks one of the rationale (weights A and B), and both outrank the summary.
    own = SearchRank(F("words"), words, weights=[0.0, 0.0, 0.3, 1.0])
    summary = SearchRank(F("case__words"), words)
    return (own.desc(), summary.desc())

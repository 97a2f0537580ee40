"""Entries as the truth has them: the number, keys, day and sets of each, read by ranges of numbers."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from cases.models import GuidelineCitation, SearchEntry
from cases.search.cited import CITATION_FACETS
from cases.search.sets.membership import ITEM_FACETS, citation_names, item_names

BATCH = 4_096
UNDATED = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its number, the keys of its item and case, the ordinal of its day (UNDATED: none) and its sets."""

    number: int
    item: int
    case: int
    day: int
    names: frozenset[str]


def read_entries(after: int, upto: int) -> Iterator[Entry]:
    """The living entries with numbers in `(after, upto]`, ascending."""
    for first in range(after, upto, BATCH):
        yield from _read(first, min(first + BATCH, upto))


def _read(after: int, upto: int) -> list[Entry]:
    columns = [f"item__{facet.kind.column}" for facet in ITEM_FACETS]
    living = SearchEntry.objects.filter(pk__gt=after, pk__lte=upto).order_by("pk")
    rows = list(living.values_list("pk", "item", "item__case", "item__case__decision_date", *columns))
    cited = _cited_names(after, upto)
    return [_entry(*row[:4], values=row[4:], cited=cited.get(row[1], set())) for row in rows]


def _entry(
    number: int, item: int, case: int, decided: datetime.date | None, *, values: tuple[object, ...], cited: set[str]
) -> Entry:
    row = {facet.kind.column: value for facet, value in zip(ITEM_FACETS, values, strict=True)}
    day = decided.toordinal() if decided else UNDATED
    return Entry(number, item, case, day, frozenset({*item_names(row), *cited}))


def _cited_names(after: int, upto: int) -> dict[int, set[str]]:
    columns = [facet.kind.column for facet in CITATION_FACETS]
    labelled = GuidelineCitation.objects.filter(cited_in="field", item__entry__pk__gt=after, item__entry__pk__lte=upto)
    names: dict[int, set[str]] = {}
    for item, *values in labelled.order_by().values_list("item", *columns):
        names.setdefault(item, set()).update(citation_names(dict(zip(columns, values, strict=True))))
    return names

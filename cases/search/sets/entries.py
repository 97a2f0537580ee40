"""Entries as the truth has them: the number, keys, day and sets of each, read by ranges of numbers."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.models import GuidelineCitation, SearchEntry
from cases.search.cited import CITATION_FACETS, ITEM_FACETS
from cases.search.kinds import CITED
from cases.search.sets.membership import citation_names, item_names

Citation = Mapping[str, Any]

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
    stored = dict.fromkeys(facet.kind.column for facet in ITEM_FACETS if facet.kind.column != CITED)
    living = SearchEntry.objects.filter(pk__gt=after, pk__lte=upto).order_by("pk")
    rows = living.values_list(
        "pk", "item", "item__case", "item__case__decision_date", *(f"item__{column}" for column in stored)
    )
    cited = _cited(after, upto)
    return [
        _entry(*row[:4], row=dict(zip(stored, row[4:], strict=True)), citations=cited.get(row[1], []))
        for row in list(rows)
    ]


def _entry(
    number: int,
    item: int,
    case: int,
    decided: datetime.date | None,
    *,
    row: dict[str, object],
    citations: Sequence[Citation],
) -> Entry:
    row[CITED] = [(citation["cited_by"], citation["guideline"]) for citation in citations]
    names = {*item_names(row), *(name for citation in citations for name in citation_names(citation))}
    return Entry(number, item, case, decided.toordinal() if decided else UNDATED, frozenset(names))


def _cited(after: int, upto: int) -> dict[int, list[Citation]]:
    """The labelled citations of each item, by the columns that facets read."""
    columns = [facet.kind.column for facet in CITATION_FACETS]
    labelled = GuidelineCitation.objects.filter(cited_in="field", item__entry__pk__gt=after, item__entry__pk__lte=upto)
    cited: dict[int, list[Citation]] = {}
    for item, *values in labelled.order_by().values_list("item", *columns):
        cited.setdefault(item, []).append(dict(zip(columns, values, strict=True)))
    return cited

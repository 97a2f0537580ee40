"""Entries as the truth has them: the number, keys, day and sets of each, read by ranges of numbers."""

import datetime
import functools
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from cases.models import GuidelineCitation, SearchEntry
from cases.search.cited import CITATION_FACETS, ITEM_FACETS
from cases.search.kinds import CITED
from cases.search.sets.membership import citation_names, item_names

CITATION_COLUMNS = tuple(facet.kind.column for facet in CITATION_FACETS)
SIDE, GUIDELINE = CITATION_COLUMNS.index("cited_by"), CITATION_COLUMNS.index("guideline")
Citation = tuple[Hashable, ...]
"""What the facets read of a citation, in the order of CITATION_COLUMNS."""

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
    row[CITED] = [(citation[SIDE], citation[GUIDELINE]) for citation in citations]
    names = frozenset(item_names(row)).union(*map(_names_of, citations))
    return Entry(number, item, case, decided.toordinal() if decided else UNDATED, names)


@functools.lru_cache(maxsize=50_000)
def _names_of(citation: Citation) -> frozenset[str]:
    """The sets of an item by one citation; kept, as the same few thousand citations come again and again."""
    return frozenset(citation_names(dict(zip(CITATION_COLUMNS, citation, strict=True))))


def _cited(after: int, upto: int) -> dict[int, list[Citation]]:
    """The labelled citations of each item."""
    labelled = GuidelineCitation.objects.filter(cited_in="field", item__entry__pk__gt=after, item__entry__pk__lte=upto)
    cited: dict[int, list[Citation]] = {}
    for item, *values in labelled.order_by().values_list("item", *CITATION_COLUMNS):
        citation = tuple(tuple(value) if isinstance(value, list) else value for value in values)
        cited.setdefault(item, []).append(citation)
    return cited

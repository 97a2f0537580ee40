"""What a peer indexes of each item: its words, its place among the newest, and its values of every facet."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.models import DisputedItem, GuidelineCitation
from cases.search.cited import CITATION_FACETS, ITEM_FACETS
from cases.search.facets import FACETS, Facet
from cases.search.kinds import CITED
from cases.search.sets.membership import scheme

BATCH = 4_000
CASE_BITS, ITEM_BITS = 32, 10
"""A day stands before the key of a case, and that before the place of an item in it, as in the order of the page."""
FORM = "2"
"""Changes with how documents are made."""

GUIDELINE = "guideline"
OF_GUIDELINE = tuple(facet for facet in CITATION_FACETS if facet.name != GUIDELINE)
"""Facets that are counted beside one guideline, once that is chosen: their values are kept in pairs with it."""

Values = Mapping[str, set[str]]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One item; `values` has the names of `FIELDS`."""

    key: int
    newest: int
    texts: tuple[str, str, str]
    values: Values


def pair_field(facet: str) -> str:
    """The field whose values are `guideline|value`, of the same citation."""
    return f"{GUIDELINE}_{facet}"


FIELDS = (*(facet.name for facet in FACETS if not facet.needs), *(pair_field(facet.name) for facet in OF_GUIDELINE))


def fingerprint() -> str:
    """Changes with whatever decides how documents are made of the same tables."""
    return FORM + scheme()


def documents() -> Iterator[list[Document]]:
    """Every published item, in batches."""
    columns = [facet.kind.column for facet in ITEM_FACETS if facet.kind.column != CITED]
    told = ("pk", "case__decision_date", "case", "position", "request", "rationale", "case__summary")
    items = DisputedItem.objects.published().order_by("pk").values_list(*told, *columns)
    last = 0
    while batch := list(items.filter(pk__gt=last)[:BATCH]):
        cited = _cited(batch[0][0], batch[-1][0])
        last = batch[-1][0]
        yield [
            Document(
                key=key,
                newest=_newest(day, case, position),
                texts=(request, rationale, summary),
                values=_values(dict(zip(columns, row, strict=True)), cited.get(key, [])),
            )
            for key, day, case, position, request, rationale, summary, *row in batch
        ]


def _newest(day: datetime.date | None, case: int, position: int) -> int:
    """The greatest is the newest; the items of a letter follow in their order."""
    letter = ((day.toordinal() + 1 if day else 0) << CASE_BITS) + case
    return ((letter + 1) << ITEM_BITS) - position


def _cited(first: int, last: int) -> dict[int, list[Row]]:
    """The labelled citations of each item, as what facets read of them."""
    columns = [facet.kind.column for facet in CITATION_FACETS]
    rows = GuidelineCitation.objects.filter(cited_in="field", item__gte=first, item__lte=last)
    found: dict[int, list[Row]] = {}
    for item, *row in rows.values_list("item", *columns):
        found.setdefault(item, []).append(dict(zip(columns, row, strict=True)))
    return found


def _values(row: Row, citations: Sequence[Row]) -> Values:
    row[CITED] = [(each["cited_by"], each["guideline"]) for each in citations]
    found = {facet.name: set(facet.kind.values(row[facet.kind.column])) for facet in ITEM_FACETS}
    for citation in citations:
        _add(found, {facet: set(facet.kind.values(citation[facet.kind.column])) for facet in CITATION_FACETS})
    return found


def _add(found: dict[str, set[str]], values: Mapping[Facet, set[str]]) -> None:
    guidelines = next(each for facet, each in values.items() if facet.name == GUIDELINE)
    for facet, each in values.items():
        if not facet.needs:
            found.setdefault(facet.name, set()).update(each)
        if facet in OF_GUIDELINE:
            pairs = found.setdefault(pair_field(facet.name), set())
            pairs.update(f"{guideline}|{value}" for guideline in guidelines for value in each)

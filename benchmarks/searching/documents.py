"""What a peer indexes of each item: its words, its place among the newest, and its values of every facet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases.models import DisputedItem, GuidelineCitation
from cases.search.facets import FACETS, Facet
from cases.search.sets.membership import scheme

BATCH = 4_000
DAY_BITS = 38  # a day stands before the key of an item, as in the order of the page

ITEM_FACETS = tuple(facet for facet in FACETS if not facet.kind.of_citation)
CITATION_FACETS = tuple(facet for facet in FACETS if facet.kind.of_citation)
GUIDELINE = "guideline"
OF_GUIDELINE = tuple(facet for facet in CITATION_FACETS if facet.name != GUIDELINE)
"""Facets that are counted beside one guideline, once that is chosen: their values are kept in pairs with it."""

Values = Mapping[str, set[str]]


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
    return scheme()


def documents() -> Iterator[list[Document]]:
    """Every published item, in batches."""
    columns = [facet.kind.column for facet in ITEM_FACETS]
    told = ("pk", "case__decision_date", "request", "rationale", "case__summary")
    items = DisputedItem.objects.published().order_by("pk").values_list(*told, *columns)
    last = 0
    while batch := list(items.filter(pk__gt=last)[:BATCH]):
        cited = _cited(batch[0][0], batch[-1][0])
        last = batch[-1][0]
        yield [
            Document(
                key=key,
                newest=((day.toordinal() + 1 if day else 0) << DAY_BITS) + key,
                texts=(request, rationale, summary),
                values={**_of_item(row), **cited.get(key, {})},
            )
            for key, day, request, rationale, summary, *row in batch
        ]


def _of_item(row: list[object]) -> Values:
    return {facet.name: set(facet.kind.values(value)) for facet, value in zip(ITEM_FACETS, row, strict=True)}


def _cited(first: int, last: int) -> dict[int, dict[str, set[str]]]:
    columns = [facet.kind.column for facet in CITATION_FACETS]
    rows = GuidelineCitation.objects.filter(cited_in="field", item__gte=first, item__lte=last)
    found: dict[int, dict[str, set[str]]] = {}
    for item, *row in rows.values_list("item", *columns):
        values = {facet: set(facet.kind.values(value)) for facet, value in zip(CITATION_FACETS, row, strict=True)}
        _add(found.setdefault(item, {}), values)
    return found


def _add(found: dict[str, set[str]], values: Mapping[Facet, set[str]]) -> None:
    guidelines = next(each for facet, each in values.items() if facet.name == GUIDELINE)
    for facet, each in values.items():
        if not facet.needs:
            found.setdefault(facet.name, set()).update(each)
        if facet in OF_GUIDELINE:
            pairs = found.setdefault(pair_field(facet.name), set())
            pairs.update(f"{guideline}|{value}" for guideline in guidelines for value in each)

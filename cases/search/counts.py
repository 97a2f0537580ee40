"""Facet counts: for each value how many items there are, the facet's own choice left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.search.facets import FACETS, Facet
from cases.search.finder import Finder
from cases.search.params import SearchParams


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value as offered: its count is the number of results with it as the facet's one choice."""

    value: str
    label: str
    count: int
    selected: bool
    level: int = 0


@dataclass(frozen=True, slots=True)
class FacetBlock:
    """One facet with the values that have results, and those that are chosen."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    chosen: int

    @property
    def is_open(self) -> bool:
        """Whether something of it is chosen."""
        return self.chosen > 0


def count_facets(params: SearchParams, finder: Finder) -> tuple[FacetBlock, ...]:
    """Every facet of the registry that can be counted now, in its order."""
    counted = (facet for facet in FACETS if not facet.needs or params.chosen.get(facet.needs))
    return tuple(block(facet, params, finder) for facet in counted)


def block(facet: Facet, params: SearchParams, finder: Finder) -> FacetBlock:
    """One facet, counted without its own choice."""
    chosen = params.chosen.get(facet.name, ())
    others = params.without(facet.name)
    counts = dict(finder.counts(facet, others))
    counts |= {value: finder.total(others.choosing(facet.name, value)) for value in chosen if value not in counts}
    offered = {*chosen, *(value for value, count in counts.items() if count)}
    values = tuple(_value(facet, value, counts, chosen) for value in _ordered(facet, offered, counts))
    return FacetBlock(facet.name, facet.label, values, len(chosen))


def _value(facet: Facet, value: str, counts: Mapping[str, int], chosen: Iterable[str]) -> FacetValue:
    level = 1 if facet.groups and value in facet.groups() else 0
    return FacetValue(value, facet.label_of(value), counts.get(value, 0), value in chosen, level)


def _ordered(facet: Facet, values: set[str], counts: Mapping[str, int]) -> list[str]:
    """Groups by their total, each before its members; elsewhere the most frequent first, or in their natural order."""
    groups = facet.groups() if facet.groups else {}

    def place(value: str) -> tuple[int, str, bool, int, str]:
        group = groups.get(value, value) if groups else ""
        count = 0 if facet.in_natural_order else -counts.get(value, 0)
        return (-counts.get(group, 0), group, value in groups, count, facet.label_of(value).rjust(9, "0"))

    return sorted(values, key=place)

"""Facet counts: for each value how many items there are, the facet's own choice left out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from cases.search.facets import EXCLUDED, FACETS, Facet
from cases.search.finder import Finder
from cases.search.kinds import UNKNOWN
from cases.search.params import SearchParams


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value as offered: its count is the number of results with it as the facet's one choice.

    A value that is left out has a minus sign before it, and its count is what it leaves out.
    """

    value: str
    label: str
    count: int
    selected: bool
    level: int = 0

    @property
    def is_excluded(self) -> bool:
        """Whether it is left out."""
        return self.value.startswith(EXCLUDED)


@dataclass(frozen=True, slots=True)
class FacetBlock:
    """One facet with the values that have results, and those that are chosen or left out.

    Of one that is not counted there are only the latter, and their counts say nothing.
    """

    name: str
    label: str
    values: tuple[FacetValue, ...]
    chosen: int
    is_counted: bool = True

    @property
    def is_open(self) -> bool:
        """Whether something of it is chosen or left out."""
        return self.chosen > 0


def count_facets(
    params: SearchParams, finder: Finder, has_time: Callable[[], bool] = lambda: True
) -> tuple[FacetBlock, ...]:
    """Every facet of the registry that can be counted now, in its order; not counted are those when time is up."""
    blocks = {}
    for facet in sorted(FACETS, key=lambda facet: bool(facet.needs)):  # what may take long comes last
        if not facet.needs or params.chosen.get(facet.needs):
            blocks[facet.name] = block(facet, params, finder) if has_time() else uncounted(facet, params)
    return tuple(blocks[facet.name] for facet in FACETS if facet.name in blocks)


def uncounted(facet: Facet, params: SearchParams) -> FacetBlock:
    """A facet with nothing but what is chosen of it and left out."""
    choices = params.choices(facet.name)
    values = tuple(FacetValue(value, facet.label_of(value), 0, selected=True) for value in choices)
    return FacetBlock(facet.name, facet.label, values, len(choices), is_counted=False)


def block(facet: Facet, params: SearchParams, finder: Finder) -> FacetBlock:
    """One facet, counted without its own choice, but without what it leaves out too: those left out, then the rest."""
    chosen = params.chosen.get(facet.name, ())
    others = params.unchosen(facet.name)
    counts = dict(finder.counts(facet, others))
    counts |= {value: finder.total(others.choosing(facet.name, value)) for value in chosen if value not in counts}
    offered = {*chosen, *(value for value, count in counts.items() if count and facet.can_choose(value))}
    values = [_value(facet, value, counts, chosen) for value in _ordered(facet, offered, counts)]
    return FacetBlock(
        facet.name, facet.label, (*_excluded(facet, params, finder), *values), len(params.choices(facet.name))
    )


def _excluded(facet: Facet, params: SearchParams, finder: Finder) -> Iterator[FacetValue]:
    for value in params.unchosen(facet.name).choices(facet.name):
        left_out = finder.total(params.without(facet.name, value)) - finder.total(params)
        yield FacetValue(value, facet.label_of(value), left_out, selected=True)


def _value(facet: Facet, value: str, counts: Mapping[str, int], chosen: Iterable[str]) -> FacetValue:
    level = 1 if facet.groups and value in facet.groups() else 0
    return FacetValue(value, facet.label_of(value), counts.get(value, 0), value in chosen, level)


def _ordered(facet: Facet, values: set[str], counts: Mapping[str, int]) -> list[str]:
    """Groups by their total, each before its members; elsewhere the most frequent first, or in their natural order.

    What is not stated comes last.
    """
    groups = facet.groups() if facet.groups else {}

    natural = list(facet.known())

    def place(value: str) -> tuple[bool, int, str, bool, int, str]:
        group = groups.get(value, value) if groups else ""
        count = -counts.get(value, 0)
        if facet.in_natural_order:
            count = natural.index(value) if value in natural else 0
        label = facet.label_of(value).rjust(9, "0")
        return (value == UNKNOWN, -counts.get(group, 0), group, value in groups, count, label)

    return sorted(values, key=place)

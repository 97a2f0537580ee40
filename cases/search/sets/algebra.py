"""A search as set algebra over one snapshot."""

import itertools
import math
from collections.abc import Collection, Sequence
from functools import reduce
from operator import and_, or_

import numpy as np
from pyroaring import BitMap

from cases.models import SearchEntry
from cases.search.case_numbers import spellings
from cases.search.cited import CITATION_FACETS, ITEM_FACETS, Parts, chosen_parts, field_parts, others, together
from cases.search.facets import Facet, by_name
from cases.search.params import SearchParams
from cases.search.query import PLACES, And, CaseNumber, Field, In, Near, Node, Not, Or, Phrase, Prefix, Word
from cases.search.sets.membership import ANY, EAGER, LAZY, cited_name, parts_of, value_name
from cases.search.sets.snapshot import NOTHING, Snapshot
from cases.search.sets.words import WordSets

MOST_GUESSED = 2_000
"""Names of sets that are put together from what is asked; where they would be more, the existing ones are sought."""


class Algebra:
    """Turns searches into sets of living entries, as one snapshot and the kept sets of words have them."""

    def __init__(self, snapshot: Snapshot, words: WordSets) -> None:
        self.snapshot = snapshot
        self.words = words

    def found(self, params: SearchParams) -> BitMap:
        """The entries that fulfil `params`."""
        found = self.regardless_of_citations(params)
        asked = cited_parts(params)
        return found & self.cited(asked) if asked else found

    def regardless_of_citations(self, params: SearchParams) -> BitMap:
        """The entries that fulfil all of `params` but its citation facets and the citation fields of its query."""
        found = self.snapshot.live
        for facet in ITEM_FACETS:
            if values := params.chosen.get(facet.name):
                found = found & self.any_of(facet, values)
        for name, values in params.excluded.items():
            found = found - self.having(by_name()[name], values)
        for node in others(params.tree):
            found = found & self.of(node)
        if params.decided_after or params.decided_before:
            found = found & self.decided(params)
        return found

    def any_of(self, facet: Facet, values: Sequence[str]) -> BitMap:
        """The entries with any value of a facet of the item."""
        return BitMap.union(NOTHING, *(self.snapshot.get(value_name(facet.name, value)) for value in values))

    def having(self, facet: Facet, values: Sequence[str]) -> BitMap:
        """The entries with any value of a facet, be it theirs or that of one of their citations."""
        return self.cited({facet.name: values}) if facet.kind.of_citation else self.any_of(facet, values)

    def cited(self, asked: Parts) -> BitMap:
        """The entries with one citation that has, of every facet in `asked`, one of its values."""
        return self.union(self.names_of(asked))

    def union(self, names: Collection[str]) -> BitMap:
        """The entries in any of the sets of some names."""
        self.snapshot.need(names)
        return BitMap.union(NOTHING, *(self.snapshot.get(name) for name in names))

    def names_of(self, asked: Parts) -> Collection[str]:
        """The sets whose union are the items with one citation that fulfils `asked`."""
        parts = parts_asked(asked)
        if math.prod(map(len, parts)) <= MOST_GUESSED:
            return [cited_name(each) for each in itertools.product(*parts)]
        return [name for name in self.known_names(asked) if fits(parts_of(name), parts)]

    def known_names(self, asked: Parts) -> Collection[str]:
        """The existing sets of citations that name the guidelines in `asked`, and a page or section if `asked` does."""
        prefixes = [f"{guideline}|" for guideline in parts_asked(asked)[0]]
        if any(facet.needs and facet.name in asked for facet in CITATION_FACETS):
            return self.snapshot.lazy_names([f"{LAZY}{prefix}" for prefix in prefixes])
        return [f"{EAGER}{rest}" for rest in self.snapshot.values(EAGER) if rest.startswith(tuple(prefixes))]

    def of(self, node: Node, places: Sequence[str] = PLACES) -> BitMap:
        """The entries that fulfil a query tree, whose words must stand in any of `places`."""
        match node:
            case Word() | Phrase() | Prefix() | Near():
                found = [self.words.of_place(node, place, self.snapshot.seen) for place in places]
                return BitMap.union(NOTHING, *found) & self.snapshot.live
            case Field(name, value):
                return self._of_field(by_name()[name], value)
            case CaseNumber(number):
                return entries_of_case(number) & self.snapshot.live
            case In(place, inner):
                return self.of(inner, [place])
            case Not(inner):
                return self.snapshot.live - self.of(inner, places)
            case And() | Or():
                return self._of_several(node, places)

    def _of_several(self, node: And | Or, places: Sequence[str]) -> BitMap:
        if isinstance(node, Or):
            return reduce(or_, [self.of(inner, places) for inner in node.nodes])
        asked = field_parts(node)
        together = [self.cited(asked) & self.snapshot.live] if asked else []
        return reduce(and_, [*(self.of(inner, places) for inner in others(node)), *together])

    def decided(self, params: SearchParams) -> BitMap:
        """The entries decided within the dates of `params`."""
        first = params.decided_after.toordinal() if params.decided_after else 0
        last = params.decided_before.toordinal() if params.decided_before else np.iinfo(np.int32).max
        days = self.snapshot.days
        return BitMap(np.flatnonzero((days >= first) & (days <= last)).astype(np.uint32))

    def _of_field(self, facet: Facet, value: str) -> BitMap:
        return self.having(facet, [value]) & self.snapshot.live


def entries_of_case(number: str) -> BitMap:
    """The entries of the letter with a number, asked of its index."""
    items = SearchEntry.objects.filter(item__case__case_number__in=spellings(number))
    return BitMap(items.values_list("pk", flat=True))


def parts_asked(asked: Parts) -> list[Collection[str]]:
    """For each citation facet the parts that the name of a set may have to fulfil `asked`."""
    return [_named(facet, asked[facet.name]) if facet.name in asked else (ANY,) for facet in CITATION_FACETS]


def fits(parts: Sequence[str], asked: Sequence[Collection[str]], *, but: int = -1) -> bool:
    """Whether each part of a name, `but` one, is among those asked."""
    return all(at == but or part in asked[at] for at, part in enumerate(parts))


def _named(facet: Facet, values: Collection[str]) -> Collection[str]:
    # A range of pages has no set of its own; a family of guidelines has.
    return facet.kind.leaves(values) if facet.needs else values


def cited_parts(params: SearchParams) -> Parts:
    """What one citation must have for a whole search."""
    return together(chosen_parts(params.chosen), field_parts(params.tree))

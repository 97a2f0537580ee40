"""Finding by sets: totals, pages and counts, equal in every figure to the plain-SQL way."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from django.contrib.postgres.search import SearchQueryCombinable
from pyroaring import BitMap

from cases.search.cited import CITATION_FACETS, Parts, together
from cases.search.conditions import ranking_query
from cases.search.facets import Facet
from cases.search.order import RANKED, by_rank
from cases.search.params import SearchParams
from cases.search.query import PLACES, placed_terms
from cases.search.sets.algebra import Algebra, cited_names, cited_parts
from cases.search.sets.membership import ANY, EAGER, LAZY, parts_of, value_name
from cases.search.sets.snapshot import NOTHING, Snapshot
from cases.search.sets.words import WordSets


class SetFinder:
    """Answers the searches of one request from one snapshot."""

    def __init__(self, snapshot: Snapshot, words: WordSets) -> None:
        self.snapshot = snapshot
        self.algebra = Algebra(snapshot, words)
        self.words = words

    def total(self, params: SearchParams) -> int:
        return len(self._found(params))

    def keys(self, params: SearchParams, start: int, stop: int) -> list[int]:
        found = self._found(params)
        words = ranking_query(params.tree)
        if params.order == "relevance" and words is not None:
            return self._best_matches(params, words, start, stop)
        runs = [found]
        if params.order == "overturned-first":
            overturned = self.snapshot.get(value_name("outcome", "overturned"))
            runs = [found & overturned, found - overturned]
        return self._items(self.snapshot.sorting().page(runs, start, stop, oldest=params.order == "oldest"))

    def counts(self, facet: Facet, params: SearchParams) -> Mapping[str, int]:
        count = self._cited_counts if facet.kind.of_citation else self._item_counts
        return self.snapshot.counted.get((facet.name, _question(params)), lambda: count(facet, params))

    def _found(self, params: SearchParams) -> BitMap:
        return self.snapshot.found.get(_question(params), lambda: self.algebra.found(params))

    def _best_matches(self, params: SearchParams, words: SearchQueryCombinable, start: int, stop: int) -> list[int]:
        sorting, tiers = self.snapshot.sorting(), self._tiers(self._found(params), params)

        def best() -> list[int]:
            firsts = (self._items(sorting.page([tier], 0, RANKED)) for tier in tiers)
            placed = [(key, place) for place, keys in enumerate(firsts) for key in keys]
            return by_rank(placed[:RANKED], words)

        ranked = self.snapshot.counted.get(("ranked", _question(params)), best) if start < RANKED else []
        return ranked[start:stop] + self._items(sorting.page(tiers, max(start, RANKED), stop))

    def _tiers(self, found: BitMap, params: SearchParams) -> list[BitMap]:
        """What was found, by the best place that any word of the query stands in."""
        asked, tiers = list(placed_terms(params.tree)), []
        for place in PLACES:
            sets = [self.words.of_place(term, place, self.snapshot.seen) for term, where in asked if place in where]
            tiers.append(BitMap.union(NOTHING, *sets) & found)
            found = found - tiers[-1]
        return [*tiers, found]

    def _item_counts(self, facet: Facet, params: SearchParams) -> Mapping[str, int]:
        found = self._found(params)
        named = self.snapshot.values(value_name(facet.name, "")).items()
        return {value: n for value, members in named if (n := members.intersection_cardinality(found))}

    def _cited_counts(self, facet: Facet, params: SearchParams) -> Mapping[str, int]:
        """A value is counted by the items with one citation that has it and all else that a citation must have."""
        items = self.algebra.regardless_of_citations(params)
        asked = cited_parts(params)
        parts = {value: together({facet.name: [value]}, asked) for value in self._offered(facet, asked)}
        self.snapshot.need(name for part in parts.values() for name in cited_names(part))
        counts = {v: self.algebra.cited(part).intersection_cardinality(items) for v, part in parts.items()}
        return {value: count for value, count in counts.items() if count}

    def _offered(self, facet: Facet, asked: Parts) -> set[str]:
        """The values of a citation facet that there are at all (of a paged one: beside the value it needs)."""
        if facet.needs:
            prefixes = [f"{LAZY}{value}|" for value in asked.get(facet.needs, (ANY,))]
            names = self.snapshot.lazy_names(prefixes)
        else:
            prefixes = [EAGER]
            names = set(self.snapshot.sets)
        place = CITATION_FACETS.index(facet)
        return {parts_of(name)[place] for name in names if name.startswith(tuple(prefixes))} - {ANY}

    def _items(self, entries: npt.NDArray[np.int64]) -> list[int]:
        return [int(key) for key in self.snapshot.keys[entries]]


def _question(params: SearchParams) -> str:
    """What decides which items a search finds."""
    return replace(params, sort="", after=0).to_query()

"""Finding by sets: totals, pages and counts, equal in every figure to the plain-SQL way."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from cases.search.cited import CITATION_FACETS, Parts, together
from cases.search.conditions import ranking_query
from cases.search.facets import Facet
from cases.search.order import RANKED, Placed, ranked_page
from cases.search.params import SearchParams
from cases.search.query import PLACES, placed_terms
from cases.search.sets.algebra import Algebra, cited_names, cited_parts
from cases.search.sets.membership import ANY, EAGER, LAZY, parts_of, value_name
from cases.search.sets.snapshot import NOTHING, Snapshot
from cases.search.sets.words import WordSets

DAY_BITS = 38
"""A sort key is a day before a key of an item; no site will hold 2**38 items."""

LATER_THAN_ANY_DAY = 1 << 22

SortKeys = npt.NDArray[np.int64]


class SetFinder:
    """Answers the searches of one request from one snapshot."""

    def __init__(self, snapshot: Snapshot, words: WordSets) -> None:
        self.snapshot = snapshot
        self.algebra = Algebra(snapshot, words)
        self.words = words
        self.sets: dict[str, BitMap] = {}

    def total(self, params: SearchParams) -> int:
        return len(self._found(params))

    def keys(self, params: SearchParams, start: int, stop: int) -> list[int]:
        found = self._found(params)
        words = ranking_query(params.tree)
        if params.order != "relevance" or words is None:
            return self._items(found, self._sort_keys(found, params.order), start, stop)
        places = self._places(found, params)
        numbers = _numbers(found)
        first_by_place = _newest_first(self.snapshot, numbers) - (places << 61)

        def rest(start: int, stop: int) -> list[int]:
            return self._items(found, first_by_place, start, stop)

        first = _best(first_by_place, 0, RANKED)
        placed: list[Placed] = [(int(self.snapshot.keys[numbers[at]]), int(places[at])) for at in first]
        return ranked_page(placed, rest, words, start, stop)

    def counts(self, facet: Facet, params: SearchParams) -> Mapping[str, int]:
        if not facet.kind.of_citation:
            found = self._found(params)
            prefix = value_name(facet.name, "")
            named = ((name, members) for name, members in self.snapshot.sets.items() if name.startswith(prefix))
            return {name[len(prefix) :]: n for name, members in named if (n := members.intersection_cardinality(found))}
        return self._cited_counts(facet, params)

    def _found(self, params: SearchParams) -> BitMap:
        address = params.at(0).to_query()
        if address not in self.sets:
            self.sets[address] = self.algebra.found(params)
        return self.sets[address]

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

    def _places(self, found: BitMap, params: SearchParams) -> SortKeys:
        """For each found entry the number of the best place that any word of the query stands in."""
        numbers = _numbers(found)
        places = np.full(len(numbers), len(PLACES), np.int64)
        asked = list(placed_terms(params.tree))
        for number, place in reversed(list(enumerate(PLACES))):
            sets = [self.words.of_place(term, place, self.snapshot.seen) for term, where in asked if place in where]
            having = BitMap.union(NOTHING, *sets)
            places[np.isin(numbers, _numbers(having & found), assume_unique=True)] = number
        return places

    def _sort_keys(self, found: BitMap, sort: str) -> SortKeys:
        """Keys whose greatest comes first."""
        numbers = _numbers(found)
        if sort == "oldest":
            days = self.snapshot.days[numbers].astype(np.int64)
            days[days < 0] = LATER_THAN_ANY_DAY
            return -((days << DAY_BITS) + self.snapshot.keys[numbers])
        keys = _newest_first(self.snapshot, numbers)
        if sort == "overturned-first":
            overturned = _numbers(found & self.snapshot.get(value_name("outcome", "overturned")))
            keys[np.isin(numbers, overturned, assume_unique=True)] += 1 << 61
        return keys

    def _items(self, found: BitMap, sort_keys: SortKeys, start: int, stop: int) -> list[int]:
        numbers = _numbers(found)
        return [int(self.snapshot.keys[numbers[at]]) for at in _best(sort_keys, start, stop)]


def _only(parts: tuple[str, ...], place: int) -> bool:
    return all(bool(part) == (at == place) for at, part in enumerate(parts))


def _numbers(members: BitMap) -> npt.NDArray[np.int64]:
    return np.frombuffer(members.to_array(), np.uint32).astype(np.int64)


def _newest_first(snapshot: Snapshot, numbers: npt.NDArray[np.int64]) -> SortKeys:
    """Keys whose greatest is the newest; undated entries come last."""
    return ((snapshot.days[numbers].astype(np.int64) + 1) << DAY_BITS) + snapshot.keys[numbers]


def _best(sort_keys: SortKeys, start: int, stop: int) -> npt.NDArray[np.int64]:
    """The places of the greatest keys from `start` to `stop`, greatest first."""
    stop = min(stop, len(sort_keys))
    if start >= stop:
        return np.empty(0, np.int64)
    top = np.argpartition(-sort_keys, stop - 1)[:stop] if stop < len(sort_keys) else np.arange(stop)
    return top[np.argsort(-sort_keys[top])][start:]

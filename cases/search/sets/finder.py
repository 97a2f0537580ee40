"""Finding by sets: totals, pages and counts, equal in every figure to the plain-SQL way."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from cases.search.cited import CITATION_FACETS, Parts, together
from cases.search.conditions import ranking_query
from cases.search.facets import Facet
from cases.search.order import PLACES, RANKED, Placed, ranked_page
from cases.search.params import SearchParams
from cases.search.population import Population
from cases.search.query import terms
from cases.search.sets.algebra import Algebra, cited_names, cited_parts
from cases.search.sets.letters import Numbers, best_keys, entries_by_case, numbers_of, population_of
from cases.search.sets.membership import ANY, EAGER, LAZY, parts_of, value_name
from cases.search.sets.snapshot import NOTHING, Snapshot
from cases.search.sets.words import WordSets

DAY_BITS = 38
"""A sort key is a day before a key of an item; no site will hold 2**38 items."""

LATER_THAN_ANY_DAY = 1 << 22
FIRST_OF_ALL = 1 << 62
"""A sort key above all that are made of days."""


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
        sort_keys, placed = self._by_place(found, params)

        def rest(start: int, stop: int) -> list[int]:
            return self._items(found, sort_keys, start, stop)

        return ranked_page(placed.values(), rest, words, start, stop)

    def letters(self, params: SearchParams, start: int, stop: int) -> list[list[int]]:
        found = self._found(params)
        numbers, sort_keys = numbers_of(found), self._keys_of_all(found, params)
        cases = self.snapshot.cases[numbers]
        each, best = best_keys(cases, sort_keys)
        chosen = [int(each[at]) for at in _best(best, start, stop)]
        places = entries_by_case(chosen, cases, sort_keys)
        return [[int(key) for key in self.snapshot.keys[numbers[of_letter]]] for of_letter in places]

    def population(self, params: SearchParams) -> Population:
        return population_of(self._found(params), self.snapshot)

    def counts(self, facet: Facet, params: SearchParams) -> Mapping[str, int]:
        if not facet.kind.of_citation:
            found = self._found(params)
            prefix = value_name(facet.name, "")
            named = ((name, members) for name, members in self.snapshot.sets.items() if name.startswith(prefix))
            return {name[len(prefix) :]: n for name, members in named if (n := members.intersection_cardinality(found))}
        return self._cited_counts(facet, params)

    def _found(self, params: SearchParams) -> BitMap:
        address = replace(params.bare(), sort="").to_query()
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

    def _keys_of_all(self, found: BitMap, params: SearchParams) -> Numbers:
        """Keys whose greatest comes first, of all found entries; those that are ranked come in order of rank."""
        words = ranking_query(params.tree)
        if params.order != "relevance" or words is None:
            return self._sort_keys(found, params.order)
        sort_keys, placed = self._by_place(found, params)
        at = {item: place for place, (item, _) in placed.items()}
        for rank, item in enumerate(ranked_page(placed.values(), lambda *_: [], words, 0, RANKED)):
            sort_keys[at[item]] = FIRST_OF_ALL - rank
        return sort_keys

    def _by_place(self, found: BitMap, params: SearchParams) -> tuple[Numbers, dict[int, Placed]]:
        """Keys whose greatest has its words in the best place; and, where they stand in `found`, the first RANKED."""
        places, numbers = self._places(found, params), numbers_of(found)
        sort_keys = _newest_first(self.snapshot, numbers) - (places << 61)
        first = _best(sort_keys, 0, RANKED)
        return sort_keys, {int(at): (int(self.snapshot.keys[numbers[at]]), int(places[at])) for at in first}

    def _places(self, found: BitMap, params: SearchParams) -> Numbers:
        """For each found entry the number of the best place that any word of the query stands in."""
        numbers = numbers_of(found)
        places = np.full(len(numbers), len(PLACES), np.int64)
        for place in reversed(range(len(PLACES))):
            having = BitMap.union(
                NOTHING, *(self.words.of_place(t, PLACES[place], self.snapshot.seen) for t in terms(params.tree))
            )
            places[np.isin(numbers, numbers_of(having & found), assume_unique=True)] = place
        return places

    def _sort_keys(self, found: BitMap, sort: str) -> Numbers:
        """Keys whose greatest comes first."""
        numbers = numbers_of(found)
        if sort == "oldest":
            days = self.snapshot.days[numbers].astype(np.int64)
            days[days < 0] = LATER_THAN_ANY_DAY
            return -((days << DAY_BITS) + self.snapshot.keys[numbers])
        keys = _newest_first(self.snapshot, numbers)
        if sort == "overturned-first":
            overturned = numbers_of(found & self.snapshot.get(value_name("outcome", "overturned")))
            keys[np.isin(numbers, overturned, assume_unique=True)] += 1 << 61
        return keys

    def _items(self, found: BitMap, sort_keys: Numbers, start: int, stop: int) -> list[int]:
        numbers = numbers_of(found)
        return [int(self.snapshot.keys[numbers[at]]) for at in _best(sort_keys, start, stop)]


def _only(parts: tuple[str, ...], place: int) -> bool:
    return all(bool(part) == (at == place) for at, part in enumerate(parts))


def _newest_first(snapshot: Snapshot, numbers: npt.NDArray[np.int64]) -> Numbers:
    """Keys whose greatest is the newest; undated entries come last."""
    return ((snapshot.days[numbers].astype(np.int64) + 1) << DAY_BITS) + snapshot.keys[numbers]


def _best(sort_keys: Numbers, start: int, stop: int) -> npt.NDArray[np.int64]:
    """The places of the greatest keys from `start` to `stop`, greatest first."""
    stop = min(stop, len(sort_keys))
    if start >= stop:
        return np.empty(0, np.int64)
    top = np.argpartition(-sort_keys, stop - 1)[:stop] if stop < len(sort_keys) else np.arange(stop)
    return top[np.argsort(-sort_keys[top])][start:]

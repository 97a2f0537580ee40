"""Finding by sets: totals, pages and counts, equal in every figure to the plain-SQL way."""

import math
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from django.contrib.postgres.search import SearchQueryCombinable
from pyroaring import BitMap

from cases.search.cited import CITATION_FACETS, Parts, leaves, together
from cases.search.conditions import ranking_query
from cases.search.facets import Facet
from cases.search.order import RANKED, by_rank
from cases.search.params import SearchParams
from cases.search.population import Population
from cases.search.query import PLACES, Node, placed_terms
from cases.search.sets.algebra import MOST_GUESSED, Algebra, cited_parts, fits, parts_asked
from cases.search.sets.bitmaps import bitmap, numbers
from cases.search.sets.letters import population_of
from cases.search.sets.membership import ANY, EAGER, LAZY, parts_of, value_name
from cases.search.sets.snapshot import NOTHING, Snapshot
from cases.search.sets.sorting import Numbers
from cases.search.sets.words import WordSets

Answer = TypeVar("Answer")

NO_NUMBERS: Numbers = np.empty(0, np.int64)


class SetFinder:
    """Answers the searches of one request from one snapshot."""

    def __init__(self, snapshot: Snapshot, words: WordSets) -> None:
        self.snapshot = snapshot
        self.algebra = Algebra(snapshot, words)
        self.words = words
        self.questions: dict[int, tuple[SearchParams, str]] = {}

    def total(self, params: SearchParams) -> int:
        return len(self._found(params))

    def keys(self, params: SearchParams, start: int, stop: int) -> list[int]:
        return self._items(self._entries(params, start, stop))

    def letters(self, params: SearchParams, start: int, stop: int) -> list[list[int]]:
        cases = self.snapshot.cases
        chosen = self._cases(params, stop)[start:]
        members = numbers(self._found(params))
        within = bitmap(members[np.isin(cases[members], chosen)])
        in_order = self._in_order(within, params)
        return [self._items(in_order[cases[in_order] == case]) for case in chosen]

    def population(self, params: SearchParams) -> Population:
        question = ("population", self._question(params))
        return self.snapshot.counted.get(question, lambda: population_of(self._found(params), self.snapshot))

    def with_words(self, words: Sequence[Node], params: SearchParams) -> Sequence[int]:
        found = self._found(params)
        return [self.algebra.of(node).intersection_cardinality(found) for node in words]

    def kept(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        return self.snapshot.counted.get(question, answer)

    def counts(self, facet: Facet, params: SearchParams) -> Mapping[str, int]:
        count = self._cited_counts if facet.kind.of_citation else self._item_counts
        return self.snapshot.counted.get((facet.name, self._question(params)), lambda: count(facet, params))

    def _found(self, params: SearchParams) -> BitMap:
        return self.snapshot.found.get(self._question(params), lambda: self.algebra.found(params))

    def _entries(self, params: SearchParams, start: int, stop: int) -> Numbers:
        ranked = self._ranked(params)
        return np.concatenate(
            [ranked[start:stop], self._page(self._runs(params), params, max(start, len(ranked)), stop)]
        )

    def _in_order(self, within: BitMap, params: SearchParams) -> Numbers:
        """Some of the found entries in the order of the search."""
        ranked = self._ranked(params)
        rest = within - bitmap(np.sort(ranked))
        runs = [run & rest for run in self._runs(params)]
        return np.concatenate([ranked[np.isin(ranked, numbers(within))], self._page(runs, params, 0, len(rest))])

    def _cases(self, params: SearchParams, stop: int) -> Numbers:
        """The first `stop` cases in the order of the first of their items."""
        total, upto = len(self._found(params)), 2 * stop
        while True:
            cases = self.snapshot.cases[self._entries(params, 0, upto)]
            places = np.sort(np.unique(cases, return_index=True)[1])
            if len(places) >= stop or upto >= total:
                return cases[places[:stop]]
            upto *= 4

    def _page(self, runs: Sequence[BitMap], params: SearchParams, start: int, stop: int) -> Numbers:
        return self.snapshot.sorting(oldest=params.order == "oldest").page(runs, start, stop)

    def _runs(self, params: SearchParams) -> list[BitMap]:
        """What was found as sets that follow one another."""
        found = self._found(params)
        if params.order == "relevance":
            return self.snapshot.found.get(("tiers", self._question(params)), lambda: self._tiers(found, params))
        if params.order == "overturned-first":
            overturned = self.snapshot.get(value_name("outcome", "overturned"))
            return [found & overturned, found - overturned]
        return [found]

    def _ranked(self, params: SearchParams) -> Numbers:
        """The first RANKED entries where the order is best match, by rank."""
        words = ranking_query(params.tree)
        if params.order != "relevance" or words is None:
            return NO_NUMBERS
        return self.snapshot.counted.get(("ranked", self._question(params)), lambda: self._by_rank(params, words))

    def _by_rank(self, params: SearchParams, words: SearchQueryCombinable) -> Numbers:
        entries = self._page(self._runs(params), params, 0, RANKED)
        entry_of = dict(zip(self._items(entries), entries, strict=True))
        tiers = self._runs(params)
        placed = [(key, next(n for n, tier in enumerate(tiers) if entry in tier)) for key, entry in entry_of.items()]
        return np.array([entry_of[key] for key in by_rank(placed, words)], np.int64)

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
        names = self._names_by_value(facet, cited_parts(params))
        self.snapshot.need(name for of_value in names.values() for name in of_value)
        counts = {v: self.algebra.union(of_value).intersection_cardinality(items) for v, of_value in names.items()}
        return {value: count for value, count in counts.items() if count}

    def _names_by_value(self, facet: Facet, asked: Parts) -> Mapping[str, Collection[str]]:
        """For each value of a citation facet the sets whose union has it and all else that is asked."""
        offered = self._offered(facet, asked)
        others = parts_asked({name: values for name, values in asked.items() if name != facet.name})
        if len(offered) * math.prod(map(len, others)) <= MOST_GUESSED:
            return {value: self.algebra.names_of(together({facet.name: [value]}, asked)) for value in offered}
        return self._known_by_value(facet, asked, offered)

    def _known_by_value(self, facet: Facet, asked: Parts, offered: Collection[str]) -> Mapping[str, Collection[str]]:
        """The same where so much is asked that few of its combinations can be there."""
        place, others = CITATION_FACETS.index(facet), parts_asked(asked)
        by_part: dict[str, list[str]] = {}
        for name in self.algebra.known_names({**asked, facet.name: offered}):
            if fits(parts := parts_of(name), others, but=place):
                by_part.setdefault(parts[place], []).append(name)
        asked_too = leaves(facet.name, asked[facet.name]) if facet.name in asked else None
        parts_of_value = {v: [v] if asked_too is None else leaves(facet.name, [v]) & asked_too for v in offered}
        return {v: [name for part in parts for name in by_part.get(part, ())] for v, parts in parts_of_value.items()}

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

    def _items(self, entries: Numbers) -> list[int]:
        return [int(key) for key in self.snapshot.keys[entries]]

    def _question(self, params: SearchParams) -> str:
        """What decides which items a search finds; a page asks it of one search for each of its facets."""
        known = self.questions.get(id(params))
        if known is None:
            known = self.questions[id(params)] = params, replace(params.bare(), sort="").to_query()
        return known[1]

"""What a way of finding must be able to do, and the plain-SQL way: slow at size, and the oracle of any other."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from django.db.models import Count, Max, Min, Q

from cases.models import DisputedItem
from cases.search.cited import leaves
from cases.search.conditions import ranking_query
from cases.search.facets import Facet
from cases.search.filterset import ItemFilterSet
from cases.search.order import RANKED, by_place, by_rank, in_order
from cases.search.params import SearchParams
from cases.search.population import Population, Tally
from cases.search.query import Node

Answer = TypeVar("Answer")


class Finder(Protocol):
    """Answers searches over the published items; `params` may ask for anything."""

    def total(self, params: SearchParams) -> int:
        """How many items fulfil `params`."""
        ...

    def keys(self, params: SearchParams, start: int, stop: int) -> list[int]:
        """The keys of the items from place `start` to `stop` in the order of `params`."""
        ...

    def counts(self, facet: Facet, params: SearchParams) -> Mapping[str, int]:
        """How many items of the search have each value of `facet`, which `params` does not choose itself."""
        ...

    def letters(self, params: SearchParams, start: int, stop: int) -> list[list[int]]:
        """The keys of the items of the letters from place `start` to `stop`, a list a letter.

        A letter stands where the first of its items stands, and has its items in the order of `params`.
        """
        ...

    def population(self, params: SearchParams) -> Population:
        """The items that fulfil `params`, in numbers."""
        ...

    def with_words(self, words: Sequence[Node], params: SearchParams) -> Sequence[int]:
        """For each of `words`, as typed, how many items of a search without words of its own have them too."""
        ...

    def kept(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """What was answered before where nothing has changed since, or what `answer` says now."""
        ...


class SqlFinder:
    """The FilterSet's own queryset, asked anew for every figure."""

    def total(self, params: SearchParams) -> int:
        return int(matching(params).qs.count())

    def keys(self, params: SearchParams, start: int, stop: int) -> list[int]:
        items = matching(params).qs
        words = ranking_query(params.tree)
        if params.order != "relevance" or words is None:
            return list(in_order(items, params.order).values_list("pk", flat=True)[start:stop])
        placed = by_place(items, params.tree)
        ranked = by_rank(list(placed[:RANKED]), words)[start:stop] if start < RANKED else []
        return ranked + [key for key, _ in placed[max(start, RANKED) : max(stop, RANKED)]]

    def counts(self, facet: Facet, params: SearchParams) -> Mapping[str, int]:
        found = matching(params)
        if not facet.kind.of_citation:
            return facet.kind.count(found.qs)
        counts = facet.kind.count(found.citations())
        asked = leaves(facet.name, found.parts().get(facet.name, ()))
        return {v: n for v, n in counts.items() if not asked or asked & leaves(facet.name, [v])}

    def letters(self, params: SearchParams, start: int, stop: int) -> list[list[int]]:
        keys = self.keys(params, 0, self.total(params))
        case_of = dict(DisputedItem.objects.filter(pk__in=keys).values_list("pk", "case"))
        letters: dict[int, list[int]] = {}
        for key in keys:
            letters.setdefault(case_of[key], []).append(key)
        return list(letters.values())[start:stop]

    def population(self, params: SearchParams) -> Population:
        kinds = {"found": Q(), "decided": ~Q(outcome=""), "overturned": Q(outcome="overturned")}
        undated = Q(case__decision_date__isnull=True)
        found = matching(params).qs.aggregate(
            first=Min("case__decision_date"),
            last=Max("case__decision_date"),
            undated=Count("case", distinct=True, filter=undated),
            **{f"{kind}_items": Count("pk", filter=condition) for kind, condition in kinds.items()},
            **{f"{kind}_letters": Count("case", distinct=True, filter=only) for kind, only in kinds.items()},
        )
        tallies = {kind: Tally(found[f"{kind}_items"], found[f"{kind}_letters"]) for kind in kinds}
        return Population(**tallies, first=found["first"], last=found["last"], undated=found["undated"])

    def with_words(self, words: Sequence[Node], params: SearchParams) -> Sequence[int]:
        return [self.total(asking_as_typed(node, params)) for node in words]

    def kept(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        return answer()


def asking_as_typed(words: Node, params: SearchParams) -> SearchParams:
    """A search with some words, and without other names of them."""
    return replace(params.asking(words), with_synonyms=False)


def matching(params: SearchParams) -> ItemFilterSet:
    """The FilterSet of a search, ready to be asked for items or citations."""
    filterset = ItemFilterSet(params.filter_data(), tree=params.tree)
    filterset.form.is_valid()
    return filterset

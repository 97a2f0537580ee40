"""All that a search finds, in its order and a chunk at a time: what every export writes out."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.exports.record import whole_cases
from cases.models import Case, DisputedItem
from cases.search.finder import Finder
from cases.search.params import SearchParams
from cases.search.search import whole_items

SLICE = 50_000
"""Keys asked for at once: the finder puts a search in order once a slice."""

CHUNK = 500
"""Items read at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """The published items of a search; `site` stands before each address: `https://imr.example`, or nothing.

    Where on the pages the search stands (`after`) makes no difference.
    """

    params: SearchParams
    finder: Finder
    site: str = ""

    @property
    def total(self) -> int:
        """How many items there are."""
        return self.finder.total(self.params)

    def items(self) -> Iterator[list[DisputedItem]]:
        """The items, in chunks; one that is withdrawn meanwhile is left out."""
        return map(whole_items, self._keys())

    def cases(self) -> Iterator[list[Case]]:
        """The letters of the items, in chunks, each once: where the first of its items stands."""
        seen: set[int] = set()
        for keys in self._keys():
            case_of = dict(DisputedItem.objects.filter(pk__in=keys).values_list("pk", "case"))
            new = [case for case in dict.fromkeys(map(case_of.get, keys)) if case and case not in seen]
            seen.update(new)
            cases = whole_cases().in_bulk(new)
            yield [cases[case] for case in new if case in cases]

    def _keys(self) -> Iterator[list[int]]:
        for start in range(0, self.total, SLICE):
            keys = self.finder.keys(self.params, start, start + SLICE)
            yield from (keys[first : first + CHUNK] for first in range(0, len(keys), CHUNK))

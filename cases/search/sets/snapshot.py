"""What one process knows at one moment: immutable, so that any number of threads may ask it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from cases.models import SearchTombstone
from cases.search.sets.answers import Answers
from cases.search.sets.entries import UNDATED, Entry
from cases.search.sets.membership import LAZY
from cases.search.sets.sorting import Columns, Sorting
from cases.search.sets.stored import LIVE, Days, Keys, current_state, stored_columns, stored_names, stored_sets

NOTHING: BitMap = BitMap()


class Outdated(Exception):
    """The epoch of a snapshot is no longer stored: take a new one and ask again."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The entries up to `seen` and the tombstones up to `buried`, under one epoch.

    `live` are the entries that are not dead; sets may hold dead ones, so every answer is cut with `live`.
    `days`, `keys` (of items) and `cases` (their keys) are indexed by entry number. `tail` holds, of sets that
    are read when needed, what came after they were stored; `lazy` those that were read. `sortings` has this
    snapshot's orders, once they were needed, or those of an older one to begin with; `found` and `counted` are answers.
    """

    epoch: int
    seen: int
    buried: int
    live: BitMap
    sets: Mapping[str, BitMap]
    tail: Mapping[str, BitMap]
    days: Days
    keys: Keys
    cases: Keys
    lazy: dict[str, BitMap] = field(default_factory=dict)
    sortings: dict[bool, Sorting] = field(default_factory=dict)
    found: Answers = field(default_factory=lambda: Answers(64), init=False)
    counted: Answers = field(default_factory=lambda: Answers(1_024), init=False)

    @classmethod
    def stored(cls) -> "Snapshot":
        """What the stored sets of the current epoch say."""
        state = current_state()
        sets = stored_sets(state.epoch)
        days, keys, cases = stored_columns(state.epoch, state.sealed)
        live = sets.pop(LIVE, NOTHING)
        return cls(state.epoch, state.sealed, state.buried, live, sets, {}, days, keys, cases)

    def get(self, name: str) -> BitMap:
        """The set of a name; empty where there is none."""
        if name.startswith(LAZY):
            self.need([name])
            return self.lazy[name]
        return self.sets.get(name, NOTHING)

    def values(self, prefix: str) -> Mapping[str, BitMap]:
        """The sets whose names begin with `prefix`, by the rest of their names."""
        length = len(prefix)
        return self.counted.get(
            ("values", prefix),
            lambda: {name[length:]: members for name, members in self.sets.items() if name.startswith(prefix)},
        )

    def sorting(self, *, oldest: bool = False) -> Sorting:
        """The order of all entries, newest first or oldest first."""
        known = self.sortings.get(oldest)
        if known is None or known.columns.days is not self.days:
            known = Sorting.of(Columns(self.days, self.keys, self.cases), known, oldest=oldest)
            self.sortings[oldest] = known
        return known

    def need(self, names: Iterable[str]) -> None:
        """Reads those of `names` that are read only when needed and have not been, in one query."""
        missing = {name for name in names if name.startswith(LAZY) and name not in self.lazy}
        if not missing:
            return
        stored = stored_sets(self.epoch, missing)
        if current_state().epoch != self.epoch:
            raise Outdated
        self.lazy.update({name: self.tail.get(name, NOTHING) | stored.get(name, NOTHING) for name in missing})

    def lazy_names(self, prefixes: Iterable[str]) -> set[str]:
        """The names, beginning with any of `prefixes`, of sets that are read only when needed."""
        begun = tuple(prefixes)
        return self.counted.get(("names", begun), lambda: {*self.tail, *self._stored_names(begun)})

    def _stored_names(self, prefixes: Iterable[str]) -> set[str]:
        names = stored_names(self.epoch, prefixes)
        if current_state().epoch != self.epoch:
            raise Outdated
        return names

    def holding(self, entries: Iterable[Entry], seen: int) -> "Snapshot":
        """The snapshot with newer entries, up to the number `seen`."""
        members: defaultdict[str, list[int]] = defaultdict(list)
        numbers, days = BitMap(), _grown(self.days, seen, UNDATED)
        keys, cases = _grown(self.keys, seen, 0), _grown(self.cases, seen, 0)
        for entry in entries:
            numbers.add(entry.number)
            days[entry.number], keys[entry.number], cases[entry.number] = entry.day, entry.item, entry.case
            for name in entry.names:
                members[name].append(entry.number)
        new = {name: BitMap(added) for name, added in members.items()}
        eager = {name: self.sets.get(name, NOTHING) | added for name, added in new.items() if not name.startswith(LAZY)}
        tail = {name: self.tail.get(name, NOTHING) | added for name, added in new.items() if name.startswith(LAZY)}
        lazy = {name: members | tail[name] if name in tail else members for name, members in self.lazy.items()}
        return replace(
            self,
            seen=seen,
            live=self.live | numbers,
            sets={**self.sets, **eager},
            tail={**self.tail, **tail},
            days=days,
            keys=keys,
            cases=cases,
            lazy=lazy,
            sortings={**self.sortings},
        )

    def burying(self, upto: int) -> "Snapshot":
        """The snapshot without the entries that died up to the tombstone `upto`."""
        dead = SearchTombstone.objects.filter(pk__gt=self.buried, pk__lte=upto).values_list("entry", flat=True)
        return replace(self, buried=upto, live=self.live - BitMap(dead))


def _grown(array: npt.NDArray, size: int, empty: int) -> npt.NDArray:
    """A copy with room for the number `size`, so that older snapshots stay as they are."""
    grown = np.full(size + 1, empty, dtype=array.dtype)
    grown[: len(array)] = array
    return grown

"""Entries in the orders of a search: a page of any set at any depth, without sorting the set.

A process keeps all entries newest first. A page of a large set is found by
walking along them, a page of a small one by sorting it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from cases.search.sets.bitmaps import bitmap, numbers

SMALL = 20_000
"""Entries that are quicker sorted than looked for."""
STRIDE = 8_192
DAY_BITS = 38
"""A sort key is a day before a key of an item; no site will hold 2**38 items."""
LATER_THAN_ANY_DAY = 1 << 22

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sorting:
    """Every entry of a snapshot by the day and key of its item; undated ones come last in either direction.

    `days` and `keys` are indexed by entry number. `newest` are all numbers, newest first.
    """

    days: npt.NDArray[np.int32]
    keys: Numbers
    newest: Numbers = field(repr=False)

    @classmethod
    def of(cls, days: npt.NDArray[np.int32], keys: Numbers, before: "Sorting | None" = None) -> "Sorting":
        """The order of these entries; what was sorted before is merged with what is new, not sorted again."""
        known = before.newest if before else np.empty(0, np.int64)
        mixed = np.concatenate([known, np.arange(len(known), len(days))])
        return cls(days, keys, mixed[np.argsort(-_newest_keys(days, keys, mixed), kind="stable")])

    def page(self, runs: Sequence[BitMap], start: int, stop: int, *, oldest: bool = False) -> Numbers:
        """The entries from place `start` to `stop` of several sets one after the other, each newest (oldest) first."""
        found = [np.empty(0, np.int64)]
        for run in runs:
            if start < min(stop, len(run)):
                found.append(self._of_run(run, start, min(stop, len(run)), oldest=oldest))
            start, stop = max(start - len(run), 0), max(stop - len(run), 0)
        return np.concatenate(found)

    def _of_run(self, run: BitMap, start: int, stop: int, *, oldest: bool) -> Numbers:
        if len(run) <= SMALL:
            return self._sorted(numbers(run), stop, oldest=oldest)[start:stop]
        return _walked(run, self._oldest() if oldest else [self.newest], start, stop)

    def _sorted(self, members: Numbers, stop: int, *, oldest: bool) -> Numbers:
        """The first `stop` of `members`."""
        keys = (_oldest_keys if oldest else _newest_keys)(self.days, self.keys, members)
        top = np.argpartition(-keys, stop - 1)[:stop] if stop < len(keys) else np.arange(len(keys))
        return members[top[np.argsort(-keys[top])]]

    def _oldest(self) -> Iterable[Numbers]:
        dated = np.count_nonzero(self.days >= 0)
        return self.newest[:dated][::-1], self.newest[dated:][::-1]


def _walked(run: BitMap, parts: Iterable[Numbers], start: int, stop: int) -> Numbers:
    """The members of `run` from place `start` to `stop`, in the order of the parts."""
    found, passed = [np.empty(0, np.int64)], 0
    for stretch in (part[at : at + STRIDE] for part in parts for at in range(0, len(part), STRIDE)):
        if passed >= stop:
            break
        hits = bitmap(np.sort(stretch)) & run
        if passed + len(hits) > start:
            ordered = stretch[np.isin(stretch, numbers(hits), assume_unique=True)]
            found.append(ordered[max(start - passed, 0) : stop - passed])
        passed += len(hits)
    return np.concatenate(found)


def _newest_keys(days: npt.NDArray[np.int32], keys: Numbers, members: Numbers) -> Numbers:
    """Keys whose greatest is the newest."""
    return ((days[members].astype(np.int64) + 1) << DAY_BITS) + keys[members]


def _oldest_keys(days: npt.NDArray[np.int32], keys: Numbers, members: Numbers) -> Numbers:
    """Keys whose greatest is the oldest."""
    dated = days[members].astype(np.int64)
    dated[dated < 0] = LATER_THAN_ANY_DAY
    return -((dated << DAY_BITS) + keys[members])

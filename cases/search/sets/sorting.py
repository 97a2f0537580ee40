"""Entries in the orders of a search: a page of any set at any depth, without sorting the set.

A process keeps all entries newest first, and the place of each among them. A
page near the beginning of a large set is found by walking along the entries,
any other by the places of all that was found.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from cases.search.sets.bitmaps import bitmap, numbers

STRIDE = 8_192
STRIDES = 8
"""So far it is quicker to walk than to look at the places of many."""
DAY_BITS = 38
"""A sort key is a day before a key of an item; no site will hold 2**38 items."""

Numbers = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Sorting:
    """Every entry of a snapshot by the day and key of its item; undated ones come last in either direction.

    `newest` are the numbers of all entries, newest first, of which the first `dated` have a day; `places` says for each
    number where it stands among them. `days` is what it was made of.
    """

    days: npt.NDArray[np.int32] = field(repr=False)
    newest: Numbers = field(repr=False)
    places: Places = field(repr=False)
    dated: int

    @classmethod
    def of(cls, days: npt.NDArray[np.int32], keys: Numbers, before: "Sorting | None" = None) -> "Sorting":
        """The order of entries whose days and keys are given by their numbers.

        What was sorted before is merged with what is new, not sorted again.
        """
        known = before.newest if before else np.empty(0, np.int64)
        mixed = np.concatenate([known, np.arange(len(known), len(days))])
        newest = mixed[np.argsort(-_newest_keys(days, keys, mixed), kind="stable")]
        places = np.empty(len(newest), np.int32)
        places[newest] = np.arange(len(newest), dtype=np.int32)
        return cls(days, newest, places, int(np.count_nonzero(days >= 0)))

    def page(self, runs: Sequence[BitMap], start: int, stop: int, *, oldest: bool = False) -> Numbers:
        """The entries from place `start` to `stop` of several sets one after the other, each newest (oldest) first."""
        found = [np.empty(0, np.int64)]
        for run in runs:
            if start < min(stop, len(run)):
                found.append(self._of_run(run, start, min(stop, len(run)), oldest=oldest))
            start, stop = max(start - len(run), 0), max(stop - len(run), 0)
        return np.concatenate(found)

    def _of_run(self, run: BitMap, start: int, stop: int, *, oldest: bool) -> Numbers:
        # As if they were evenly spread; where they are not, the walk ends in vain.
        is_near = 2 * stop * len(self.newest) <= STRIDES * STRIDE * len(run)
        if is_near and not oldest and len(walked := self._walked(run, stop)) >= stop:
            return walked[start:stop]
        places = self.places[numbers(run)]
        if not oldest:
            return self.newest[_first(places, stop)[start:]]
        return self.newest[self._turned(_first(self._turned(places), stop)[start:])]

    def _walked(self, run: BitMap, enough: int) -> Numbers:
        """The first members of `run`, `enough` of them or more if they stand within STRIDES."""
        found, known = [np.empty(0, np.int64)], 0
        for at in range(0, STRIDES * STRIDE, STRIDE):
            if known >= enough:
                break
            stretch = self.newest[at : at + STRIDE]
            hits = bitmap(np.sort(stretch)) & run
            found.append(stretch[np.isin(stretch, numbers(hits), assume_unique=True)])
            known += len(hits)
        return np.concatenate(found)

    def _turned(self, places: Places) -> Places:
        """Places in the one direction as places in the other."""
        last = np.int32(len(self.newest) - 1)
        return np.where(places < self.dated, self.dated - 1 - places, self.dated + last - places)


def _first(places: Places, stop: int) -> Places:
    """The `stop` lowest places, in their order."""
    return np.sort(np.partition(places, stop - 1)[:stop] if stop < len(places) else places)


def _newest_keys(days: npt.NDArray[np.int32], keys: Numbers, members: Numbers) -> Numbers:
    """Keys whose greatest is the newest."""
    return ((days[members].astype(np.int64) + 1) << DAY_BITS) + keys[members]

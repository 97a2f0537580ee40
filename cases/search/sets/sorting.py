"""Entries in one order of a search: a page of any set at any depth, without sorting the set.

A process keeps all entries in an order, and the place of each in it. A page
near the beginning of a large set is found by walking along the entries, any
other by the places of all that was found.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from cases.search.sets.bitmaps import bitmap, numbers

STRIDE = 8_192
STRIDES = 3
"""So far it is quicker to walk than to look at the places of many."""
CASE_BITS = 38
"""A letter's key is a day before the key of its case; no site will hold 2**38 cases."""
LATER_THAN_ANY_DAY = 1 << 22

Numbers = npt.NDArray[np.int64]
Days = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Columns:
    """Day of the decision, key of the item and key of the case, by the number of an entry."""

    days: Days
    keys: Numbers
    cases: Numbers


@dataclass(frozen=True, slots=True)
class Sorting:
    """Every entry by the day of its letter, newest or oldest first, then by letter; items of a letter in their order.

    Undated letters come last in either direction. `order` are the numbers of all entries in this order, `places` says
    for each number where it stands in it. Both were made of `columns`.
    """

    columns: Columns = field(repr=False)
    order: Numbers = field(repr=False)
    places: npt.NDArray[np.int32] = field(repr=False)

    @classmethod
    def of(cls, columns: Columns, before: "Sorting | None" = None, *, oldest: bool = False) -> "Sorting":
        """The order of these entries; what was sorted before is merged with what is new, not sorted again."""
        known = before.order if before else np.empty(0, np.int64)
        new = np.arange(len(known), len(columns.days))
        mixed = np.concatenate([known, new])
        letters = _letters(columns, mixed, oldest=oldest)
        by_letter = np.argsort(letters, kind="stable")
        order = _within_letters(columns.keys, mixed[by_letter], letters[by_letter], np.sort(letters[len(known) :]))
        places = np.empty(len(order), np.int32)
        places[order] = np.arange(len(order), dtype=np.int32)
        return cls(columns, order, places)

    def page(self, runs: Sequence[BitMap], start: int, stop: int) -> Numbers:
        """The entries from place `start` to `stop` of several sets one after the other, each in this order."""
        found = [np.empty(0, np.int64)]
        for run in runs:
            if start < min(stop, len(run)):
                found.append(self._of_run(run, start, min(stop, len(run))))
            start, stop = max(start - len(run), 0), max(stop - len(run), 0)
        return np.concatenate(found)

    def _of_run(self, run: BitMap, start: int, stop: int) -> Numbers:
        # As if they were evenly spread; where they are not, the walk ends in vain.
        is_near = 2 * stop * len(self.order) <= STRIDES * STRIDE * len(run)
        if is_near and len(walked := self._walked(run, stop)) >= stop:
            return walked[start:stop]
        places = self.places[numbers(run)]
        first = np.sort(np.partition(places, stop - 1)[:stop] if stop < len(places) else places)
        return self.order[first[start:]]

    def _walked(self, run: BitMap, enough: int) -> Numbers:
        """The first members of `run`, `enough` of them or more if they stand within STRIDES."""
        found, known = [np.empty(0, np.int64)], 0
        for at in range(0, STRIDES * STRIDE, STRIDE):
            if known >= enough:
                break
            stretch = self.order[at : at + STRIDE]
            hits = bitmap(np.sort(stretch)) & run
            found.append(stretch[np.isin(stretch, numbers(hits), assume_unique=True)])
            known += len(hits)
        return np.concatenate(found)


def _letters(columns: Columns, members: Numbers, *, oldest: bool) -> Numbers:
    """For each entry a key of its letter; the lowest comes first."""
    days, cases = columns.days[members].astype(np.int64), columns.cases[members]
    if oldest:
        return (np.where(days < 0, LATER_THAN_ANY_DAY, days) << CASE_BITS) + cases
    return -(((days + 1) << CASE_BITS) + cases)


def _within_letters(keys: Numbers, order: Numbers, letters: Numbers, new: Numbers) -> Numbers:
    """`order`, sorted by `letters`, with the items of each letter of `new` (sorted) as they stand in the letter."""
    change = np.zeros(len(order) + 1, np.int64)
    np.add.at(change, np.searchsorted(letters, new, side="left"), 1)
    np.add.at(change, np.searchsorted(letters, new, side="right"), -1)
    touched = np.flatnonzero(np.cumsum(change[:-1]))
    within = order[touched]
    order[touched] = within[np.lexsort((keys[within], letters[touched]))]
    return order

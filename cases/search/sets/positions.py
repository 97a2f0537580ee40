"""Where words stand in the texts of one segment: all texts one after the other, each position a number.

Pure: arrays and bitmaps in, bitmaps out. A phrase is the intersection of the
positions of its words, each moved back by its distance from the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from cases.search.sets.bitmaps import bitmap, numbers

APART = 64
"""Positions left empty between two texts, so that nothing is near across them."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one place in one segment: at which position each begins, and the entries that have it.

    All three are in the order of positions; `first` and `last` are entry numbers.
    """

    begins: Numbers
    first: Numbers
    last: Numbers

    def to_bytes(self) -> bytes:
        return np.concatenate([self.begins, self.first, self.last]).astype("<u4").tobytes()

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Texts":
        return cls(*np.frombuffer(stored, "<u4").astype(np.int64).reshape(3, -1))

    def entries(self, positions: BitMap) -> BitMap:
        """The entries with a text that has any of `positions`."""
        return self.entries_of(np.searchsorted(self.begins, numbers(positions), side="right") - 1)

    def entries_of(self, texts: Numbers) -> BitMap:
        """The entries that have any of `texts`, given by their places in here, ascending."""
        texts = texts[np.diff(texts, prepend=-1) > 0]
        first, held = self.first[texts], self.last[texts] - self.first[texts] + 1
        if not len(held) or held.max() == 1:
            return bitmap(first)
        within = np.arange(held.sum()) - np.repeat(np.cumsum(held) - held, held)
        return bitmap(np.repeat(first, held) + within)


def in_a_row(words: Sequence[tuple[BitMap, int]]) -> BitMap:
    """Where the first word of a phrase stands, by the positions of its words and their distances from the first."""
    found, *others = (
        positions.shift(-distance) for positions, distance in sorted(words, key=lambda word: len(word[0]))
    )
    for positions in others:
        found &= positions
    return found


def near(one: BitMap, other: BitMap, distance: int) -> BitMap:
    """The positions in `one` with a position in `other` at most `distance` before or behind; 0 is no distance."""
    here, there = numbers(one), numbers(other)
    if not len(there):
        return BitMap()
    behind = np.minimum(np.searchsorted(there, here, side="right"), len(there) - 1)
    before = np.maximum(np.searchsorted(there, here, side="left") - 1, 0)
    apart_behind, apart_before = there[behind] - here, here - there[before]
    is_near = ((apart_behind > 0) & (apart_behind <= distance)) | ((apart_before > 0) & (apart_before <= distance))
    return bitmap(here[is_near])

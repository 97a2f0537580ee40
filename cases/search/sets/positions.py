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
"""Positions left empty between two texts, so that no phrase goes on from one to the next."""

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


def within_reach(words: Sequence[BitMap], reach: int, texts: Texts) -> BitMap:
    """The positions that begin a stretch of one text, at most `reach` longer than one position, with all `words`."""
    placed = [numbers(positions) for positions in words]
    if not all(map(len, placed)):
        return BitMap()
    begins = np.unique(np.concatenate(placed))
    ends = np.append(texts.begins, np.iinfo(np.int64).max)[np.searchsorted(texts.begins, begins, side="right")]
    upto = np.minimum(begins + reach, ends - 1)
    is_within = np.ones(len(begins), bool)
    for positions in placed:
        following = np.minimum(np.searchsorted(positions, begins), len(positions) - 1)
        is_within &= (positions[following] >= begins) & (positions[following] <= upto)
    return bitmap(begins[is_within])

"""Draws from shares, curves and rankings: each takes a number in [0, 1), so that a seed decides everything."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Choice(Generic[Value]):
    """Values and how often each is drawn; `bounds` are the cumulated weights."""

    values: tuple[Value, ...]
    bounds: tuple[float, ...]

    @classmethod
    def of(cls, weighted: Iterable[tuple[Value, float]]) -> "Choice[Value]":
        """A choice from values with weights of any sum."""
        values, weights = zip(*weighted, strict=True)
        return cls(values, tuple(accumulate(weights)))

    def at(self, share: float) -> Value:
        """The value that stands at a share of all draws."""
        return self.values[min(bisect(self.bounds, share * self.bounds[-1]), len(self.values) - 1)]


@dataclass(frozen=True, slots=True)
class Curve:
    """A distribution by the values at some shares, straight between them."""

    points: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, points: Sequence[Sequence[float]]) -> "Curve":
        """A curve from `[[share, value], …]`, the first share 0 and the last 1."""
        return cls(tuple((share, value) for share, value in points))

    def at(self, share: float) -> float:
        """The value below which a share of all draws lies."""
        start, low = self.points[0]
        for end, high in self.points[1:]:
            if share <= end:
                return low + (high - low) * (share - start) / (end - start)
            start, low = end, high
        return low


def ranked(values: Sequence[Value], share: float) -> Value:
    """One of the values, the earlier the more frequent: the first of n with a share of 1/√n."""
    return values[int(share * share * len(values))]


def zipf_rank(share: float, ranks: int) -> int:
    """A rank from 0 to `ranks` - 1, drawn in proportion to 1/(rank + 1)."""
    return min(int(ranks**share), ranks) - 1

"""A share of a count with its Wilson interval, and when a count is too small to speak of shares."""

import math
from dataclasses import dataclass

FEWEST = 20
"""Of fewer than these no share is given: counts alone."""
Z95 = 1.959963984540054
"""The normal deviate that leaves 2.5 % on either side."""


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; `value`, `low` and `high` lie in [0, 1], the last two are the 95 % interval."""

    part: int
    whole: int
    value: float
    low: float
    high: float


def share_of(part: int, whole: int) -> Share | None:
    """The share, or `None` where `whole` is too small for one to mean anything."""
    if whole < FEWEST:
        return None
    low, high = wilson(part, whole)
    return Share(part, whole, part / whole, low, high)


def wilson(part: int, whole: int, z: float = Z95) -> tuple[float, float]:
    """The score interval of a binomial share (E. B. Wilson, 1927); `whole` is at least 1, `part` in [0, whole].

    Unlike the textbook interval it never leaves [0, 1] and keeps a width where the share is 0 or 1.
    """
    share, spread = part / whole, z * z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / whole + spread / (4 * whole))
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


@dataclass(frozen=True, slots=True)
class Difference:
    """One share less another; `value`, `low` and `high` lie in [-1, 1], the last two are the 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def sureness(self) -> float:
        """How far the interval stays from no difference at all; negative where it holds 0."""
        return max(self.low, -self.high)


def difference_of(first: Share, second: Share) -> Difference:
    """The first share less the second, of two groups that have nothing in common.

    The hybrid score interval, method 10 of R. G. Newcombe, "Interval estimation for the difference between independent
    proportions: comparison of eleven methods", Statistics in Medicine 17 (1998).
    """
    value = first.value - second.value
    below = math.hypot(first.value - first.low, second.high - second.value)
    above = math.hypot(first.high - first.value, second.value - second.low)
    return Difference(value, value - below, value + above)

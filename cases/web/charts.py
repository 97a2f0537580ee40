"""Charts as numbers: places and lengths for drawings that stretch to the width of a page, without any text in them.

The words beside a drawing are HTML, and the table under it says the same in numbers: a drawing adds nothing for those
who do not see it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.stats.breakdown import Part
from cases.stats.shares import Share

WIDTH, HEIGHT = 600, 100
"""Of a drawing, in its own units; the page stretches both."""
SCALES = (0.05, 0.1, 0.25, 0.5, 1.0)
"""Shares at which an axis may end."""


@dataclass(frozen=True, slots=True)
class Column:
    """The items of one part, the overturned at the foot; `y` of each piece is its upper end."""

    part: Part
    x: str
    width: str
    y: str
    height: str
    overturned_y: str
    overturned_height: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Parts side by side by how many items they have; the highest has `most`."""

    columns: tuple[Column, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Point:
    """The share of one part with its interval, a vertical line from `low` up to `high`."""

    part: Part
    x: str
    y: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Line:
    """Shares side by side on an axis from 0 to `top`; `paths` join neighbours, and end where there is no share."""

    points: tuple[Point, ...]
    paths: tuple[str, ...]
    top: float


def columns_of(parts: Sequence[Part]) -> Columns | None:
    """A column for each part, in their order; none where there is nothing to draw."""
    most = max((part.found for part in parts), default=0)
    if not most:
        return None
    return Columns(tuple(_column(part, (place, len(parts)), most) for place, part in enumerate(parts)), most)


def line_of(parts: Sequence[Part]) -> Line | None:
    """A point for each part that has a share, in their order; none where fewer than two have one."""
    shares = [part.share for part in parts]
    if sum(share is not None for share in shares) < 2:
        return None
    highest = max(share.high for share in shares if share)
    top = next(scale for scale in SCALES if highest <= scale)
    points = [
        _point(part, share, (place, len(parts)), top) if share else None
        for place, (part, share) in enumerate(zip(parts, shares, strict=True))
    ]
    return Line(tuple(filter(None, points)), tuple(_paths(points)), top)


def written(length: float) -> str:
    """A length as a drawing has it."""
    return f"{length:.2f}"


def _column(part: Part, place: tuple[int, int], most: int) -> Column:
    number, of = place
    height, overturned = HEIGHT * part.found / most, HEIGHT * part.overturned / most
    return Column(
        part=part,
        x=written(WIDTH * (number + 0.1) / of),
        width=written(WIDTH * 0.8 / of),
        y=written(HEIGHT - height),
        height=written(height),
        overturned_y=written(HEIGHT - overturned),
        overturned_height=written(overturned),
    )


def _point(part: Part, share: Share, place: tuple[int, int], top: float) -> Point:
    number, of = place
    high, middle, low = (written(HEIGHT * (1 - value / top)) for value in (share.high, share.value, share.low))
    return Point(part, x=written(WIDTH * (number + 0.5) / of), y=middle, low=low, high=high)


def _paths(points: Sequence[Point | None]) -> Iterator[str]:
    run: list[Point] = []
    for point in [*points, None]:
        if point:
            run.append(point)
            continue
        if len(run) > 1:
            yield "M" + "L".join(f"{each.x} {each.y}" for each in run)
        run = []

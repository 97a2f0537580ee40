"""The cited pages of a guideline as strips of columns in the order of the pages, all in one measure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cases.search.kinds import UNKNOWN
from cases.stats.breakdown import Part
from cases.web.charts import Columns, columns_of

PAGES = 50
"""Pages of a strip: on a phone each has the width of a few dots."""
TICK = 10


@dataclass(frozen=True, slots=True)
class Strip:
    """The pages from `first` to `last`, a place for each; those before, from `skipped` on, are not cited."""

    first: int
    last: int
    drawing: Columns
    skipped: int | None

    @property
    def ticks(self) -> range:
        """The pages that are numbered under the drawing, each at the left end of an equal part of it."""
        return range(self.first, self.last, TICK)


def strips_of(parts: Sequence[Part]) -> tuple[Strip, ...]:
    """The strips that hold a cited page, however far they are apart; each begins at the ten of the next one."""
    pages = {int(part.value): part for part in parts if part.value != UNKNOWN}
    most = max((part.found for part in pages.values()), default=0)
    return tuple(_strips(pages, most))


def _strips(pages: Mapping[int, Part], most: int) -> Iterator[Strip]:
    expected = 0
    for page in sorted(pages):
        if page < expected:
            continue
        first = (page - 1) // TICK * TICK + 1
        if drawing := columns_of([pages.get(each) for each in range(first, first + PAGES)], most):
            skipped = expected if 0 < expected < first else None
            yield Strip(first, first + PAGES - 1, drawing, skipped)
        expected = first + PAGES

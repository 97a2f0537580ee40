"""Every layout in order, and which of them a text is in."""

from cases.letters.formats import (
    maximus_2013,
    maximus_2013_b,
    maximus_2014,
    maximus_2016,
    professional_review,
)
from cases.letters.formats.base import Format

UNKNOWN = Format(name="unknown", signs=())
FORMATS = (
    maximus_2016.FORMAT,
    maximus_2014.FORMAT,
    maximus_2013_b.FORMAT,
    maximus_2013.FORMAT,
    professional_review.FORMAT,
)

SURE_ENOUGH = 1 / 3


def choose(low: str) -> Format:
    """The layout that is surest of the lower-case text `low`, the first of equals; UNKNOWN where none is sure."""
    best, most = UNKNOWN, 0.0
    for layout in FORMATS:
        sureness = layout.sureness(low)
        if sureness > most:
            best, most = layout, sureness
        if sureness == 1:
            break
    return best if most >= SURE_ENOUGH else UNKNOWN

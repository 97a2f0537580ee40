"""The editions that a guideline is cited in; no facet, and so no search, tells them apart."""

from dataclasses import dataclass

from cases.models import GuidelineCitation
from cases.search.kinds import MTUS_NOT_STATED
from cases.search.sets.finder import SetFinder


@dataclass(frozen=True, slots=True)
class Edition:
    """How many citations give a year beside the guideline; `None` where they give none."""

    year: int | None
    citations: int


def editions_of(guideline: str, finder: SetFinder) -> tuple[Edition, ...]:
    """The editions of a value of the facet `guideline` in all published letters, the most frequent first.

    Counted once for each snapshot, as it reads every citation of the guideline.
    """
    return finder.snapshot.counted.get(("editions", guideline), lambda: _counted(guideline))


def _counted(guideline: str) -> tuple[Edition, ...]:
    code = "mtus" if guideline == MTUS_NOT_STATED else guideline
    counts = GuidelineCitation.objects.editions(code)
    return tuple(Edition(year, n) for year, n in sorted(counts.items(), key=lambda each: (-each[1], each[0] or 0)))

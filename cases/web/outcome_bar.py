"""The outcome bar: how the items of a search were decided, with the interval and the population in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.search.population import Population, regardless_of_outcome
from cases.search.search import Chip, Results, chips_of
from cases.stats.shares import FEWEST, Share, share_of

PLAIN = ("Treatment", "Body part", "Guideline")
"""Filters whose values say by themselves what they are."""


@dataclass(frozen=True, slots=True)
class OutcomeBar:
    """What was overturned of the items and of the letters of a search; a share is `None` where it would say nothing.

    `counted` says in words what the counts are of. Where the search chooses an outcome, they are of all outcomes
    (`is_wider`); where the words of the query do (`is_asked`), that cannot be, and there are no shares.
    """

    counts: Population
    items: Share | None
    letters: Share | None
    counted: str
    is_wider: bool
    is_asked: bool
    fewest: int = FEWEST

    @property
    def upheld(self) -> int:
        """Items whose denial stands."""
        return self.counts.decided.items - self.counts.overturned.items

    @property
    def untouched(self) -> int:
        """Letters without an overturned item."""
        return self.counts.decided.letters - self.counts.overturned.letters

    @property
    def length(self) -> str:
        """The share of the items, in a drawing that is a hundred wide."""
        return _hundredths(self.items.value) if self.items else ""

    @property
    def bracket(self) -> str:
        """The interval as a line with an end on either side, in a drawing a hundred wide and ten high."""
        if not self.items:
            return ""
        low, high = _hundredths(self.items.low), _hundredths(self.items.high)
        return f"M{low} 5H{high}M{low} 2V8M{high} 2V8"


def outcome_bar(results: Results) -> OutcomeBar | None:
    """The bar over a list of results; none over an empty one."""
    if not results.total:
        return None
    judged = regardless_of_outcome(results.params)
    counts = results.judged or results.population
    return OutcomeBar(
        counts=counts,
        items=share_of(counts.overturned.items, counts.decided.items) if judged else None,
        letters=share_of(counts.overturned.letters, counts.decided.letters) if judged else None,
        counted=_in_words(counts, chips_of(judged or results.params)),
        is_wider=judged is not None and judged != results.params,
        is_asked=judged is None,
    )


def _in_words(counts: Population, chips: Iterable[Chip]) -> str:
    """`1,204 published items in 801 letters, physical therapy, decided 2014–2016, 61 letters without a date`."""
    of = f"{_number(counts.found.items, 'published item')} in {_number(counts.found.letters, 'letter')}"
    return ", ".join((of, *_conditions(chips), *_period(counts)))


def _conditions(chips: Iterable[Chip]) -> Iterator[str]:
    """The conditions of a search, the values of one filter joined as the alternatives that they are."""
    values: dict[str, list[str]] = {}
    for chip in chips:
        values.setdefault(chip.label, []).append(f"“{chip.value}”" if chip.label == "Words" else chip.value)
    for label, chosen in values.items():
        yield " or ".join(chosen) if label in PLAIN else f"{label.lower()}: {' or '.join(chosen)}"


def _period(counts: Population) -> Iterator[str]:
    if counts.first and counts.last:
        years = dict.fromkeys((counts.first.year, counts.last.year))
        yield f"decided {'–'.join(map(str, years))}"
    if counts.undated:
        yield f"{_number(counts.undated, 'letter')} without a date"


def _hundredths(share: float) -> str:
    return f"{100 * share:.2f}"


def _number(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"

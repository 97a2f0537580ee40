"""The outcome bar: how the items of a search were decided, with the interval and the population in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.search.facets import EXCLUDED, FACETS
from cases.search.params import SearchParams
from cases.search.population import Population, regardless_of_outcome
from cases.search.search import Results
from cases.stats.shares import FEWEST, Share, share_of

PLAIN = ("treatment", "body_part", "guideline")
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
        counted=_in_words(counts, judged or results.params),
        is_wider=judged is not None and judged != results.params,
        is_asked=judged is None,
    )


def _in_words(counts: Population, params: SearchParams) -> str:
    """`1,204 published items in 801 letters, physical therapy, decided 2014–2016, 61 letters without a date`."""
    of = f"{_number(counts.found.items, 'published item')} in {_number(counts.found.letters, 'letter')}"
    return ", ".join((of, *_conditions(params), *_period(counts)))


def _conditions(params: SearchParams) -> Iterator[str]:
    """The conditions of a search; the values of a filter are alternatives, those it leaves out are not."""
    if params.q:
        yield f"words: “{params.q}”{'' if params.with_synonyms else ' as typed'}"
    for facet in FACETS:
        chosen = " or ".join(facet.label_of(value) for value in params.chosen.get(facet.name, ()))
        left_out = [facet.label_of(f"{EXCLUDED}{value}") for value in params.excluded.get(facet.name, ())]
        if said := " and ".join(filter(None, (chosen, *left_out))):
            yield said if facet.name in PLAIN else f"{facet.label.lower()}: {said}"
    if params.decided_after:
        yield f"decided on or after {params.decided_after}"
    if params.decided_before:
        yield f"decided on or before {params.decided_before}"


def _period(counts: Population) -> Iterator[str]:
    if counts.first and counts.last:
        years = dict.fromkeys((counts.first.year, counts.last.year))
        yield f"decided {'–'.join(map(str, years))}"
    if counts.undated:
        yield f"{_number(counts.undated, 'letter')} without a date"


def _number(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"

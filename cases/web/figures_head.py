"""What stands over the figures of a page: how many items they are of, and what narrows them."""

from collections.abc import Sequence
from functools import reduce

from cases.search.counts import block
from cases.search.facets import by_name
from cases.search.finder import Finder
from cases.search.params import Notice, SearchParams
from cases.search.search import chips_of
from cases.web.outcome_bar import bar_of
from cases.web.similar import Choice

NARROWED_BY = ("year", "treatment", "body_part", "specialty")
"""Facets that these pages usually offer as choices; they obey all but their own."""


def head_of(
    counted: SearchParams,
    notices: Sequence[Notice],
    finder: Finder,
    *,
    own: Sequence[str] = (),
    narrowed_by: Sequence[str] = NARROWED_BY,
) -> dict[str, object]:
    """The context of `_figures_head.html`: how much `counted` finds, and what narrows it
    besides the facets that are the page's own. `query` is the latter as an address has it.
    """
    counts = finder.population(counted)
    narrowing = reduce(lambda rest, name: rest.without(name), own, counted)
    offered = [name for name in narrowed_by if name not in own]
    return {
        "query": narrowing.to_query(),
        "bar": bar_of(counts, counted) if counts.found.items else None,
        "chips": chips_of(narrowing),
        "choices": [_choice(name, counted, finder) for name in offered],
        "hidden": [(name, value) for name, value in narrowing.pairs() if name not in offered],
        "notices": notices,
    }


def _choice(name: str, counted: SearchParams, finder: Finder) -> Choice:
    """A facet by the values that there are, and the first that is chosen."""
    facet = by_name()[name]
    values = [(value.value, value.label) for value in block(facet, counted, finder).values]
    return Choice(name, facet.label, tuple(values), (counted.choices(name) or ("",))[0])

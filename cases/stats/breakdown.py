"""A search told apart by the values of a facet: how many items have each of them, and how these were decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.letters.taxonomy import OUTCOMES
from cases.search.counts import block
from cases.search.facets import by_name
from cases.search.finder import Finder
from cases.search.params import SearchParams
from cases.search.population import OF_OUTCOME
from cases.stats.shares import Share, share_of


@dataclass(frozen=True, slots=True)
class Part:
    """The items of a search that have one value of a facet; `search` finds exactly these.

    Those `decided` have an outcome, and some of these are `overturned`. `level` is 1 where the value stands
    under another one, as a treatment does under its category.
    """

    value: str
    label: str
    search: SearchParams
    found: int
    decided: int
    overturned: int
    level: int = 0

    @property
    def upheld(self) -> int:
        """Items whose denial stands."""
        return self.decided - self.overturned

    @property
    def overturned_search(self) -> SearchParams:
        """The search that finds the overturned among them."""
        return self.search.only("outcome", "overturned")

    @property
    def share(self) -> Share | None:
        """The overturned among the decided; `None` where these are too few to speak of a share."""
        return share_of(self.overturned, self.decided)


def breakdown(name: str, params: SearchParams, finder: Finder) -> tuple[Part, ...]:
    """The parts of a search by a facet (any but the outcome), in the order in which the facet shows its values.

    What the search chooses of the facet itself, or of an outcome, is put aside. An item with several values stands
    in several parts. A facet that needs another one has no part before that one is chosen (Facet.needs).
    """
    facet, asked = by_name()[name], _put_aside(params.bare(), (name, *OF_OUTCOME))
    if facet.needs and not asked.chosen.get(facet.needs):
        return ()
    decided = finder.counts(facet, _decided(asked, OUTCOMES))
    overturned = finder.counts(facet, _decided(asked, ("overturned",)))
    return tuple(
        Part(
            value=each.value,
            label=each.label,
            search=asked.only(name, each.value),
            found=each.count,
            decided=decided.get(each.value, 0),
            overturned=overturned.get(each.value, 0),
            level=each.level,
        )
        for each in block(facet, asked, finder).values
    )


def _put_aside(params: SearchParams, names: Iterable[str]) -> SearchParams:
    for name in names:
        params = params.without(name) if params.choices(name) else params
    return params


def _decided(params: SearchParams, outcomes: Iterable[str]) -> SearchParams:
    for outcome in outcomes:
        params = params.choosing("outcome", outcome)
    return params

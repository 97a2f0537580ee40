"""Who cites a guideline: either side, both, or one of them alone."""

from cases.letters.taxonomy import SIDES
from cases.search.finder import Finder
from cases.search.params import SearchParams
from cases.search.query import And, Field, Node, Not, Or
from cases.stats.breakdown import Part, breakdown, part_of

OF_CITATION = ("page", "section")


def sides_of(guideline: str, params: SearchParams, finder: Finder) -> tuple[Part, ...]:
    """The items of a search for one guideline by the side that cites it, then those of both sides and of one alone.

    The first are no alternatives to one another; the last are: each item stands in one of them. Where pages or
    sections are chosen there are only the first, as each side would have to be asked for each of these.
    """
    asked = params.without("cited_by")
    sides = breakdown("cited_by", asked, finder)
    if any(asked.chosen.get(name) for name in OF_CITATION):
        return sides
    compared = [
        part_of(f"only-{side}", f"{label} alone", _alone(guideline, side, asked), finder)
        for side, label in SIDES.items()
    ]
    both = part_of("both", "Both sides", _both(guideline, asked), finder)
    return (*sides, *(part for part in (both, *compared) if part.found))


def _alone(guideline: str, side: str, params: SearchParams) -> SearchParams:
    other = next(each for each in SIDES if each != side)
    return params.only("cited_by", side).asking(Not(_cited_by(guideline, other)))


def _both(guideline: str, params: SearchParams) -> SearchParams:
    # The query language takes what stands side by side for one citation, and alternatives for several: the second
    # alternative holds of no item that the first side cites the guideline for.
    one, other = SIDES
    return params.only("cited_by", one).asking(Or((_cited_by(guideline, other), Not(Field("guideline", guideline)))))


def _cited_by(guideline: str, side: str) -> Node:
    return And((Field("guideline", guideline), Field("cited_by", side)))

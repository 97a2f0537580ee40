"""The results before and after a letter, in the search that led to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.models import DisputedItem
from cases.search.finder import Finder
from cases.search.params import SearchParams
from cases.search.sets.current import ask_current

SHOWN = ("position", "case__slug", "case__case_number")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A result, and the search at the page that it stands on."""

    item: DisputedItem
    params: SearchParams


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The results of other letters right before and after those of one; None at either end."""

    before: Neighbour | None = None
    after: Neighbour | None = None


def neighbours_of(case: int, params: SearchParams) -> Neighbours:
    """Looked for around the page of `params`; none where the letter is not there, as after a change of filters."""
    return ask_current(lambda finder: _find(case, params, finder))


def _find(case: int, params: SearchParams, finder: Finder) -> Neighbours:
    start, stop = max(params.after - params.size, 0), params.after + 2 * params.size
    keys = _first_keys(params, finder, start, stop)
    items = DisputedItem.objects.published().select_related("case").only(*SHOWN).in_bulk(keys)
    placed = [(start + place, items[key]) for place, key in enumerate(keys) if key in items]
    own = [number for number, (place, item) in enumerate(placed) if item.case_id == case]
    if not own:
        return Neighbours()
    on_page = [number for number in own if placed[number][0] >= params.after]
    here = on_page[0] if on_page else own[-1]
    before = next((each for each in reversed(placed[:here]) if each[1].case_id != case), None)
    after = next((each for each in placed[here:] if each[1].case_id != case), None)
    return Neighbours(*(_neighbour(each, params) if each else None for each in (before, after)))


def _first_keys(params: SearchParams, finder: Finder, start: int, stop: int) -> Sequence[int]:
    if params.is_by_letter:
        return [keys[0] for keys in finder.letters(params, start, stop)]
    return finder.keys(params, start, stop)


def _neighbour(placed: tuple[int, DisputedItem], params: SearchParams) -> Neighbour:
    place, item = placed
    return Neighbour(item, params.at(place // params.size * params.size))

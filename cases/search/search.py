"""The door: a search in, one page of results with its total, facets and snippets out."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from cases.models import DisputedItem, GuidelineCitation
from cases.search.blocks import Block, Row, blocks_of
from cases.search.counts import FacetBlock, count_facets
from cases.search.facets import by_name
from cases.search.finder import Finder
from cases.search.highlight import snippets
from cases.search.params import DATES, SearchParams
from cases.search.population import Population, regardless_of_outcome
from cases.search.query import And, to_text
from cases.search.sets.current import ask_current
from cases.search.spelling import Suggestion, suggestions
from cases.search.why import whys

FRONT = SearchParams()
"""The page that everybody sees first."""
FACET_SECONDS = 5.0
"""After which a page goes without the counts of the facets that have none yet, and says so."""
MOST_PARTS = 8
"""Parts of a query of which an empty page says how much there is without them."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of a search in words, and the search without it."""

    label: str
    value: str
    without: SearchParams

    @property
    def said(self) -> str:
        """The value, in quotation marks where it is words that are looked for."""
        return f"“{self.value}”" if self.label == "Words" else self.value


@dataclass(frozen=True, slots=True)
class Relief:
    """A condition that may be to blame for an empty page: how many results there are without it."""

    chip: Chip
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of results: of `total` items, which stand in `places` (items, or the letters they are of).

    `next` and `previous` are the searches for the pages beside it.
    """

    params: SearchParams
    total: int
    places: int
    rows: tuple[Row, ...]

    @property
    def first(self) -> int:
        """The place of the first row in all results, from 1; 0 where there is none."""
        return self.params.after + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row in all results."""
        is_by_letter = self.params.is_by_letter
        return self.params.after + len({row.item.case_id if is_by_letter else row.item.pk for row in self.rows})

    @property
    def next(self) -> SearchParams | None:
        """The search for the next page."""
        after = self.params.after + self.params.size
        return self.params.at(after) if self.rows and after < self.places else None

    @property
    def previous(self) -> SearchParams | None:
        """The search for the page before."""
        return self.params.at(self.params.after - self.params.size) if self.params.after else None


@dataclass(frozen=True, slots=True)
class Results(Page):
    """One page of results with what can be asked next.

    `blocks` are its rows as they are shown together. `population` are the items of the search in numbers; `judged`
    those of the same search whatever the outcome, `None` where its words ask for an outcome.
    """

    blocks: tuple[Block, ...]
    population: Population
    judged: Population | None
    facets: tuple[FacetBlock, ...]
    chips: tuple[Chip, ...]
    reliefs: tuple[Relief, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


def find(params: SearchParams, finder: Finder | None = None) -> Results:
    """One page of the published items that fulfil `params`, with facets and chips."""
    if finder is None:
        return ask_current(lambda current: find(params, current))
    if params == FRONT:
        return finder.kept("front", lambda: _results(params, finder, lambda: True))
    return _results(params, finder, _until(FACET_SECONDS))


def _results(params: SearchParams, finder: Finder, has_time: Callable[[], bool]) -> Results:
    population = finder.population(params)
    judged = regardless_of_outcome(params)
    places = population.found.letters if params.is_by_letter else population.found.items
    rows = rows_of(params, _keys(params, finder, params.size) if places else ())
    return Results(
        params=params,
        total=population.found.items,
        places=places,
        rows=rows,
        blocks=blocks_of(rows, params),
        population=population,
        judged=population if judged == params else finder.population(judged) if judged else None,
        facets=count_facets(params, finder, has_time),
        chips=chips_of(params),
        reliefs=() if places else _reliefs(params, finder),
        suggestions=suggestions(params, finder, population.found.items),
    )


def find_page(params: SearchParams, finder: Finder, size: int = 0) -> Page:
    """One page of the published items that fulfil `params`, of `size` items where that is given."""
    total = finder.total(params)
    return Page(params, total, total, rows_of(params, _keys(params, finder, size or params.size) if total else ()))


def rows_of(params: SearchParams, keys: Sequence[int]) -> tuple[Row, ...]:
    """What to show of items, and why the search found them."""
    items = whole_items(keys)
    shown = snippets(items, params.tree)
    found = whys(items, params)
    return tuple(Row(item, shown[item.pk], found[item.pk]) for item in items)


def _until(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end


def _keys(params: SearchParams, finder: Finder, size: int) -> list[int]:
    start, stop = params.after, params.after + size
    if not params.is_by_letter:
        return finder.keys(params, start, stop)
    return [key for letter in finder.letters(params, start, stop) for key in letter]


def whole_items(keys: Sequence[int]) -> list[DisputedItem]:
    """The published items in the order of `keys`, with all that is shown of them."""
    labelled = GuidelineCitation.objects.filter(cited_in="field").order_by("position")
    items = (
        DisputedItem.objects.published()
        .select_related("case")
        .defer("case__text", "case__summary", "case__summary_words", "request_words", "rationale_words")
        .prefetch_related(Prefetch("citations", queryset=labelled, to_attr="labelled_citations"))
        .in_bulk(keys)
    )
    return [items[key] for key in keys if key in items]


def chips_of(params: SearchParams) -> tuple[Chip, ...]:
    """The conditions of a search in words."""
    chips = [Chip("Words", params.q, params.without("q"))] if params.q else []
    for name, facet in by_name().items():
        choices = params.choices(name)
        chips += [Chip(facet.label, facet.label_of(value), params.without(name, value)) for value in choices]
    for name in DATES:
        if day := getattr(params, name):
            label = "Decided on or after" if name == "decided_after" else "Decided on or before"
            chips.append(Chip(label, day.isoformat(), params.without(name)))
    return tuple(chips)


def _reliefs(params: SearchParams, finder: Finder) -> tuple[Relief, ...]:
    """The conditions without which there is something, each part of the query for itself, the greatest first."""
    words = list(_parts_of_query(params))
    chips = [chip for chip in chips_of(params) if len(words) < 2 or chip.label != "Words"]
    found = [Relief(chip, finder.total(chip.without)) for chip in (*words, *chips)]
    return tuple(sorted((relief for relief in found if relief.count), key=lambda relief: -relief.count))


def _parts_of_query(params: SearchParams) -> Iterator[Chip]:
    """The parts of the query that must all be found, where there are several."""
    parts = params.typed.nodes[:MOST_PARTS] if isinstance(params.typed, And) else ()
    for part in parts:
        yield Chip("Words", to_text(part), params.without_part(part))

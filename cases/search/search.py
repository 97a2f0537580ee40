"""The door: a search in, one page of results with its total, facets and snippets out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from cases.models import DisputedItem, GuidelineCitation
from cases.search.conditions import ranking_query
from cases.search.counts import FacetBlock, count_facets
from cases.search.facets import by_name
from cases.search.finder import Finder
from cases.search.highlight import Snippet, snippets
from cases.search.params import DATES, SearchParams
from cases.search.sets.current import ask_current

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One result: a disputed item and what to show of its text."""

    item: DisputedItem
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of a search in words, and the search without it."""

    label: str
    value: str
    without: SearchParams


@dataclass(frozen=True, slots=True)
class Relief:
    """A condition that may be to blame for an empty page: how many results there are without it."""

    chip: Chip
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of results; `next` and `previous` are the searches for the pages beside it."""

    params: SearchParams
    total: int
    rows: tuple[Row, ...]

    @property
    def first(self) -> int:
        """The place of the first row in all results, from 1; 0 where there is none."""
        return self.params.after + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row in all results."""
        return self.params.after + len(self.rows)

    @property
    def next(self) -> SearchParams | None:
        """The search for the next page."""
        return self.params.at(self.last) if self.rows and self.last < self.total else None

    @property
    def previous(self) -> SearchParams | None:
        """The search for the page before."""
        return self.params.at(self.params.after - PAGE_SIZE) if self.params.after else None


@dataclass(frozen=True, slots=True)
class Results(Page):
    """One page of results with what can be asked next."""

    facets: tuple[FacetBlock, ...]
    chips: tuple[Chip, ...]
    reliefs: tuple[Relief, ...] = ()


def find(params: SearchParams, finder: Finder | None = None) -> Results:
    """One page of the published items that fulfil `params`, with facets and chips."""
    if finder is None:
        return ask_current(lambda current: find(params, current))
    page = find_page(params, finder)
    chips = chips_of(params)
    return Results(
        params=params,
        total=page.total,
        rows=page.rows,
        facets=count_facets(params, finder),
        chips=chips,
        reliefs=() if page.total else _reliefs(chips, finder),
    )


def find_page(params: SearchParams, finder: Finder, size: int = PAGE_SIZE) -> Page:
    """At most `size` of the published items that fulfil `params`, and how many there are."""
    total = finder.total(params)
    items = whole_items(finder.keys(params, params.after, params.after + size)) if total else []
    shown = snippets(items, ranking_query(params.tree))
    return Page(params, total, tuple(Row(item, shown[item.pk]) for item in items))


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


def _reliefs(chips: Sequence[Chip], finder: Finder) -> tuple[Relief, ...]:
    found = [Relief(chip, finder.total(chip.without)) for chip in chips]
    return tuple(sorted((relief for relief in found if relief.count), key=lambda relief: -relief.count))

"""The door: a search in, one page of results with its total, facets and snippets out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from cases.models import DisputedItem, GuidelineCitation
from cases.search.conditions import ranking_query
from cases.search.counts import FacetBlock, count_facets, matching
from cases.search.facets import by_name
from cases.search.highlight import Snippet, snippets
from cases.search.order import in_order
from cases.search.params import DATES, SearchParams

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
class Results:
    """One page of results; `next` and `previous` are the searches for the pages beside it."""

    params: SearchParams
    total: int
    rows: tuple[Row, ...]
    facets: tuple[FacetBlock, ...]
    chips: tuple[Chip, ...]
    reliefs: tuple[Relief, ...] = ()

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


def find(params: SearchParams) -> Results:
    """One page of the published items that fulfil `params`."""
    found = matching(params)
    total = found.count()
    words = ranking_query(params.tree)
    page = list(_whole(in_order(found, params.order, words))[params.after : params.after + PAGE_SIZE])
    shown = snippets(page, words)
    chips = tuple(_chips(params))
    return Results(
        params=params,
        total=total,
        rows=tuple(Row(item, shown[item.pk]) for item in page),
        facets=count_facets(params),
        chips=chips,
        reliefs=_reliefs(chips) if not total else (),
    )


def _whole(items: "QuerySet[DisputedItem]") -> "QuerySet[DisputedItem]":
    labelled = GuidelineCitation.objects.filter(cited_in="field").order_by("position")
    return (
        items.select_related("case")
        .defer("case__text", "case__summary", "case__words", "words")
        .prefetch_related(Prefetch("citations", queryset=labelled, to_attr="labelled_citations"))
    )


def _chips(params: SearchParams) -> Sequence[Chip]:
    chips = [Chip("Words", params.q, params.without("q"))] if params.q else []
    for name, values in params.chosen.items():
        facet = by_name()[name]
        chips += [Chip(facet.label, facet.label_of(value), params.without(name, value)) for value in values]
    for name in DATES:
        if day := getattr(params, name):
            label = "Decided on or after" if name == "decided_after" else "Decided on or before"
            chips.append(Chip(label, day.isoformat(), params.without(name)))
    return chips


def _reliefs(chips: Sequence[Chip]) -> tuple[Relief, ...]:
    found = [Relief(chip, matching(chip.without).count()) for chip in chips]
    return tuple(sorted((relief for relief in found if relief.count), key=lambda relief: -relief.count))

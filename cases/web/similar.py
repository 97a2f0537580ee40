"""The page of the decisions that are like an item."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.search.facets import by_name
from cases.search.params import SearchParams
from cases.search.search import chips_of, whole_items
from cases.search.similar.asked import read_order
from cases.search.similar.similar import ORDERS, find_similar
from cases.search.similar.subject import Subject, subject_of
from cases.web.access import Role, open_to

NARROWED_BY = ("outcome", "body_part", "guideline", "reason")
"""Facets that the page offers as choices; it obeys all of them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet to narrow by: its values in words, and which one is chosen."""

    name: str
    label: str
    values: tuple[tuple[str, str], ...]
    chosen: str


@open_to(Role.READER)
@require_safe
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """The decisions most like an item; the parameters of the search page narrow them, `sort` has orders of its own."""
    item = next(iter(whole_items([pk])), None)
    if item is None:
        raise Http404
    params, order, notices = read_order(request.GET, "balanced")
    subject = subject_of(item)
    context = {
        "item": item,
        "found": find_similar(subject, params, order),
        "params": params,
        "order": order,
        "ways": ways_of(params, order),
        "choices": choices_of(params),
        "kept": f"sort={order}",
        "hidden": [("sort", order), *hidden_of(params)],
        "chips": chips_of(params),
        "notices": notices,
        "amounts_to": search_of(subject, params).to_query(),
    }
    return render(request, "cases/similar.html", context)


def search_of(subject: Subject, params: SearchParams) -> SearchParams:
    """The search that a subject amounts to: its treatment and body parts, under the same filters."""
    own = {"treatment": (subject.treatment,) if subject.treatment else (), "body_part": subject.body_parts}
    chosen = {**{name: values for name, values in own.items() if values}, **params.chosen}
    return replace(params, chosen=chosen, sort="overturned-first")


def ways_of(params: SearchParams, order: str) -> list[tuple[str, str, bool]]:
    """Each order in words, the query that shows it, and whether it is the one that is shown."""
    query = params.to_query()
    return [(said, f"sort={name}{f'&{query}' if query else ''}", name == order) for name, said in ORDERS.items()]


def choices_of(params: SearchParams) -> list[Choice]:
    """What the page offers to narrow by."""
    return [_choice(name, params) for name in NARROWED_BY]


def hidden_of(params: SearchParams) -> list[tuple[str, str]]:
    """The parameters that a form of these choices must carry along."""
    return [(name, value) for name, value in params.pairs() if name not in NARROWED_BY]


def _choice(name: str, params: SearchParams) -> Choice:
    facet = by_name()[name]
    return Choice(name, facet.label, tuple(facet.known().items()), (params.choices(name) or ("",))[0])

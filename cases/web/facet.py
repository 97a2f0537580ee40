"""The page of one facet: all its values under the present search, narrowed by typing; the panel takes its list here."""

from dataclasses import dataclass
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from cases.search.counts import FacetBlock, FacetValue, block, uncounted
from cases.search.facets import Facet, by_name
from cases.search.finder import Finder
from cases.search.params import IGNORED, Notice, SearchParams, read_params
from cases.search.search import chips_of
from cases.search.sets.current import ask_current
from cases.web.access import Role, open_to
from cases.web.panels import narrowed, panel_of

ON_A_PAGE = 200
"""Values."""
LONGEST_TEXT = 100
"""Characters that values are narrowed by."""


@dataclass(frozen=True, slots=True)
class Line:
    """A value; `click` is the query with it, or without where it is chosen, `leave_out` that which leaves it out."""

    value: FacetValue
    click: str
    leave_out: str


@open_to(Role.READER)
@require_safe
def facet(request: HttpRequest, name: str) -> HttpResponse:
    """All values of a facet a page at a time, or for a script the list of its panel."""
    asked = by_name().get(name)
    if asked is None:
        raise Http404
    data = request.GET.copy()
    containing = _text(data)
    start = data.pop("start", [""])[-1]
    params, notices = read_params(data)
    counted = ask_current(lambda finder: _counted(asked, params, finder))
    found = narrowed(counted, containing) if containing else counted
    context = {"params": params, "query": params.to_query(), "containing": containing, "all": len(counted.values)}
    if getattr(request, "htmx", None):
        context |= {"panel": panel_of(found, params)}
        response = render(request, "cases/facet.html#values", context)
    else:
        response = render(request, "cases/facet.html", context | _page(asked, params, found, (start, notices)))
    # Both come from one address: a cache must not give one for the other.
    patch_vary_headers(response, ["HX-Request"])
    return response


def _text(data: QueryDict) -> str:
    typed = cast(list[str], data.pop("containing", [""]))[-1]
    return " ".join(typed.replace("\0", " ").split())[:LONGEST_TEXT]


def _counted(asked: Facet, params: SearchParams, finder: Finder) -> FacetBlock:
    if asked.needs and not params.chosen.get(asked.needs):
        return uncounted(asked, params)
    return block(asked, params, finder)


def _page(
    asked: Facet, params: SearchParams, found: FacetBlock, given: tuple[str, tuple[Notice, ...]]
) -> dict[str, object]:
    start, notices = given
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0
    if start and str(first) != start:
        notices += (Notice("bad-value", f"start: “{start[:60]}” is no position in this list.", IGNORED),)
    return {
        "facet": found,
        "lines": [_line(value, found.name, params) for value in found.values[first : first + ON_A_PAGE]],
        "first": first + 1,
        "previous": max(first - ON_A_PAGE, 0) if first else None,
        "next": first + ON_A_PAGE if first + ON_A_PAGE < len(found.values) else None,
        "notices": notices,
        "chips": [chip for chip in chips_of(params) if chip.label != found.label],
        "needs": by_name()[asked.needs] if asked.needs and not found.is_counted else None,
    }


def _line(value: FacetValue, name: str, params: SearchParams) -> Line:
    click = params.without(name, value.value) if value.selected else params.choosing(name, value.value)
    leave_out = "" if value.is_excluded else params.excluding(name, value.value).to_query()
    return Line(value, click.to_query(), leave_out)

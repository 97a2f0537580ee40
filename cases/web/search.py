"""The search page: one result is one disputed item."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from cases.exports import EXPORTS
from cases.search.coverage import coverage
from cases.search.order import SORTS, default_sort
from cases.search.params import SearchParams, read_params
from cases.search.search import find
from cases.web.access import Role, open_to
from cases.web.panels import panels_of
from cases.web.presentation import result_cards, title_of

EXAMPLES = ("physical therapy", '"home exercise program"', "lumbar mri -surgery", "outcome:overturned epidural")


@open_to(Role.READER)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The whole page, or for a script that changes the page in place only its results and filters."""
    params, notices = read_params(request.GET)
    results = find(params)
    context = {
        "results": results,
        "cards": result_cards(results),
        "panels": panels_of(results),
        "params": params,
        "query": params.to_query(),
        "notices": notices,
        "sorts": _sorts(params),
        "first_page": params.at(0).to_query(),
        "title": title_of(results),
        "downloads": [(form, export.label) for form, export in EXPORTS.items() if export.holds(results.total)],
        "examples": EXAMPLES,
        "coverage": coverage() if params.is_empty or not results.total else None,
    }
    in_place: HtmxDetails | None = getattr(request, "htmx", None)
    response = render(request, "cases/search.html#results" if in_place else "cases/search.html", context)
    # Both come from one address: a cache must not give one for the other.
    patch_vary_headers(response, ["HX-Request"])
    return push_url(response, f"{request.path}?{context['query']}".rstrip("?")) if in_place else response


def _sorts(params: SearchParams) -> list[tuple[str, str, bool]]:
    """Key, words and whether in force, of each order; the default has no key, so that addresses stay short."""
    default = default_sort(has_words=params.has_words)
    offered = [(value, label) for value, label in SORTS if value != "relevance" or params.has_words]
    return [("" if value == default else value, label, value == params.order) for value, label in offered]

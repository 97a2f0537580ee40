"""The search page: one result is one disputed item."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from cases.exports import EXPORTS
from cases.search.coverage import coverage
from cases.search.named import named_letters
from cases.search.order import SORTS, VIEWS, default_sort
from cases.search.params import SearchParams, read_params
from cases.search.search import Results, find
from cases.web.access import Role, open_to
from cases.web.figure_links import figure_links
from cases.web.outcome_bar import outcome_bar
from cases.web.panels import panels_of
from cases.web.result_list import block_cards, pager_of, said_of, title_of, views_of

EXAMPLES = ("physical therapy", '"home exercise program"', "lumbar mri -surgery", "outcome:overturned epidural")


@open_to(Role.READER)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The whole page, or for a script that changes the page in place only its results and filters."""
    params, notices = read_params(request.GET)
    results = find(params)
    context = {
        "results": results,
        "bar": outcome_bar(results),
        "figure_links": figure_links(params),
        "blocks": block_cards(results),
        "views": views_of(params),
        "pager": pager_of(results),
        "kept": _kept(results),
        "said": said_of(results),
        "panels": panels_of(results),
        "params": params,
        "query": params.to_query(),
        "notices": notices,
        "named": named_letters(params),
        "sorts": _sorts(params),
        "first_page": params.at(0).to_query(),
        "bare": params.bare().to_query(),
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


def _kept(results: Results) -> list[tuple[str, str]]:
    """What the form sends along so that another search is shown in the same way; the order has a field of its own."""
    sort = () if results.rows else ("sort",)
    return [(name, value) for name, value in results.params.pairs() if name in (*VIEWS, *sort)]


def _sorts(params: SearchParams) -> list[tuple[str, str, bool]]:
    """Key, words and whether in force, of each order; the default has no key, so that addresses stay short."""
    default = default_sort(has_words=params.has_words)
    offered = [(value, label) for value, label in SORTS if value != "relevance" or params.has_words]
    return [("" if value == default else value, label, value == params.order) for value, label in offered]

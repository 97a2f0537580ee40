"""The search page: one result is one disputed item."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.search.order import SORTS
from cases.search.params import read_params
from cases.search.search import find


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The whole page, or for a reload by script only its results."""
    params, notices = read_params(request.GET)
    context = {"results": find(params), "params": params, "notices": notices, "sorts": SORTS}
    template = "cases/search.html#results" if getattr(request, "htmx", False) else "cases/search.html"
    return render(request, template, context)

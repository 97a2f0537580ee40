"""What the text in the search box may become: a list for the script of the search page."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cases.search.completions import completions_of
from cases.search.params import read_params
from cases.search.sets.current import ask_current
from cases.web.access import Role, open_to

KINDS = {"treatment": "Treatments", "drug": "Drugs", "guideline": "Guidelines", "section": "Sections of guidelines"}
FRESH = 60
"""Seconds for which a browser may keep the list."""


@open_to(Role.READER)
@require_safe
@cache_control(private=True, max_age=FRESH)
def suggest(request: HttpRequest) -> HttpResponse:
    """The completions of `q` as the options of a listbox, each with the address it leads to; or nothing."""
    data = request.GET.copy()
    text = " ".join(data.pop("q", []))
    params, _ = read_params(data)
    found = ask_current(lambda finder: completions_of(text, params, finder))
    groups = [(KINDS[kind], list(named)) for kind, named in groupby(found.named, key=lambda each: each.kind)]
    return render(request, "cases/_completions.html", {"groups": groups, "letters": found.letters})

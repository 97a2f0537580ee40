"""The pages of guidelines: all of them by family, and one with what cites its pages and sections."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.letters import taxonomy
from cases.search.facets import by_name
from cases.search.sets.current import ask_current
from cases.search.sets.finder import SetFinder
from cases.stats.breakdown import Part, breakdown
from cases.web.access import Role, open_to
from cases.web.figure_tables import asked_whole
from cases.web.figures import read_figures
from cases.web.figures_head import head_of
from cases.web.guideline_figures import CUT, figures_of

OWN = ("guideline",)
MOST_SUGGESTED = 5
LONGEST = 60
"""Characters of a code that is none which are compared and shown."""


@dataclass(frozen=True, slots=True)
class Family:
    """The guidelines of a family that are cited; `whole` are the items that cite any of them."""

    code: str
    label: str
    whole: Part
    guidelines: tuple[Part, ...]


@open_to(Role.READER)
@require_safe
def guidelines(request: HttpRequest) -> HttpResponse:
    """Every guideline that is cited, by family, and how the items were decided that cite it."""
    params, notices = read_figures(request.GET, own=OWN)

    def answer(finder: SetFinder) -> dict[str, object]:
        parts = breakdown("guideline", params, finder)
        cited = {part.value for part in parts}
        return {
            **head_of(params, notices, finder),
            "families": [_family(part, parts) for part in parts if part.value in taxonomy.FAMILIES],
            "most": max((part.found for part in parts if part.level), default=0),
            "uncited": [(code, label) for code, label in _labels().items() if code not in cited],
        }

    return render(request, "cases/guidelines.html", ask_current(answer))


@open_to(Role.READER)
@require_safe
def guideline(request: HttpRequest, code: str) -> HttpResponse:
    """One guideline: its pages and sections by what cites them, who cites it, for what, when and why."""
    if code in taxonomy.FAMILIES:
        query = request.GET.urlencode()
        return redirect(f"{reverse('guidelines')}{f'?{query}' if query else ''}#{code}")
    if code not in _labels():
        return render(request, "cases/guideline_unknown.html", _alike(code), status=HTTPStatus.NOT_FOUND)
    whole, data = asked_whole(request.GET, CUT)
    params, notices = read_figures(data, own=OWN)
    counted = params.only("guideline", code)

    def answer(finder: SetFinder) -> dict[str, object]:
        head = head_of(counted, notices, finder, own=OWN)
        return head | (figures_of(code, counted, finder, whole=whole) if head["bar"] else {})

    named = {
        "whole": whole,
        "code": code,
        "label": _labels()[code],
        "family": taxonomy.FAMILIES[_groups()[code]],
        "counted": counted,
    }
    return render(request, "cases/guideline.html", named | ask_current(answer))


def _labels() -> Mapping[str, str]:
    """The guidelines that have a page."""
    return {code: label for code, label in by_name()["guideline"].known().items() if code not in taxonomy.FAMILIES}


def _groups() -> Mapping[str, str]:
    return (by_name()["guideline"].groups or dict)()


def _family(whole: Part, parts: tuple[Part, ...]) -> Family:
    members = tuple(replace(part, level=0) for part in parts if _groups().get(part.value) == whole.value)
    return Family(whole.value, taxonomy.FAMILIES[whole.value], whole, members)


def _alike(code: str) -> dict[str, object]:
    """Guidelines whose codes or words are like a code that there is not."""
    code = code[:LONGEST]
    words = {label.lower(): known for known, label in _labels().items()}
    close = difflib.get_close_matches(code, [*_labels(), *words], n=2 * MOST_SUGGESTED, cutoff=0.5)
    holding = [known for known in _labels() if code in known]
    codes = list(dict.fromkeys([*holding, *(words.get(each, each) for each in close)]))[:MOST_SUGGESTED]
    return {"code": code, "suggested": [(known, _labels()[known]) for known in codes]}

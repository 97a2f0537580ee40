"""The pages of treatments: all of them by how they fared, and one told apart by all that is known of its decisions."""

import difflib
from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.search.facets import by_name
from cases.search.finder import Finder
from cases.search.params import SearchParams
from cases.search.sets.current import ask_current
from cases.stats.breakdown import Part, breakdown
from cases.stats.contrast import reasons_given
from cases.web.access import Role, open_to
from cases.web.charts import columns_of, line_of
from cases.web.figure_tables import Plan, asked_whole, table_from, table_of
from cases.web.figures import read_figures, years_of
from cases.web.figures_head import head_of

OWN = ("treatment",)
YEARS = Plan("year", "Over the years", "Year", "Items by the year of the decision")
PLANS = (
    Plan(
        "guideline",
        "Guidelines cited",
        "Guideline",
        "Items by the guideline that either side cites",
        "An item for which several guidelines are cited stands in the line of each.",
    ),
    Plan(
        "body_part",
        "Body parts",
        "Body part",
        "Items by the body part that the request names",
        unknown="No body part named",
    ),
    Plan("basis", "The reviewer’s basis", "Basis", "Items by what the reviewer relies on"),
    Plan("visits", "Visits asked for", "Visits", "Items by the number of visits asked for", unknown="No number stated"),
    Plan(
        "specialty",
        "The reviewer’s specialty",
        "Specialty",
        "Items by the specialty of the reviewer",
        "A reviewer with several specialties stands in the line of each.",
    ),
)
"""Tables that a treatment is told apart by, besides years and reasons."""
MOST_MEANT = 5
"""Treatments that are offered for a code that is none."""


@open_to(Role.READER)
@require_safe
def treatments(request: HttpRequest) -> HttpResponse:
    """All treatments under their categories, with the outcomes of their items."""
    params, notices = read_figures(request.GET, OWN)
    context = ask_current(
        lambda finder: {
            **head_of(params, notices, finder, own=OWN),
            "parts": breakdown("treatment", params, finder),
        }
    )
    return render(request, "cases/treatments.html", context)


@open_to(Role.READER)
@require_safe
def treatment(request: HttpRequest, code: str) -> HttpResponse:
    """One treatment or category of them, told apart by TOLD_BY."""
    if code not in labels():
        return unknown(request, code)
    whole, data = asked_whole(request.GET, PLANS)
    filters, notices = read_figures(data, OWN)
    params = filters.only("treatment", code)

    def answer(finder: Finder) -> dict[str, object]:
        head = head_of(params, notices, finder, own=OWN)
        return head | (_told(code, params, finder, whole=whole) if head["bar"] else {})

    context = {"whole": whole, **about(code, params), **ask_current(answer)}
    return render(request, "cases/treatment.html", context)


def unknown(request: HttpRequest, code: str) -> HttpResponse:
    """A page that offers what may be meant by a code that is none."""
    context = {"code": code[:60], "meant": meant_by(code)}
    return render(request, "cases/treatment_unknown.html", context, status=404)


def about(code: str, params: SearchParams) -> dict[str, object]:
    """A treatment in words, the category it stands under, and the search for its decisions."""
    parent = _groups().get(code, "")
    return {
        "code": code,
        "label": labels()[code],
        "parent": parent,
        "category": labels().get(parent, ""),
        "search": params.to_query(),
    }


def labels() -> Mapping[str, str]:
    """Every treatment and category of them in words."""
    return by_name()["treatment"].known()


def meant_by(code: str) -> list[tuple[str, str]]:
    """The codes like one that is none, with their words, the likest first."""
    typed = " ".join(code.lower().replace("-", " ").replace("_", " ").split())[:60]
    names = {label.lower(): code for code, label in labels().items()}
    names |= {code.replace("-", " "): code for code in labels()}
    within = sorted(name for name in names if typed and typed in name)
    near = difflib.get_close_matches(typed, names, n=MOST_MEANT)
    codes = dict.fromkeys(names[name] for name in (*near, *within))
    return [(code, labels()[code]) for code in codes][:MOST_MEANT]


def _groups() -> Mapping[str, str]:
    groups = by_name()["treatment"].groups
    return groups() if groups else {}


def _members(code: str, params: SearchParams, finder: Finder) -> list[Part]:
    """The treatments of a category."""
    parts = breakdown("treatment", params, finder)
    return [replace(part, level=0) for part in parts if _groups().get(part.value) == code]


def _told(code: str, params: SearchParams, finder: Finder, *, whole: str) -> dict[str, object]:
    years = breakdown("year", params, finder)
    row = years_of(years, params)
    return {
        "members": _members(code, params, finder),
        "given": reasons_given(params, finder),
        "years": table_from(YEARS, years, params, whole="year"),
        "columns": columns_of(row),
        "line": line_of(row),
        "ends": list(dict.fromkeys((row[0].label, row[-1].label))) if row else [],
        "tables": [table_of(plan, params, finder, whole=whole) for plan in PLANS],
    }

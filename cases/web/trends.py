"""The overview: what is held for each year, how shares moved, and treatments crossed with guidelines."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.letters import taxonomy
from cases.search.params import SearchParams
from cases.search.sets.current import ask_current
from cases.search.sets.finder import SetFinder
from cases.stats.breakdown import Part, breakdown
from cases.stats.cross import cross
from cases.stats.letters import in_letters
from cases.web.access import Role, open_to
from cases.web.charts import columns_of, line_of
from cases.web.figure_tables import Plan, asked_whole, put_aside, table_from, table_of
from cases.web.figures import read_figures, years_of
from cases.web.figures_head import head_of

COLUMNS = 7
"""Guidelines beside one another: those cited most."""
CATEGORIES = Plan("treatment", "Treatments", "Category", "Items by the category of the treatment")
SPECIALTIES = Plan(
    "specialty",
    "Specialties",
    "Specialty",
    "Items by the reviewer’s specialty",
    "A reviewer with several specialties stands in the line of each.",
)
BASES = Plan("basis", "Basis", "Basis", "Items by the reviewer’s basis")


@open_to(Role.READER)
@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """Letters and items by year, shares over time, and shares by treatment, guideline, specialty and basis."""
    whole, data = asked_whole(request.GET, (SPECIALTIES,))
    params, notices = read_figures(data)

    def answer(finder: SetFinder) -> dict[str, object]:
        head = head_of(params, notices, finder)
        return head | (_figures(params, finder, whole) if head["bar"] else {})

    return render(request, "cases/trends.html", {"whole": whole, **ask_current(answer)})


def _figures(params: SearchParams, finder: SetFinder, whole: str) -> dict[str, object]:
    categories = [
        replace(part, level=0)
        for part in breakdown("treatment", params, finder)
        if part.value in taxonomy.treatment_categories()
    ]
    return {
        **_years(params, finder),
        **_crossed(categories, params, finder),
        "categories": table_from(CATEGORIES, categories, params, whole="treatment"),
        "specialties": table_of(SPECIALTIES, params, finder, whole=whole),
        "bases": table_of(BASES, params, finder, whole=whole),
    }


def _years(params: SearchParams, finder: SetFinder) -> dict[str, object]:
    years = breakdown("year", params, finder)
    row = years_of(years, params)
    return {
        "years": in_letters(years, finder),
        "years_put_aside": put_aside("year", params),
        "columns": columns_of(row),
        "line": line_of(row),
        "ends": list(dict.fromkeys((row[0].label, row[-1].label))) if row else [],
    }


def _crossed(categories: Sequence[Part], params: SearchParams, finder: SetFinder) -> dict[str, object]:
    cited = [part for part in breakdown("guideline", params, finder) if part.level]
    heads = sorted(cited, key=lambda part: -part.found)[:COLUMNS]
    sides = (put_aside(name, params) for name in ("treatment", "guideline"))
    return {
        "heads": heads,
        "crossed": cross(("treatment", categories), ("guideline", heads), params, finder) if heads else (),
        "crossed_put_aside": ", ".join(filter(None, sides)),
    }

"""The pages of treatments: all of them by how they fared, and one told apart by all that is known of its decisions."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
from cases.web.figures import read_figures, years_of
from cases.web.figures_head import head_of

OWN = ("treatment",)
TOLD_BY = {
    "year": "Over the years",
    "guideline": "By guideline cited by either side",
    "body_part": "By body part",
    "basis": "By the reviewer’s basis",
    "visits": "By visits asked for",
    "specialty": "By the reviewer’s specialty",
}
"""Facets that a treatment is told apart by."""
SHORT = 10
"""Lines of a table that are shown at once."""
LONG = SHORT + 3
"""Lines that are shown without folding some: a click for two more is not worth it."""
MOST_MEANT = 5
"""Treatments that are offered for a code that is none."""


@dataclass(frozen=True, slots=True)
class Table:
    """The items of a treatment told apart by one facet; the lines behind the first few are folded."""

    name: str
    title: str
    heading: str
    parts: Sequence[Part]
    more: Sequence[Part] = ()


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
    filters, notices = read_figures(request.GET, OWN)
    params = filters.only("treatment", code)
    context = ask_current(
        lambda finder: {
            **head_of(params, notices, finder, own=OWN),
            **about(code, params),
            **_told(params, finder),
            "members": _members(code, params, finder),
        }
    )
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


def _told(params: SearchParams, finder: Finder) -> dict[str, object]:
    tables = [_table(name, params, finder) for name in TOLD_BY]
    years = years_of(tables[0].parts, params)
    return {
        "given": reasons_given(params, finder),
        "tables": [table for table in tables if table.parts],
        "columns": columns_of(years),
        "line": line_of(years),
        "labels": _ends([part.label for part in years]),
    }


def _table(name: str, params: SearchParams, finder: Finder) -> Table:
    parts = breakdown(name, params, finder)
    shown = len(parts) if name == "year" or len(parts) <= LONG else SHORT
    return Table(name, TOLD_BY[name], by_name()[name].label, parts[:shown], parts[shown:])


def _ends(labels: Sequence[str]) -> list[str]:
    """The first, the middle and the last of some labels, as far as they are different."""
    return list(dict.fromkeys((labels[0], labels[len(labels) // 2], labels[-1]))) if labels else []

"""The figures of one guideline: its pages and sections, who cites it, for what, when and with which reasons."""

from dataclasses import replace

from cases.search.kinds import UNKNOWN
from cases.search.params import SearchParams
from cases.search.sets.finder import SetFinder
from cases.stats.breakdown import Part, breakdown
from cases.stats.contrast import reasons_given
from cases.stats.editions import editions_of
from cases.stats.sides import sides_of
from cases.web.charts import columns_of, line_of
from cases.web.figure_tables import Plan, table_from, table_of
from cases.web.figures import years_of
from cases.web.page_strips import strips_of

PAGES = Plan(
    "page",
    "Pages",
    "Page",
    "Items by the page that is cited",
    "An item that cites several pages stands in the line of each.",
)
SECTIONS = Plan(
    "section",
    "Sections",
    "Section",
    "Items by the section that is cited",
    "An item that cites several sections stands in the line of each.",
    unknown="No section named",
)
SIDES = Plan(
    "cited_by",
    "Who cites it",
    "Side",
    "Items by the side that cites it",
    "An item stands under each side that cites the guideline for it, and in one of the lines “both” and “alone”.",
)
YEARS = Plan("year", "Over the years", "Year", "Items by the year of the decision")
TREATMENTS = Plan("treatment", "Treatments", "Treatment", "Items by the treatment that was asked for")
CUT = (PAGES, SECTIONS, TREATMENTS)
"""Tables that may be too long to show whole at first."""


def figures_of(guideline: str, counted: SearchParams, finder: SetFinder, *, whole: str) -> dict[str, object]:
    """What the page of a guideline shows of the search `counted`; the table of the facet `whole` has all its lines."""
    pages = tuple(_page(part) for part in breakdown("page", counted, finder))
    paged = [part for part in pages if part.value != UNKNOWN]
    years = breakdown("year", counted, finder)
    row = years_of(years, counted)
    return {
        "strips": strips_of(pages),
        "cited_pages": len(paged),
        "pageless": next((part for part in pages if part.value == UNKNOWN), None),
        "pages": table_from(PAGES, paged, counted, whole=whole),
        "sections": table_of(SECTIONS, counted, finder, whole=whole),
        "sides": table_from(SIDES, sides_of(guideline, counted, finder), counted),
        "years": table_from(YEARS, years, counted, whole="year"),
        "columns": columns_of(row),
        "line": line_of(row),
        "ends": list(dict.fromkeys((row[0].label, row[-1].label))) if row else [],
        "treatments": table_of(TREATMENTS, counted, finder, whole=whole),
        "given": reasons_given(counted, finder),
        "editions": editions_of(guideline, finder),
    }


def _page(part: Part) -> Part:
    return replace(part, label="No page stated" if part.value == UNKNOWN else f"Page {part.value}")

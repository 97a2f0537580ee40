"""CSV: one item a row, with the facts of its letter and the words for its codes."""

import csv
import io
from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from cases.letters import taxonomy
from cases.models import DisputedItem, GuidelineCitation

CHUNK = 500
COLUMNS = (
    "case_number",
    "item",
    "decision_date",
    "request",
    "outcome",
    "treatment",
    "body_parts",
    "visits",
    "administrator_citations",
    "reviewer_citations",
    "reviewer_basis",
    "reasons",
    "specialties",
    "rationale",
    "address",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def lines(items: "QuerySet[DisputedItem]") -> Iterator[str]:
    """A line of column names, then a line an item in the order of storing."""
    yield _line(COLUMNS)
    labelled = GuidelineCitation.objects.filter(cited_in="field").order_by("position")
    rows = (
        items.order_by("pk")
        .select_related("case")
        .defer("case__text", "case__summary_words", "request_words", "rationale_words")
    )
    for item in rows.prefetch_related(Prefetch("citations", labelled, "labelled_citations")).iterator(CHUNK):
        yield _line(_row(item))


def _row(item: DisputedItem) -> tuple[str, ...]:
    case = item.case
    return (
        case.case_number,
        str(item.position),
        case.decision_date.isoformat() if case.decision_date else "",
        item.request,
        taxonomy.OUTCOMES.get(item.outcome, ""),
        taxonomy.treatments()[item.treatment].label,
        "; ".join(taxonomy.body_parts()[code].label for code in item.body_parts),
        "" if item.visits is None else str(item.visits),
        _cited(item, "administrator"),
        _cited(item, "reviewer"),
        taxonomy.BASES[item.reviewer_basis],
        "; ".join(taxonomy.reasons()[code].label for code in item.reasons),
        "; ".join(case.specialties),
        item.rationale,
        item.get_absolute_url(),
    )


def _cited(item: DisputedItem, side: str) -> str:
    labelled: list[GuidelineCitation] = getattr(item, "labelled_citations")  # noqa: B009 - set by the prefetch
    return "; ".join(citation.text for citation in labelled if citation.cited_by == side)


def _line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(_safe(cell) for cell in cells)
    return buffer.getvalue()


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell

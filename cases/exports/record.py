"""A stored case as the letter record that `manage.py parse` gives, with its slug, status and addresses."""

from typing import Any

from django.db.models import Prefetch

from cases.models import Case, DisputedItem, GuidelineCitation
from cases.models.case import CaseQuerySet


def whole_cases(among: CaseQuerySet | None = None) -> CaseQuerySet:
    """The published cases, or those `among`, with all that a record holds, in a few queries for all of them."""
    ordered = GuidelineCitation.objects.order_by("position")
    items = (
        DisputedItem.objects.order_by("position")
        .defer("request_words", "rationale_words")
        .prefetch_related(
            Prefetch("citations", queryset=ordered.filter(cited_in="field"), to_attr="labelled_citations"),
            Prefetch("citations", queryset=ordered.filter(cited_in="rationale"), to_attr="rationale_citations"),
        )
    )
    cases = Case.objects.published() if among is None else among
    whole = cases.select_related("source").defer("summary_words")
    return whole.prefetch_related(Prefetch("items", queryset=items))


def record_of(case: Case, site: str = "") -> dict[str, Any]:
    """The letter record of one of `whole_cases()`; absent facts are `None` or empty lists, never missing keys.

    `site` stands before each address: `https://imr.example`, or nothing.
    """
    return {
        "slug": case.slug,
        "status": case.status,
        "url": site + case.get_absolute_url(),
        "source": {"name": case.source.name, "sha256": case.source.sha256, "media_type": case.source.media_type},
        "format": case.format,
        "case_number": case.case_number or None,
        "priority": case.priority or None,
        **{name: day.isoformat() if day else None for name, day in case.dates().items()},
        "reviewer": {"states": case.states, "specialties": case.specialties},
        "patient": {"age": case.age, "sex": case.sex or None},
        "summary": case.summary or None,
        "outcome": case.outcome or None,
        "items": [_item(item, site) for item in case.items.all()],
        "spans": case.spans,
        "problems": case.problems,
        "text": case.text,
    }


def _item(item: DisputedItem, site: str) -> dict[str, Any]:
    labelled: list[GuidelineCitation] = item.labelled_citations  # type: ignore[attr-defined]
    return {
        "position": item.position,
        "request": item.request,
        "original_request": item.original_request or None,
        "authorized": item.authorized or None,
        "outcome": item.outcome or None,
        "treatment": item.treatment,
        "body_parts": item.body_parts,
        "visits": item.visits,
        "retrospective": item.retrospective,
        "citations": [citation_record(citation) for citation in labelled],
        "administrator_basis": item.administrator_basis,
        "reviewer_basis": item.reviewer_basis,
        "rationale": item.rationale or None,
        "reasons": item.reasons,
        "spans": {**item.spans, "citations": [[citation.start, citation.end] for citation in labelled]},
        "url": site + item.get_absolute_url(),
    }


def citation_record(citation: GuidelineCitation) -> dict[str, Any]:
    """One citation as records and the API give it."""
    return {
        "cited_by": citation.cited_by,
        "guideline": citation.guideline,
        "edition": citation.edition,
        "sections": citation.sections,
        "pages": citation.page_ranges,
        "text": citation.text,
    }

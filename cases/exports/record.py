"""A stored case as the letter record that `manage.py parse` gives, with its slug, status and addresses."""

from typing import Any

from cases.models import Case, DisputedItem, GuidelineCitation


def record_of(case: Case) -> dict[str, Any]:
    """The letter record of a case; absent facts are `None` or empty lists, never missing keys."""
    items = case.items.order_by("position").prefetch_related("citations")
    return {
        "slug": case.slug,
        "status": case.status,
        "url": case.get_absolute_url(),
        "source": {"name": case.source.name, "sha256": case.source.sha256, "media_type": case.source.media_type},
        "format": case.format,
        "case_number": case.case_number or None,
        "priority": case.priority or None,
        **{name: day.isoformat() if day else None for name, day in case.dates().items()},
        "reviewer": {"states": case.states, "specialties": case.specialties},
        "patient": {"age": case.age, "sex": case.sex or None},
        "summary": case.summary or None,
        "outcome": case.outcome or None,
        "items": [_item(item) for item in items],
        "spans": case.spans,
        "problems": case.problems,
        "text": case.text,
    }


def _item(item: DisputedItem) -> dict[str, Any]:
    labelled = sorted((c for c in item.citations.all() if c.cited_in == "field"), key=lambda c: c.position)
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
        "citations": [_citation(citation) for citation in labelled],
        "administrator_basis": item.administrator_basis,
        "reviewer_basis": item.reviewer_basis,
        "rationale": item.rationale or None,
        "reasons": item.reasons,
        "spans": {**item.spans, "citations": [[citation.start, citation.end] for citation in labelled]},
        "url": item.get_absolute_url(),
    }


def _citation(citation: GuidelineCitation) -> dict[str, Any]:
    return {
        "cited_by": citation.cited_by,
        "guideline": citation.guideline,
        "edition": citation.edition,
        "sections": citation.sections,
        "pages": citation.page_ranges,
        "text": citation.text,
    }

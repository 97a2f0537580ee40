"""Makers of stored cases: rows without letters, for tests of finding and showing."""

import datetime
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cases.models import Case, DisputedItem, GuidelineCitation, Source
from cases.models.choices import Status

_numbers = itertools.count(1)


def make_citation(
    guideline: str = "mtus-chronic-pain",
    *,
    cited_by: str = "reviewer",
    pages: Sequence[tuple[int, int]] = (),
    sections: Sequence[str] = (),
    edition: int | None = None,
    cited_in: str = "field",
) -> dict[str, Any]:
    """The columns of a citation."""
    return {
        "guideline": guideline,
        "cited_by": cited_by,
        "cited_in": cited_in,
        "pages": sorted({page for first, last in pages for page in range(first, last + 1)}),
        "page_ranges": [list(span) for span in pages],
        "sections": list(sections),
        "section_names": [name.lower() for name in sections],
        "edition": edition,
        "text": f"{guideline} {pages}",
        "start": 0,
        "end": 1,
    }


def make_item(
    request: str = "Physical therapy, 12 sessions, lumbar spine",
    *,
    citations: Iterable[Mapping[str, Any]] = (),
    **columns: Any,
) -> dict[str, Any]:
    """The columns of an item, and its citations."""
    return {
        "request": request,
        "outcome": "upheld",
        "treatment": "physical-therapy",
        "administrator_basis": "none",
        "reviewer_basis": "mtus",
        "rationale": "The records do not show functional improvement. The request is not medically necessary.",
        "citations": list(citations),
        **columns,
    }


def make_case(*items: dict[str, Any], **columns: Any) -> Case:
    """A published case, of one upheld item where none is given."""
    number = next(_numbers)
    source = Source.objects.create(
        sha256=f"{number:064x}", name=f"letter-{number}.txt", media_type="text/plain", size=1, file=f"sources/{number}"
    )
    case_number = columns.pop("case_number", f"CM15-{number:07d}")
    slug = columns.pop("slug", case_number.lower() or f"letter-{number}")
    given = {
        "status": Status.PUBLISHED,
        "format": "maximus-2014",
        "fingerprint": "rules",
        "text": "The letter.",
        "text_sha256": f"{number:064x}",
        "decision_date": datetime.date(2015, 3, 1),
        "summary": "A worker with low back pain.",
        "outcome": "upheld",
        **columns,
    }
    case = Case.objects.create(source=source, slug=slug, case_number=case_number, **given)
    for position, item in enumerate(items or (make_item(),), start=1):
        _store_item(case, position, dict(item))
    return case


def _store_item(case: Case, position: int, columns: dict[str, Any]) -> None:
    citations = columns.pop("citations")
    item = DisputedItem.objects.create(case=case, position=position, **columns)
    GuidelineCitation.objects.bulk_create(
        GuidelineCitation(item=item, position=place, **citation) for place, citation in enumerate(citations)
    )

"""What a letter was made from, in the shape of the records that readings are scored against."""

import datetime
from dataclasses import dataclass
from typing import Any

DATES = ("received_date", "assigned_date", "decision_date", "injury_date", "ur_denial_date")


@dataclass(frozen=True, slots=True)
class Cited:
    """One guideline of one side, with `text` as written. `pages` are inclusive ranges."""

    guideline: str
    text: str
    edition: int | None = None
    sections: tuple[str, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TrueItem:
    """One disputed treatment as it is meant."""

    request: str
    original_request: str | None
    authorized: str | None
    outcome: str
    treatment: str
    body_parts: tuple[str, ...]
    visits: int | None
    is_retrospective: bool
    administrator_basis: str
    reviewer_basis: str
    administrator: tuple[Cited, ...]
    reviewer: tuple[Cited, ...]
    reasons: tuple[str, ...]
    rationale: str

    def to_gold(self, position: int) -> dict[str, Any]:
        """Plain values; `position` counts from 1."""
        sides = (("administrator", self.administrator), ("reviewer", self.reviewer))
        return {
            "position": position,
            "request": self.request,
            "original_request": self.original_request,
            "authorized": self.authorized,
            "outcome": self.outcome,
            "treatment": self.treatment,
            "body_parts": list(self.body_parts),
            "visits": self.visits,
            "retrospective": self.is_retrospective,
            "administrator_basis": self.administrator_basis,
            "reviewer_basis": self.reviewer_basis,
            "citations": [_citation(side, cited) for side, citations in sides for cited in citations],
            "reasons": list(self.reasons),
            "rationale": self.rationale,
        }


@dataclass(frozen=True, slots=True)
class Truth:
    """What the words of a letter state: a fact that stands nowhere in it is `None`, though it was made from one."""

    name: str
    format: str
    year: int
    case_number: str | None
    priority: str | None
    received_date: datetime.date | None
    assigned_date: datetime.date | None
    decision_date: datetime.date | None
    injury_date: datetime.date | None
    ur_denial_date: datetime.date | None
    states: tuple[str, ...]
    specialties: tuple[str, ...]
    age: int | None
    sex: str
    summary: str
    items: tuple[TrueItem, ...]

    def to_gold(self) -> dict[str, Any]:
        """Plain values for JSON."""
        dates = {name: getattr(self, name) for name in DATES}
        return {
            "name": self.name,
            "format": self.format,
            "case_number": self.case_number,
            "priority": self.priority,
            **{name: day.isoformat() if day else None for name, day in dates.items()},
            "reviewer": {"states": list(self.states), "specialties": list(self.specialties)},
            "patient": {"age": self.age, "sex": self.sex},
            "summary": self.summary,
            "items": [item.to_gold(position) for position, item in enumerate(self.items, 1)],
        }


def _citation(side: str, cited: Cited) -> dict[str, Any]:
    return {
        "cited_by": side,
        "guideline": cited.guideline,
        "edition": cited.edition,
        "sections": list(cited.sections),
        "pages": [list(pages) for pages in cited.pages],
        "text": cited.text,
    }

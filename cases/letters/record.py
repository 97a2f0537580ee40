"""A letter as the record that commands, files and programs exchange: plain values for JSON."""

import datetime
from dataclasses import dataclass, fields
from typing import Any

from cases.letters.model import Citation, Fact, Item, Letter

DATES = ("received_date", "assigned_date", "decision_date", "injury_date", "ur_denial_date")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a letter came in: its name, the SHA-256 of its bytes in hexadecimal, its media type."""

    name: str
    sha256: str
    media_type: str


def to_record(letter: Letter, origin: Origin) -> Json:
    """The letter record: every key is there, an absent fact is `None` or an empty list."""
    return {
        "source": {"name": origin.name, "sha256": origin.sha256, "media_type": origin.media_type},
        "format": letter.format,
        "case_number": _plain(letter.case_number),
        "priority": _plain(letter.priority),
        **{name: _plain(getattr(letter, name)) for name in DATES},
        "reviewer": {"states": _values(letter.states), "specialties": _values(letter.specialties)},
        "patient": {"age": _plain(letter.age), "sex": _plain(letter.sex)},
        "summary": _plain(letter.summary),
        "outcome": letter.outcome,
        "items": [_item(item) for item in letter.items],
        "spans": spans_of(letter),
        "problems": [{"code": p.code, "message": p.message, "span": list(p.span)} for p in letter.problems],
        "text": letter.text,
    }


def record_of_unreadable(origin: Origin, code: str, message: str) -> Json:
    """The record of a file that holds no letter: an unknown format, no text, and the problem that says why."""
    record = to_record(Letter(format="unknown", text=""), origin)
    return record | {"problems": [{"code": code, "message": message, "span": [0, 0]}]}


def spans_of(thing: Letter | Item) -> Json:
    """Where each fact stands: `[start, end]`, or a list of those for facts that are several."""
    spans: Json = {}
    for name in (field.name for field in fields(thing)):
        value = getattr(thing, name)
        if isinstance(value, Fact):
            spans[name] = list(value.span)
        elif isinstance(value, tuple) and value and isinstance(value[0], Fact):
            spans[name] = [list(one.span) for one in value]
    return spans


def labelled(item: Item) -> list[Citation]:
    """The citations of the two guideline fields; what the rationale cites is kept apart from them."""
    return [citation for citation in item.citations if citation.cited_in == "field"]


def _item(item: Item) -> Json:
    return {
        "position": item.position,
        "request": item.request.value,
        "original_request": _plain(item.original_request),
        "authorized": _plain(item.authorized),
        "outcome": _plain(item.outcome),
        "treatment": item.treatment.value,
        "body_parts": _values(item.body_parts),
        "visits": _plain(item.visits),
        "retrospective": bool(_plain(item.retrospective)),
        "citations": [_citation(citation) for citation in labelled(item)],
        "administrator_basis": item.administrator_basis,
        "reviewer_basis": item.reviewer_basis,
        "rationale": _plain(item.rationale),
        "reasons": _values(item.reasons),
        "spans": spans_of(item) | {"citations": [list(citation.span) for citation in labelled(item)]},
    }


def _citation(citation: Citation) -> Json:
    return {
        "cited_by": citation.cited_by,
        "guideline": citation.guideline,
        "edition": citation.edition,
        "sections": list(citation.sections),
        "pages": [list(pages) for pages in citation.pages],
        "text": citation.text,
    }


def _plain(fact: Fact[Any] | None) -> Any:
    if fact is None:
        return None
    return fact.value.isoformat() if isinstance(fact.value, datetime.date) else fact.value


def _values(facts: tuple[Fact[str], ...]) -> list[str]:
    return list(dict.fromkeys(fact.value for fact in facts))

"""Invented letters as rows of the tables, made from their truth: nothing is read out of their text."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, JSONField, Model
from psycopg.types.json import Jsonb

from benchmarks.corpus.generate import Made
from benchmarks.corpus.truth import Cited, TrueItem, Truth
from cases.models import Case, DisputedItem, GuidelineCitation, Source

TABLES: tuple[type[Model], ...] = (Source, Case, DisputedItem, GuidelineCitation)
ITEMS_A_LETTER = 100
CITATIONS_AN_ITEM = 100
"""Keys are made of the letter's, so that ranges can be filled side by side; no letter has so many."""

STORED_AT = datetime(2026, 1, 1, tzinfo=UTC)
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of some letters, by table: for each a mapping of what is given of its columns."""

    of: Mapping[type[Model], list[Values]] = field(default_factory=lambda: {model: [] for model in TABLES})

    @classmethod
    def made(cls, letters: Iterable[tuple[int, Made]]) -> "Rows":
        """The rows of letters under their keys."""
        rows = cls()
        for key, (text, truth) in letters:
            rows._add(key, text, truth)
        return rows

    def _add(self, key: int, text: str, truth: Truth) -> None:
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.of[Source].append(_source(key, truth, digest, len(text)))
        self.of[Case].append(_case(key, truth, digest, text))
        for position, item in enumerate(truth.items, 1):
            item_key = key * ITEMS_A_LETTER + position
            self.of[DisputedItem].append(_item(item_key, key, item, position))
            sides = (("administrator", item.administrator), ("reviewer", item.reviewer))
            cited = [(side, each) for side, citations in sides for each in citations]
            self.of[GuidelineCitation] += [_citation(item_key, place, *each) for place, each in enumerate(cited)]

    def complete(self, model: type[Model]) -> Iterator[list[Any]]:
        """Rows of a table as `columns` names them, with the model's own defaults where nothing is given."""
        fields = _fields(model)
        plain = [(each.attname, isinstance(each, JSONField), _default(each)) for each in fields]
        for given in self.of[model]:
            values = [(given.get(name, default), is_json) for name, is_json, default in plain]
            yield [Jsonb(value) if is_json else value for value, is_json in values]


def columns(model: type[Model]) -> list[str]:
    """The columns of a table that are written."""
    return [str(each.column) for each in _fields(model)]


def _fields(model: type[Model]) -> list[Field]:
    return [each for each in model._meta.local_concrete_fields if not each.generated]  # noqa: SLF001 - Django's own door


def _default(column: Field) -> Any:
    if getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False):
        return STORED_AT
    return [] if isinstance(column, ArrayField) else column.get_default()


def _source(key: int, truth: Truth, digest: str, size: int) -> Values:
    return {
        "id": key,
        "sha256": digest,
        "name": f"{truth.name}.txt",
        "media_type": "text/plain",
        "size": size,
        "file": f"sources/{digest[:2]}/{digest}",
    }


def _case(key: int, truth: Truth, digest: str, text: str) -> Values:
    outcomes = {item.outcome for item in truth.items}
    return {
        "id": key,
        "slug": (truth.case_number or f"letter-{digest[:10]}").lower(),
        "source_id": key,
        "status": "published",
        "format": truth.format,
        "fingerprint": "made",
        "text": text,
        "text_sha256": digest,
        "case_number": truth.case_number or "",
        "priority": truth.priority or "",
        "received_date": truth.received_date,
        "assigned_date": truth.assigned_date,
        "decision_date": truth.decision_date,
        "injury_date": truth.injury_date,
        "ur_denial_date": truth.ur_denial_date,
        "states": list(dict.fromkeys(truth.states)),
        "specialties": list(dict.fromkeys(truth.specialties)),
        "age": truth.age,
        "sex": truth.sex,
        "summary": truth.summary,
        "outcome": outcomes.pop() if len(outcomes) == 1 else "mixed",
    }


def _item(key: int, case: int, item: TrueItem, position: int) -> Values:
    return {
        "id": key,
        "case_id": case,
        "position": position,
        "request": item.request,
        "original_request": item.original_request or "",
        "authorized": item.authorized or "",
        "outcome": item.outcome,
        "treatment": item.treatment,
        "body_parts": list(dict.fromkeys(item.body_parts)),
        "visits": item.visits,
        "retrospective": item.is_retrospective,
        "administrator_basis": item.administrator_basis,
        "reviewer_basis": item.reviewer_basis,
        "rationale": item.rationale,
        "reasons": list(item.reasons),
    }


def _citation(item: int, place: int, side: str, cited: Cited) -> Values:
    return {
        "id": item * CITATIONS_AN_ITEM + place,
        "item_id": item,
        "position": place,
        "cited_by": side,
        "guideline": cited.guideline,
        "edition": cited.edition,
        "sections": list(cited.sections),
        "section_names": sorted({name.lower().replace("|", "/") for name in cited.sections}),
        "pages": sorted({page for first, last in cited.pages for page in range(first, last + 1)}),
        "page_ranges": [list(pages) for pages in cited.pages],
        "text": cited.text,
        "start": 0,
        "end": 0,
    }

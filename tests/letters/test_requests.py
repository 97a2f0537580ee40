"""Whole requests as letters word them, labelled by hand before the rules saw them: treatment, body parts, visits."""

import tomllib
from pathlib import Path

import pytest

from cases.letters.classify import classify_request
from cases.letters.model import Span

ROWS = tomllib.loads((Path(__file__).parent / "requests.toml").read_text(encoding="utf-8"))["rows"]


@pytest.mark.parametrize(("request_text", "treatment", "body_parts", "visits"), ROWS, ids=[row[0] for row in ROWS])
def test_a_request_is_read_as_a_careful_reader_would(
    request_text: str, treatment: str, body_parts: str, visits: str
) -> None:
    facts = classify_request(request_text, Span(0, len(request_text)))
    assert facts.treatment.value == treatment
    assert {part.value for part in facts.body_parts} == set(body_parts.split())
    assert (facts.visits.value if facts.visits else None) == (int(visits) if visits else None)

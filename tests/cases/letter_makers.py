"""Makers of stored letters: read and stored as an ingest does it, and read again as other rules might."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from cases.ingest.reading import Reading, read
from cases.ingest.reparse import reparse
from cases.ingest.store import replace_reading, store
from cases.letters.fingerprint import fingerprint
from cases.letters.model import Fact, Item
from cases.models import Case

LETTER = (Path(__file__).parents[2] / "samples" / "CM14-0095145.txt").read_text()


def store_letter(text: str = LETTER, name: str = "letter.txt") -> Case:
    """A letter as it is after an ingest."""
    data = text.encode()
    reading = read(name, data)
    assert isinstance(reading, Reading)
    return store(name, data, reading, fingerprint())[1]


def reread(case: Case, **changed: Any) -> Case:
    """The case read again under rules that read its first item otherwise: `treatment="mri"`."""
    case = Case.objects.get(pk=case.pk)
    reading = read("letter.txt", case.text.encode())
    assert isinstance(reading, Reading)
    first, *others = reading.letter.items
    items = (read_otherwise(first, **changed), *others)
    replace_reading(case, replace(reading, letter=replace(reading.letter, items=items)), "other rules")
    return Case.objects.get(pk=case.pk)


def read_otherwise(item: Item, **changed: Any) -> Item:
    """An item with other values at the same places."""
    facts: dict[str, Any] = {name: Fact(value, getattr(item, name).span) for name, value in changed.items()}
    return replace(item, **facts)


def reread_all() -> None:
    """Every letter as `manage.py reparse` leaves it after a change of the rules."""
    Case.objects.update(fingerprint="older rules")
    reparse(fingerprint())

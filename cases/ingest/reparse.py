"""Stored letters read again under new rules, from their stored text."""

from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict

from cases.ingest.reading import Reading
from cases.ingest.store import replace_reading
from cases.letters.parse import parse_letter
from cases.letters.privacy import find_identities
from cases.models import Case, DisputedItem, GuidelineCitation

NOT_READ = ("id", "case", "item", "fingerprint", "request_words", "rationale_words", "summary_words")
"""Columns that say nothing of what was read."""


def reparse(fingerprint: str) -> tuple[int, int]:
    """Reads every stale case again, each in its own transaction; returns how many were read and how many changed."""
    read = changed = 0
    stale = Case.objects.stale(fingerprint).order_by("pk").values_list("pk", flat=True)
    while (key := stale.first()) is not None:
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=key)
            before = _reading(key)
            letter = parse_letter(case.text)
            reading = Reading(letter, case.source.media_type, find_identities(letter.text))
            replace_reading(case, reading, fingerprint)
            changed += _reading(key) != before
        read += 1
    return read, changed


def _reading(key: int) -> list[dict[str, Any]]:
    rows = [
        *Case.objects.filter(pk=key),
        *DisputedItem.objects.filter(case=key).order_by("position"),
        *GuidelineCitation.objects.filter(item__case=key).order_by("item__position", "position"),
    ]
    return [model_to_dict(row, exclude=NOT_READ) for row in rows]

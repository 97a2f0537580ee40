"""Whether what was kept of letters is whole: original files by their hash, values by their spans."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage

from cases.ingest.originals import sha256
from cases.letters.text import folded
from cases.models import Case, DisputedItem, Source
from cases.review.effective import find_outdated

CHUNK = 200


def find_damage() -> Iterator[str]:
    """A sentence for each file that is not there or not itself, and each value that its span does not say."""
    for source in Source.objects.order_by("pk").iterator(CHUNK):
        yield from _wrong_file(source)
    for case in Case.objects.order_by("pk").prefetch_related("items__citations").iterator(CHUNK):
        yield from _wrong_spans(case)
    for slug in find_outdated():
        yield f"{slug}: its columns are not its reading with the corrections in force on top; read the letter again"


def _wrong_file(source: Source) -> Iterator[str]:
    if not default_storage.exists(source.file):
        yield f"the file of {source.name} ({source.file}) is gone; restore it from a backup"
        return
    with default_storage.open(source.file) as file:
        if sha256(file.read()) != source.sha256:
            yield f"the file of {source.name} ({source.file}) is not what came; restore it from a backup"


def _wrong_spans(case: Case) -> Iterator[str]:
    for name in ("case_number", "summary"):
        yield from _wrong(case, case, name, getattr(case, name), case.spans.get(name))
    for item in case.items.all():
        for name in ("request", "rationale", "original_request", "authorized"):
            yield from _wrong(case, item, name, getattr(item, name), item.spans.get(name))
        for citation in item.citations.all():
            yield from _wrong(case, item, "citation", citation.text, [citation.start, citation.end])


def _wrong(case: Case, of: Case | DisputedItem, name: str, value: str, span: list[Any] | None) -> Iterator[str]:
    key = "citations" if name == "citation" else name
    is_corrected = (f"{of.position}.{key}" if isinstance(of, DisputedItem) else key) in case.reading
    if is_corrected and not any(span or ()):
        return  # a person has it from elsewhere
    if value and (not span or folded(case.text[slice(*span)]) != value):
        yield f"{case.slug}: the span of {name} of {of} does not say its value; read the letter again"

"""Many letters to rows at once: new ones by COPY in one transaction, every other one alone and in its turn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import DatabaseError, transaction

from cases.ingest.copying import copy_rows
from cases.ingest.originals import sha256
from cases.ingest.reading import Reading, Refused
from cases.ingest.store import (
    citation_row,
    is_refusal,
    item_row,
    keep_source,
    lock_storing,
    new_case,
    new_source,
    refusal_of,
    slug_of,
    store,
)
from cases.models import Case, Source

Stored = tuple[str, Case]
"""What `store` returns: `added`, `updated` or `unchanged`, and the case."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file, the SHA-256 of its bytes, and what was read from it."""

    name: str
    data: bytes
    digest: str
    reading: Reading | Refused


def store_all(files: Sequence[Received], fingerprint: str) -> list[Stored | Refused]:
    """Keeps the files and what was read from them, with the outcome that storing one after the other has.

    A letter that PostgreSQL refuses is refused by name, and harms no other: the file is kept with the reason.
    """
    added: Mapping[int, Case] = {}
    try:
        with transaction.atomic():
            lock_storing()
            new = dict(_find_new(files))
            added = dict(zip(new, _copy(list(new.values()), fingerprint), strict=True))
    except DatabaseError as error:
        if not is_refusal(error):
            raise
        added = {}  # one of them is bad; stored alone, each shows for itself whether it is
    return [
        ("added", added[place]) if place in added else _store_alone(file, fingerprint)
        for place, file in enumerate(files)
    ]


def _find_new(files: Sequence[Received]) -> Iterator[tuple[int, Received]]:
    """The letters that touch nothing stored and no file before them, with their places."""
    marks = [_marks(file) for file in files]
    seen = _known(set().union(*marks))
    for place, (file, own) in enumerate(zip(files, marks, strict=True)):
        if isinstance(file.reading, Reading) and seen.isdisjoint(own):
            yield place, file
        seen |= own


def _marks(file: Received) -> set[tuple[str, str]]:
    """By what a file may touch another: its bytes, its text, its place among the cases."""
    if isinstance(file.reading, Refused):
        return {("file", file.digest)}
    letter = file.reading.letter
    text = sha256(letter.text.encode())
    return {("file", file.digest), ("text", text), ("slug", slug_of(letter, file.digest))}


def _known(marks: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the marks that something stored has."""
    files, texts, slugs = ([value for kind, value in marks if kind == of] for of in ("file", "text", "slug"))
    sources = Source.objects.filter(sha256__in=files).values_list("sha256", flat=True)
    same = Case.objects.filter(text_sha256__in=texts).values_list("text_sha256", flat=True)
    placed = Case.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    # A person may have published a version under another slug.
    numbered = Case.objects.filter(case_number__in=[slug.upper() for slug in slugs]).values_list(
        "case_number", flat=True
    )
    found = (("file", sources), ("text", same), ("slug", placed), ("slug", map(str.lower, numbered)))
    return {(kind, value) for kind, values in found for value in values}


def _copy(files: Sequence[Received], fingerprint: str) -> Sequence[Case]:
    """The new cases; the files are kept first, so that no row ever points to one that is not there."""
    readings = [file.reading for file in files if isinstance(file.reading, Reading)]
    sources = copy_rows(
        [
            new_source(file.name, file.data, media_type=reading.media_type)
            for file, reading in zip(files, readings, strict=True)
        ]
    )
    cases = copy_rows([new_case(source, each, fingerprint) for source, each in zip(sources, readings, strict=True)])
    pairs = [(case, item) for case, each in zip(cases, readings, strict=True) for item in each.letter.items]
    items = copy_rows([item_row(case, item) for case, item in pairs])
    copy_rows(
        [
            citation_row(row, position, citation)
            for row, (_, item) in zip(items, pairs, strict=True)
            for position, citation in enumerate(item.citations)
        ]
    )
    return cases


def _store_alone(file: Received, fingerprint: str) -> Stored | Refused:
    if isinstance(file.reading, Refused):
        keep_source(file.name, file.data, media_type="application/octet-stream", refusal=file.reading.reason)
        return file.reading
    try:
        return store(file.name, file.data, file.reading, fingerprint)
    except DatabaseError as error:
        if not is_refusal(error):
            raise
        # What the parser bounds cannot hold PostgreSQL may still refuse; the file is kept all the same.
        reason = f"cannot be stored: PostgreSQL says {refusal_of(error)}; look at it by hand"
    keep_source(file.name, file.data, media_type=file.reading.media_type, refusal=reason)
    return Refused(reason)

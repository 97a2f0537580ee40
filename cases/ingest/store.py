"""Letters to rows: one letter, one transaction; the original file is written before the row that points to it."""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction

from cases.ingest.originals import keep_file, sha256
from cases.ingest.reading import SCANNED, Reading
from cases.letters import taxonomy
from cases.letters.model import Citation, Fact, Item, Letter, Problem, Span
from cases.letters.record import spans_of
from cases.models import Case, DisputedItem, GuidelineCitation, Source
from cases.models.choices import Status
from cases.review.rereading import Noted, rereading
from cases.review.states import is_watched

SCALARS = (
    "case_number",
    "priority",
    "received_date",
    "assigned_date",
    "decision_date",
    "injury_date",
    "ur_denial_date",
)
DATES = frozenset(name for name in SCALARS if name.endswith("_date"))
OCR = "This text was read from pictures (OCR): where it matters, compare it with the original."
STORE_LOCK = 0x1312_0001
"""Advisory lock held while a letter is stored, so that two writers never race for a case number."""


TOO_LARGE = "54"
"""Class of the errors by which PostgreSQL says that a value goes beyond its limits."""


def lock_storing() -> None:
    """Waits for every other writer; the transaction's end lets them go on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STORE_LOCK])


def is_refusal(error: DatabaseError) -> bool:
    """Whether PostgreSQL will not have the values themselves: they would be refused again, and others are not."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return isinstance(error, DataError | IntegrityError) or state.startswith(TOO_LARGE)


def refusal_of(error: DatabaseError) -> str:
    """The kind of the error and where it arose; its own message may hold the words of a letter."""
    cause = error.__cause__
    diagnosis = cause.diag if isinstance(cause, psycopg.Error) else None
    where = diagnosis and (diagnosis.constraint_name or diagnosis.column_name or diagnosis.table_name)
    return f"{type(cause or error).__name__}{f' ({where})' if where else ''}"


def keep_source(name: str, data: bytes, *, media_type: str, refusal: str = "") -> Source:
    """The row of a received file; `refusal` says why nothing could be read from it, and is cleared when it could."""
    new = new_source(name, data, media_type=media_type, refusal=refusal)
    about = {"refusal": refusal, "media_type": media_type}
    columns = {**about, "name": new.name, "size": new.size, "file": new.file}
    return Source.objects.update_or_create(sha256=new.sha256, defaults=about, create_defaults=columns)[0]


def new_source(name: str, data: bytes, *, media_type: str, refusal: str = "") -> Source:
    """The same for a file that no row is there for yet, not saved; the file itself is kept when this returns."""
    digest = sha256(data)
    return Source(
        sha256=digest,
        name=name.encode(errors="replace").decode()[-255:],  # a name on disk may be no Unicode
        media_type=media_type,
        size=len(data),
        file=keep_file(data, digest),
        refusal=refusal,
    )


def store(name: str, data: bytes, reading: Reading, fingerprint: str) -> tuple[str, Case]:
    """Keeps a file and what was read from it; returns `added`, `updated` or `unchanged`, and the case.

    The same bytes read under other rules update their case in place; the same text in
    other bytes is unchanged; another text under the same case number supersedes.
    """
    with transaction.atomic():
        lock_storing()
        source = keep_source(name, data, media_type=reading.media_type)
        known = Case.objects.filter(source=source).first()
        if known and (known.fingerprint == fingerprint or known.is_redacted):
            # Stored while this one was being read; or its file says what was taken out of its text.
            return "unchanged", known
        if known:
            replace_reading(known, reading, fingerprint)
            return "updated", known
        digest = sha256(reading.letter.text.encode())
        if same := Case.objects.filter(text_sha256=digest).order_by("pk").first():
            return "unchanged", same
        return _add(source, reading, fingerprint)


def status_of(reading: Reading) -> Status:
    """Whether the public may find a letter at once, or a person looks at it first.

    What identifies a person holds a letter; a physician's name does not, as it is no patient's. An item
    without an outcome or without a rationale tells of a letter that was cut or misread.
    """
    letter = reading.letter
    if any(identity.kind != "physician-name" for identity in reading.identities):
        return Status.HELD
    is_whole = all(item.outcome and item.rationale for item in letter.items)
    return Status.PUBLISHED if letter.items and is_whole and letter.format != "unknown" else Status.IN_REVIEW


def _add(source: Source, reading: Reading, fingerprint: str) -> tuple[str, Case]:
    case = new_case(source, reading, fingerprint)
    if case.status == Status.PUBLISHED and is_watched(case.case_number):
        case.status = Status.IN_REVIEW
    older = Case.objects.filter(slug=case.slug).first()
    if older and case.status != Status.PUBLISHED:
        case.slug = f"{case.slug}-{source.sha256[:6]}"  # what is in review never hides what is published
    elif older:
        case.supersedes = older
        older.slug = f"{older.slug}-{older.source.sha256[:6]}"
        older.status = Status.SUPERSEDED
        older.save(update_fields=["slug", "status"])
    case.save()
    _add_items(case, reading.letter)
    return "updated" if case.supersedes else "added", case


def replace_reading(case: Case, reading: Reading, fingerprint: str) -> Noted:
    """Gives the case a new reading of its own file; its slug, corrections and a state that a person gave it stay."""
    with rereading(case, status_of(reading)) as noted:
        came = case.text_sha256 if case.is_redacted else ""
        for column, value in _case_columns(reading).items():
            setattr(case, column, value)
        case.text_sha256 = came or case.text_sha256
        case.fingerprint = fingerprint
        case.save()
        case.items.all().delete()
        _add_items(case, reading.letter)
    return noted


def new_case(source: Source, reading: Reading, fingerprint: str) -> Case:
    """The case of a letter that is held in no other version, not saved."""
    case = Case(source=source, fingerprint=fingerprint, **_case_columns(reading))
    case.status = status_of(reading)
    case.slug = slug_of(reading.letter, source.sha256)
    return case


def slug_of(letter: Letter, digest: str) -> str:
    """The case number in lower case, or a short code of the file where the letter has none."""
    return letter.case_number.value.lower() if letter.case_number else f"letter-{digest[:10]}"


def _case_columns(reading: Reading) -> dict[str, Any]:
    letter = reading.letter
    facts: Mapping[str, Fact[Any] | None] = {name: getattr(letter, name) for name in SCALARS}
    columns = {name: fact.value if fact else (None if name in DATES else "") for name, fact in facts.items()}
    return {
        **columns,
        "format": letter.format,
        "text": letter.text,
        "text_sha256": sha256(letter.text.encode()),
        "states": _values(letter.states),
        "specialties": _values(letter.specialties),
        "age": letter.age.value if letter.age else None,
        "sex": letter.sex.value if letter.sex else "",
        "summary": letter.summary.value if letter.summary else "",
        "outcome": letter.outcome or "",
        "spans": spans_of(letter),
        "problems": [{"code": p.code, "message": p.message, "span": list(p.span)} for p in _problems(reading)],
    }


def _problems(reading: Reading) -> list[Problem]:
    # The words themselves stay out of the message: it is shown and logged where the letter is not.
    found = [Problem("identity", f"Looks like a {i.kind.replace('-', ' ')}.", i.span) for i in reading.identities]
    scanned = [Problem("ocr", OCR, Span(0, 0))] if reading.media_type == SCANNED else []
    return [*reading.letter.problems, *scanned, *found]


def _add_items(case: Case, letter: Letter) -> None:
    rows = DisputedItem.objects.bulk_create(item_row(case, item) for item in letter.items)
    GuidelineCitation.objects.bulk_create(
        citation_row(row, position, citation)
        for row, item in zip(rows, letter.items, strict=True)
        for position, citation in enumerate(item.citations)
    )


def item_row(case: Case, item: Item) -> DisputedItem:
    """The item of a saved case, not saved."""
    return DisputedItem(
        case=case,
        position=item.position,
        request=item.request.value,
        original_request=item.original_request.value if item.original_request else "",
        authorized=item.authorized.value if item.authorized else "",
        outcome=item.outcome.value if item.outcome else "",
        treatment=item.treatment.value,
        body_parts=_values(item.body_parts),
        visits=item.visits.value if item.visits else None,
        retrospective=item.retrospective is not None,
        administrator_basis=item.administrator_basis,
        reviewer_basis=item.reviewer_basis,
        rationale=item.rationale.value if item.rationale else "",
        reasons=_values(item.reasons),
        spans=spans_of(item),
    )


def citation_row(item: DisputedItem, position: int, citation: Citation) -> GuidelineCitation:
    """The citation of a saved item, not saved."""
    return GuidelineCitation(
        item=item,
        position=position,
        cited_by=citation.cited_by,
        cited_in=getattr(citation, "cited_in", "field"),
        guideline=citation.guideline,
        edition=citation.edition,
        sections=list(citation.sections),
        section_names=_section_names(citation),
        pages=sorted({page for first, last in citation.pages for page in range(first, last + 1)}),
        page_ranges=[list(pages) for pages in citation.pages],
        text=citation.text,
        start=citation.span.start,
        end=citation.span.end,
    )


def _section_names(citation: Citation) -> list[str]:
    aliases = taxonomy.guidelines()[citation.guideline].aliases
    return sorted({aliases.get(name.lower(), name).lower().replace("|", "/") for name in citation.sections})


def _values(facts: tuple[Fact[str], ...]) -> list[str]:
    return list(dict.fromkeys(fact.value for fact in facts))

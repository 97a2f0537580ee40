"""The publication state of a case: what a person may make of it, what it lacks, and what a new reading does to it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from cases.models import Case, CaseEvent, Correction
from cases.models.choices import Status
from cases.review.correct import lock_rows
from cases.review.effective import ACCEPTED_PROBLEM, recompute
from cases.review.rows import Rows
from cases.review.settled import holding
from cases.review.signing import Refused, check_version, needed_reason, signing


@dataclass(frozen=True, slots=True)
class Step:
    """What a person may do to the state of a case, in words; `sources` are the states from which."""

    code: str
    label: str
    means: str
    sources: tuple[Status, ...]
    target: Status


STEPS = (
    Step(
        "publish",
        "Publish",
        "Everybody finds it from now on.",
        (Status.IN_REVIEW, Status.WITHDRAWN),
        Status.PUBLISHED,
    ),
    Step(
        "release",
        "Release and publish",
        "The words that were found identify nobody: everybody finds the letter from now on.",
        (Status.HELD,),
        Status.PUBLISHED,
    ),
    Step(
        "hold", "Hold", "It may identify a person: nobody finds it.", (Status.PUBLISHED, Status.IN_REVIEW), Status.HELD
    ),
    Step(
        "review",
        "Back to review",
        "Nobody finds it until somebody publishes it.",
        (Status.PUBLISHED, Status.WITHDRAWN),
        Status.IN_REVIEW,
    ),
    Step(
        "withdraw",
        "Withdraw",
        "Nobody finds it. Its address answers that it was withdrawn, with your reason: the reason is public.",
        (Status.PUBLISHED, Status.IN_REVIEW, Status.HELD),
        Status.WITHDRAWN,
    ),
)


def steps_from(status: str) -> list[Step]:
    """What a person may do with a case in this state."""
    return [step for step in STEPS if status in step.sources]


@transaction.atomic
def take_step(case: int, code: str, *, author: User, reason: str, version: str | None = None) -> Case:
    """Changes the state of a case. Raises Refused where that cannot be, Conflict where it is not at `version`."""
    reason = needed_reason(reason)
    rows = lock_rows(case)
    check_version(case, version)
    step = next((step for step in steps_from(rows.case.status) if step.code == code), None)
    if step is None:
        raise Refused(f"A letter that is {rows.case.get_status_display().lower()} cannot go that way.")
    if step.code == "release":
        _accept_identities(rows, author, reason)
    elif step.target == Status.PUBLISHED and any(holding(rows.case.problems)):
        raise Refused("Some words of it look as if they identify a person: hold the letter, then release or redact it.")
    with signing(author, reason):
        if step.target == Status.PUBLISHED:
            _take_the_place_of_others(rows.case)
        rows.case.status = step.target
        rows.case.withdrawn_reason = reason if step.target == Status.WITHDRAWN else ""
        rows.case.save(update_fields=["status", "slug", "supersedes", "withdrawn_reason"])
    return rows.case


def lacks(rows: Rows) -> Iterator[str]:
    """What a letter lacks to be published without a person's word, as sentences."""
    if rows.case.format == "unknown":
        yield "Its layout is unknown: nothing but its text was read."
    if not rows.items:
        yield "It has no items: nobody would find it by what it decides."
    for position, item in rows.items.items():
        if not item.outcome:
            yield f"Item {position} has no outcome."
        if not item.rationale:
            yield f"Item {position} has no rationale."


def others_of_its_number(case: Case) -> list[Case]:
    """Other versions of the same letter that are published, or that a person has to think of before another is."""
    if not case.case_number:
        return []
    weighty = Q(status__in=(Status.PUBLISHED, Status.HELD, Status.WITHDRAWN)) | Q(is_redacted=True)
    others = Case.objects.filter(weighty, case_number=case.case_number).exclude(pk=case.pk)
    return list(others.exclude(supersedes=case.pk).exclude(superseded_by=case.pk).order_by("pk"))


def is_watched(case_number: str) -> bool:
    """Whether a person has to look at a new version before it is published: another was held, withdrawn or redacted."""
    weighty = Q(status__in=(Status.HELD, Status.WITHDRAWN)) | Q(is_redacted=True)
    return bool(case_number) and Case.objects.filter(weighty, case_number=case_number).exists()


def settle(rows: Rows, read: Status) -> None:
    """After a new reading: corrections on top, then the state. `read` is what the rules alone would make of it.

    What a person withdrew, held, superseded or put back to review stays so; what a person published
    stays published, unless the rules now find words that identify somebody and that nobody has released.
    """
    recompute([rows])
    case = rows.case
    state = _state_after(rows, read)
    if state != case.status:
        with signing(None, "Read again under new rules."):
            case.status = state
            case.save(update_fields=["status"])


def _state_after(rows: Rows, read: Status) -> Status:
    case = rows.case
    now = Status(case.status)
    if now not in (Status.PUBLISHED, Status.IN_REVIEW):
        return now
    if any(holding(case.problems)):
        return Status.HELD
    if _is_decided(case):
        return now
    if read == Status.HELD or case.reading:  # what the reading alone says is not how it stands
        read = Status.IN_REVIEW if any(lacks(rows)) else Status.PUBLISHED
    if read == Status.PUBLISHED and now != Status.PUBLISHED and others_of_its_number(case):
        return Status.IN_REVIEW
    return read


def _is_decided(case: Case) -> bool:
    """Whether the state it is in was given by a person."""
    changes = CaseEvent.objects.filter(case=case, kind=CaseEvent.Kind.STATE).order_by("-pk")
    return changes.values_list("author", flat=True).first() is not None


def _accept_identities(rows: Rows, author: User, reason: str) -> None:
    go: dict[str, Any] = {"case": rows.case, "author": author, "reason": reason, "batch": uuid.uuid4()}
    if found := list(holding(rows.case.problems)):
        Correction.objects.bulk_create(Correction(**go, field=ACCEPTED_PROBLEM, old=each) for each in found)
        recompute([rows])


def _take_the_place_of_others(case: Case) -> None:
    """Supersedes the version that has had this case number's address, or is published under the number."""
    if not case.case_number:
        return
    address = case.case_number.lower().replace(" ", "-")
    same = Q(case_number=case.case_number, status=Status.PUBLISHED) | Q(case_number=case.case_number, slug=address)
    for older in Case.objects.select_for_update().filter(same).exclude(pk=case.pk).order_by("pk"):
        if older.slug == address:
            older.slug = f"{address}-{older.source.sha256[:6]}"
            case.slug = address
        case.supersedes = older
        older.status = Status.SUPERSEDED
        older.save(update_fields=["slug", "status"])

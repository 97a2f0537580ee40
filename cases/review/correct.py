"""Making and withdrawing corrections."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cases.letters.dates import parse_date
from cases.letters.model import Span
from cases.letters.words import fold, lower
from cases.models import Case, CaseEvent, Correction
from cases.models.choices import Status
from cases.review.citation_list import CitationList
from cases.review.effective import ACCEPTED_PROBLEM, recompute
from cases.review.fields import fields_by_name
from cases.review.kinds import DATE_RE, Day, Kind, Passage, Words
from cases.review.rows import Key, Rows, Stated, load_rows
from cases.review.settled import IDENTITY
from cases.review.signing import Refused, check_version, needed_reason


@dataclass(frozen=True, slots=True)
class Change:
    """A fact as it should be; `span` is where the letter says so, as far as whoever changes it knows."""

    key: Key
    value: Any
    span: tuple[int, int] | None = None


@transaction.atomic
def correct(
    case: int,
    changes: Sequence[Change],
    *,
    author: User,
    reason: str,
    version: str | None = None,
    accepted: Sequence[dict[str, Any]] = (),
) -> list[Correction]:
    """Makes corrections in one go, and accepts these problems. Returns the new rows.

    Raises Refused where it cannot be, Conflict where the case is no longer at `version`.
    """
    reason = needed_reason(reason)
    rows = lock_rows(case)
    check_version(case, version)
    go = {"case": rows.case, "author": author, "reason": reason, "batch": uuid.uuid4()}
    made = [Correction(**go, **_columns(rows, change)) for change in changes]
    made += [Correction(**go, field=ACCEPTED_PROBLEM, old=each) for each in accepted if each["code"] != IDENTITY]
    if not made:
        raise Refused("Nothing was changed, so nothing was saved.")
    Correction.objects.bulk_create(made)
    recompute([rows])
    return made


def lock_rows(case: int) -> Rows:
    """The case, which nobody else changes before the transaction ends. Raises Refused where it is gone."""
    if not (found := load_rows([case], lock=True)):
        raise Refused("This letter is here no more.")
    return found[0]


@transaction.atomic
def withdraw(correction: int, *, author: User, reason: str, version: str | None = None) -> Case:
    """Takes a correction back: what stood under it is in force again."""
    case = Correction.objects.filter(pk=correction).values_list("case", flat=True).first()
    if case is None:
        raise Refused("This correction is here no more.")
    rows = lock_rows(case)
    check_version(case, version)
    withdraw_all(Correction.objects.filter(pk=correction), [rows], author=author, reason=needed_reason(reason))
    return rows.case


def withdraw_all(corrections: Iterable[Correction], cases: Sequence[Rows], *, author: User, reason: str) -> int:
    """Takes all these corrections of locked cases back that are still in force; returns how many."""
    taken = [each for each in corrections if each.state == Correction.State.ACCEPTED]
    now = timezone.now()
    for each in taken:
        each.state, each.withdrawn_by, each.withdrawn_at = Correction.State.WITHDRAWN, author, now
    Correction.objects.bulk_update(taken, ["state", "withdrawn_by", "withdrawn_at"], batch_size=500)
    CaseEvent.objects.bulk_create(
        CaseEvent(
            case_id=each.case_id,
            kind=CaseEvent.Kind.WITHDRAWAL,
            changes=[{"correction": each.pk}],
            reason=reason,
            author=author,
        )
        for each in taken
    )
    recompute(cases)
    return len(taken)


def find_words(text: str, words: str, within: Span | None = None) -> Span | None:
    """Where these words, white space folded, stand in a text: first within a piece of it, else anywhere."""
    if not words:
        return None
    for piece in filter(None, (within, Span(0, len(text)))):
        folded = fold(text, piece)
        if (at := folded.text.find(words)) >= 0:
            return folded.span(at, at + len(words))
    return None


def _columns(rows: Rows, change: Change) -> dict[str, Any]:
    key = change.key
    if not key.is_known or not rows.has(key):
        raise Refused(f"There is no {key} in this letter any more.")
    kind = fields_by_name()[key.position is not None, key.field].kind
    old = rows.get(key)
    _check_number(rows.case, key, change.value)
    was = rows.read_request(key.position) if key.position else Stated("")
    return {
        "position": key.position,
        "request": was.value,
        "request_span": was.span,
        "field": key.field,
        "old": old.value,
        "new": _placed(rows, change.value, old.value) if isinstance(kind, CitationList) else change.value,
        "span": _span_of(rows, kind, change),
    }


def _span_of(rows: Rows, kind: Kind, change: Change) -> Any:
    """Where the letter says so: the words chosen, if they are the value where it is words of the letter; else found."""
    text = rows.case.text
    chosen = Span(*change.span) if change.span and 0 <= change.span[0] < change.span[1] <= len(text) else None
    if isinstance(kind, CitationList) or change.value in (None, "", []):
        return None
    if isinstance(kind, Words | Passage):
        is_chosen = chosen and fold(text, chosen).text == change.value
        found = chosen if is_chosen else find_words(text, change.value, _piece(rows, change.key))
        return list(found) if found else None
    if isinstance(change.value, list):
        return [list(chosen)] if chosen else None
    if chosen is None and isinstance(kind, Day):
        chosen = _find_day(text, change.value)
    return list(chosen) if chosen else None


def _piece(rows: Rows, key: Key) -> Span | None:
    """The text of an item: from its request to that of the next."""
    starts = sorted(item.spans["request"][0] for item in rows.items.values() if item.spans.get("request"))
    if key.position is None or not (span := rows.items[key.position].spans.get("request")):
        return None
    return Span(span[0], next((start for start in starts if start > span[0]), len(rows.case.text)))


def _find_day(text: str, day: str) -> Span | None:
    dates = DATE_RE.finditer(lower(text))
    return next((Span(*each.span()) for each in dates if str(parse_date(each.group())) == day), None)


def _placed(rows: Rows, cited: Sequence[dict[str, Any]], before: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The citations with the spans of their words: where they stood before, else where they are found."""
    stood = {each["text"]: each["span"] for each in before}
    return [{**each, "span": stood.get(each["text"]) or _found(rows, each["text"])} for each in cited]


def _found(rows: Rows, words: str) -> list[int] | None:
    span = find_words(rows.case.text, words)
    return list(span) if span else None


def _check_number(case: Case, key: Key, value: Any) -> None:
    if key != Key(None, "case_number") or not value or case.status != Status.PUBLISHED:
        return
    if other := Case.objects.published().filter(case_number=value).exclude(pk=case.pk).first():
        raise Refused(
            f"{value} is the number of another published letter ({other.slug}): put one of them back to review."
        )

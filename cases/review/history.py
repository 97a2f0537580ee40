"""The history of a case: what was received, read, corrected, withdrawn and published, by whom and why."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from cases.models import Case, CaseEvent, Correction
from cases.models.choices import Status
from cases.review.effective import ACCEPTED_PROBLEM
from cases.review.fields import fields_by_name
from cases.review.rows import Key

THE_SITE = "the site"
CUT = 200
"""Characters of a value that an event keeps: it tells what changed, and is no second store of letters."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that became another: `key` is the fact, `correction` the row, `taken` says who withdrew it."""

    what: str
    old: str
    new: str
    key: str = ""
    correction: int | None = None
    in_force: bool = False
    taken: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody did to a case in one go."""

    at: datetime.datetime
    who: str
    what: str
    why: str
    details: tuple[Detail, ...] = ()
    order: tuple[int, int] = (0, 0)


def find_history(case: Case) -> list[Entry]:
    """Everything that happened to a case, the newest first."""
    return sorted([*_changes(case), _received(case)], key=lambda entry: (entry.at, entry.order), reverse=True)


def find_changes_since(case: Case, correction: int, event: int) -> list[Entry]:
    """What happened after the correction and the event with these keys, the newest first."""
    later = [e for e in _changes(case) if e.order > ((1, event) if e.order[0] == 1 else (2, correction))]
    return sorted(later, key=lambda entry: (entry.at, entry.order), reverse=True)


def value_in_words(position: int | None, field: str, value: Any) -> str:
    """A value of a field for people to read."""
    if field == ACCEPTED_PROBLEM:
        return value["message"] if value else "accepted"
    known = fields_by_name().get((position is not None, field))
    return known.kind.words(value) if known else str(value)


def name_of(position: int | None, field: str) -> str:
    """A field in words: “Item 2: treatment”."""
    known = fields_by_name().get((position is not None, field))
    label = known.label if known else field.replace("_", " ").capitalize()
    return label if position is None else f"Item {position}: {label[0].lower()}{label[1:]}"


def _changes(case: Case) -> list[Entry]:
    corrections = Correction.objects.filter(case=case).select_related("author", "withdrawn_by").order_by("pk")
    events = CaseEvent.objects.filter(case=case).select_related("author").order_by("pk")
    known = {each.pk: each for each in corrections}
    saves = [_save(list(batch)) for _, batch in groupby(known.values(), key=lambda each: each.batch)]
    return [*saves, *(_event(each, known) for each in events)]


def _save(batch: list[Correction]) -> Entry:
    first, last = batch[0], batch[-1]
    what = "Corrected, with the same request in other letters" if first.is_bulk else "Corrected"
    if all(each.field == ACCEPTED_PROBLEM for each in batch):
        what = "Looked at, nothing to mend"
    details = tuple(map(_detail, batch))
    return Entry(first.made_at, first.author.get_username(), what, first.reason, details, (2, last.pk))


def _detail(correction: Correction) -> Detail:
    position, name = correction.position, correction.field
    taken = f"withdrawn by {correction.withdrawn_by.get_username()}" if correction.withdrawn_by else ""
    return Detail(
        "Accepted" if name == ACCEPTED_PROBLEM else name_of(position, name),
        value_in_words(position, name, correction.old),
        "" if name == ACCEPTED_PROBLEM else value_in_words(position, name, correction.new),
        str(Key(position, name)),
        correction.pk,
        correction.state == Correction.State.ACCEPTED,
        taken,
    )


def _event(event: CaseEvent, corrections: dict[int, Correction]) -> Entry:
    who = event.author.get_username() if event.author else THE_SITE
    entry = Entry(event.made_at, who, event.get_kind_display(), event.reason, (), (1, event.pk))
    if event.kind == CaseEvent.Kind.STATE:
        return replace(entry, details=(Detail("State", _state(event.old), _state(event.new)),))
    if event.kind == CaseEvent.Kind.WITHDRAWAL:
        taken = [corrections[each["correction"]] for each in event.changes if each["correction"] in corrections]
        return replace(entry, details=tuple(_withdrawal(each) for each in taken))
    return replace(entry, details=tuple(_reread(event.changes)))


def _withdrawal(correction: Correction) -> Detail:
    detail = _detail(correction)
    return replace(detail, old=detail.new, new=detail.old, correction=None, taken="")


def _reread(changes: Iterable[dict[str, Any]]) -> Iterable[Detail]:
    for each in changes:
        position, name = each["position"], each["field"]
        yield Detail(name_of(position, name), each["old"], each["new"], str(Key(position, name)))


def _state(code: str) -> str:
    return Status(code).label if code in Status.values else code


def _received(case: Case) -> Entry:
    by = case.source.received_by
    who = by.get_username() if by else THE_SITE
    return Entry(case.stored_at, who, "Received", "", (Detail(f"File: {case.source.name}", "", ""),))

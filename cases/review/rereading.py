"""A new reading of a case: the corrections go on top, the state follows, and what reads otherwise is written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from cases.models import Case, CaseEvent
from cases.models.choices import Status
from cases.review.history import CUT, value_in_words
from cases.review.rows import Key, Rows, facts_of, load_rows
from cases.review.states import settle

MOST_CHANGES = 200
"""Changes that an event keeps; a letter whose items have moved has many, and the first tell it."""

Told = dict[Key, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that is otherwise after a new reading, in words, long ones cut short."""

    key: Key
    old: str
    new: str


@dataclass(slots=True)
class Noted:
    """What came of a new reading, corrections on top: what changed, and the state before and after."""

    old_state: str
    new_state: str = ""
    changes: list[Changed] = field(default_factory=list)


@contextmanager
def rereading(case: Case, read: Status) -> Iterator[Noted]:
    """Inside, a new reading takes the place of the old one; `read` is the state the rules alone would give it.

    Needs a transaction; from here on nobody else changes the case.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    case.refresh_from_db()
    was_state, was_rules = case.status, case.fingerprint
    before = _told(load_rows([case.pk])[0])
    noted = Noted(was_state)
    case.reading = {}
    yield noted
    (rows,) = load_rows([case.pk])
    settle(rows, read)
    case.status = noted.new_state = rows.case.status
    after = _told(rows)
    keys = sorted({*before, *after}, key=lambda key: (key.position or 0, key.field))
    noted.changes += [
        Changed(key, _cut(before.get(key, "")), _cut(after.get(key, "")))
        for key in keys
        if before.get(key, "") != after.get(key, "")
    ]
    if noted.changes:
        CaseEvent.objects.create(
            case=case,
            kind=CaseEvent.Kind.READING,
            old=was_rules,
            new=rows.case.fingerprint,
            changes=[_plain(change) for change in noted.changes[:MOST_CHANGES]],
        )


def _told(rows: Rows) -> Told:
    told = {key: value_in_words(key.position, key.field, stated.value) for key, stated in facts_of(rows)}
    codes = ", ".join(sorted(problem["code"] for problem in rows.case.problems))
    return {**told, Key(None, "format"): rows.case.format, Key(None, "problems"): codes}


def _cut(words: str) -> str:
    return words if len(words) <= CUT else f"{words[:CUT]}…"


def _plain(change: Changed) -> dict[str, Any]:
    return {"position": change.key.position, "field": change.key.field, "old": change.old, "new": change.new}

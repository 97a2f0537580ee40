"""Stored letters read again under new rules, from their stored text; corrections by people stay on top."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import transaction

from cases.ingest.reading import Reading
from cases.ingest.store import replace_reading
from cases.letters.parse import parse_letter
from cases.letters.privacy import find_identities
from cases.models import Case
from cases.models.choices import Status
from cases.review.rereading import Changed, Noted

EXAMPLES = 3
"""Examples told of each field."""
CUT = 70
LOCKED = 500
"""Letters whose keys are asked for at once."""


@dataclass(slots=True)
class Summary:
    """What came, or would come, of reading letters again: how many changed, in which fields and states."""

    read: int = 0
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    states: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, case: Case, noted: Noted) -> None:
        """Counts one letter. Of one that is not public no words are kept: a summary goes anywhere."""
        self.read += 1
        self.changed += bool(noted.changes) or noted.old_state != noted.new_state
        if noted.old_state != noted.new_state:
            self.states[noted.old_state, noted.new_state] += 1
        is_public = noted.old_state == noted.new_state == Status.PUBLISHED
        for change in noted.changes:
            name = change.key.field
            self.fields[name] += 1
            if is_public and len(self.examples[name]) < EXAMPLES:
                self.examples[name].append(_example(case, change))

    def lines(self) -> Iterator[str]:
        """The summary as lines: fields by how often they change, each with examples, then states."""
        for name, n in sorted(self.fields.items(), key=lambda pair: (-pair[1], pair[0])):
            yield f"{n:>10,}  {name}"
            yield from (f"{'':12}{example}" for example in self.examples[name])
        for (old, new), n in sorted(self.states.items()):
            yield f"{n:>10,}  {old} → {new}"


def reparse(
    fingerprint: str, *, dry_run: bool = False, on_change: Callable[[Case, Noted], None] | None = None
) -> Summary:
    """Reads every stale case again, each in its own transaction, and calls `on_change` for each that reads otherwise.

    With `dry_run` every transaction is rolled back: nothing is kept, and the summary says what would be.
    """
    summary = Summary()
    for key in _stale(fingerprint):
        with transaction.atomic():
            case = Case.objects.select_for_update().filter(pk=key).first()
            if case is None or case.fingerprint == fingerprint:
                continue
            letter = parse_letter(case.text)
            reading = Reading(letter, case.source.media_type, find_identities(letter.text))
            noted = replace_reading(case, reading, fingerprint)
            transaction.set_rollback(dry_run)
        summary.add(case, noted)
        if on_change and (noted.changes or noted.old_state != noted.new_state):
            on_change(case, noted)
    return summary


def _stale(fingerprint: str) -> Iterator[int]:
    """The keys of the stale cases, in order: those that come to be while this goes on have the newest rules."""
    last = 0
    stale = Case.objects.stale(fingerprint).order_by("pk").values_list("pk", flat=True)
    while keys := list(stale.filter(pk__gt=last)[:LOCKED]):
        yield from keys
        last = keys[-1]


def _example(case: Case, change: Changed) -> str:
    where = f"{case.slug}/{change.key.position}" if change.key.position else case.slug
    return f"{where}: {_short(change.old)} → {_short(change.new)}"


def _short(words: str) -> str:
    return f"“{words if len(words) <= CUT else words[:CUT] + '…'}”"

"""Mending in bulk: all items with the same unclassified request get one treatment, in one go that can be undone."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Func, Min, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower

from cases.letters import taxonomy
from cases.models import Correction, DisputedItem
from cases.review.correct import withdraw_all
from cases.review.effective import recompute
from cases.review.rows import load_rows
from cases.review.signing import Refused, needed_reason

TREATMENT = "treatment"
MOST = 5_000
"""Items mended in one go: more are a rule's business."""
LISTED = 100
AT_ONCE = 200
PUNCTUATION = " .,;:-"


@dataclass(frozen=True, slots=True)
class Request:
    """A request that no rule knows, as it is compared, and how many items have it."""

    words: str
    items: int


@dataclass(frozen=True, slots=True)
class Mend:
    """What was mended in one go: how many items have got which treatment, and how many still have it."""

    batch: uuid.UUID
    treatment: str
    request: str
    items: int
    in_force: int
    author: str
    reason: str
    made_at: datetime


def compared(words: str) -> str:
    """A request as it is compared with others: in lower case, without punctuation at its ends."""
    return words.lower().strip(PUNCTUATION)


def find_unclassified() -> list[Request]:
    """The most frequent requests that no rule knows."""
    counted = _unclassified().values("compared").annotate(n=Count("pk")).order_by("-n", "compared")
    return [Request(row["compared"], row["n"]) for row in counted.exclude(compared="")[:LISTED]]


def find_items(words: str) -> QuerySet[Any]:
    """The unclassified items with this request, with their letters."""
    found = _unclassified().filter(compared=compared(words)).select_related("case")
    return found.only("position", "request", "outcome", "case__slug", "case__case_number", "case__status").order_by(
        "pk"
    )


@transaction.atomic
def mend(words: str, treatment: str, *, author: User, reason: str, expected: int | None = None) -> uuid.UUID:
    """Gives all items with this request a treatment; returns what it is undone by.

    `expected` is how many the preview showed: where it is another number by now, nothing is done.
    """
    reason = needed_reason(reason)
    if treatment not in taxonomy.treatments() or treatment == taxonomy.UNCLASSIFIED:
        raise Refused("Choose a treatment.")
    found = list(find_items(words).values_list("case", "position").order_by("case", "position"))
    if not found:
        raise Refused("No item has this request and no treatment any more.")
    if len(found) > MOST:
        raise Refused(f"{len(found):,} items are too many for one go: add the words to data/treatments.toml instead.")
    if expected is not None and expected != len(found):
        raise Refused(f"By now {len(found):,} items have this request: look at the preview again.")
    batch = uuid.uuid4()
    positions: dict[int, list[int]] = {}
    for case, position in found:
        positions.setdefault(case, []).append(position)
    for some in _pieces(list(positions)):
        _mend_some({case: positions[case] for case in some}, treatment, author=author, reason=reason, batch=batch)
    return batch


@transaction.atomic
def undo(batch: uuid.UUID, *, author: User, reason: str) -> int:
    """Takes all corrections of one go back that are still in force; returns how many."""
    reason = needed_reason(reason)
    mended = Correction.objects.accepted().filter(batch=batch, is_bulk=True)
    cases = sorted(set(mended.order_by().values_list("case", flat=True)))
    if not cases:
        raise Refused("Nothing of this is in force any more.")
    return sum(
        withdraw_all(mended.filter(case__in=some), load_rows(some, lock=True), author=author, reason=reason)
        for some in _pieces(cases)
    )


def find_mends() -> list[Mend]:
    """The latest that were mended in bulk."""
    rows = (
        Correction.objects.filter(is_bulk=True, field=TREATMENT)
        .values("batch", "new", "reason", "author__username")
        .annotate(items=Count("pk"), in_force=Count("pk", filter=Q(state=Correction.State.ACCEPTED)))
        .annotate(at=Min("made_at"), request=Min("request"))
        .order_by("-at")[:20]
    )
    return [
        Mend(
            row["batch"],
            row["new"] or "",
            row["request"],
            row["items"],
            row["in_force"],
            row["author__username"],
            row["reason"],
            row["at"],
        )
        for row in rows
    ]


def _mend_some(positions: dict[int, list[int]], treatment: str, *, author: User, reason: str, batch: uuid.UUID) -> None:
    cases = load_rows(positions, lock=True)
    Correction.objects.bulk_create(
        Correction(
            case=rows.case,
            position=position,
            request=rows.read_request(position).value,
            request_span=rows.read_request(position).span,
            field=TREATMENT,
            old=rows.items[position].treatment,
            new=treatment,
            reason=reason,
            author=author,
            batch=batch,
            is_bulk=True,
        )
        for rows in cases
        for position in positions[rows.case.pk]
        if position in rows.items
    )
    recompute(cases)


def _unclassified() -> QuerySet[Any]:
    bare = Func(Lower("request"), Value(PUNCTUATION), function="btrim", output_field=TextField())
    return DisputedItem.objects.filter(treatment=taxonomy.UNCLASSIFIED).annotate(compared=bare)


def _pieces(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))

"""The letters that wait for a person: held, in review, or published with problems; doubtful ones first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case as Switch
from django.db.models import IntegerField, Q, QuerySet, Value, When

from cases.models import Case
from cases.models.choices import Status
from cases.review.doubts import DOUBTS

STATES: Mapping[str, str] = {
    Status.HELD: "Held",
    Status.IN_REVIEW: "In review",
    Status.PUBLISHED: "Published, with problems",
}
"""In the order in which they are looked at."""

WAITING = Q(status__in=(Status.HELD, Status.IN_REVIEW)) | (Q(status=Status.PUBLISHED) & ~Q(problems=[]))
PAGE = 50

COUNTS = """
SELECT letter.status, coalesce(problem ->> 'code', ''), count(DISTINCT letter.id)
FROM cases_case letter LEFT JOIN LATERAL jsonb_array_elements(letter.problems) problem ON TRUE
WHERE letter.status IN ('held', 'in-review') OR (letter.status = 'published' AND NOT letter.problems = '[]')
GROUP BY ROLLUP (1, 2)
"""


class Place(NamedTuple):
    """Where a letter stands in the queue: smaller ones come first."""

    state: int
    trifle: int
    key: int

    def __str__(self) -> str:
        return ".".join(map(str, self))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What part of the queue is looked at: one state, one problem; the empty string for all."""

    state: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many letters wait: in all, by state, and by problem within the chosen state."""

    total: int
    by_state: Mapping[str, int]
    by_problem: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The letters before and after one in the queue, None at its ends."""

    before: Case | None
    after: Case | None


def waiting(chosen: Chosen) -> QuerySet[Any]:
    """The letters of a part of the queue, in its order, with `state_rank` and `trifle`."""
    cases: QuerySet[Case] = Case.objects.filter(WAITING)
    if chosen.state:
        cases = cases.filter(status=chosen.state)
    if chosen.problem:
        cases = cases.filter(problems__contains=[{"code": chosen.problem}])
    return _ranked(cases).order_by("state_rank", "trifle", "pk")


def find_page(chosen: Chosen, after: Place | None = None) -> tuple[list[Case], Place | None]:
    """One page of the queue behind a place, and the place behind which the next begins, if there is more."""
    cases = waiting(chosen).defer("text", "summary", "summary_words", "reading", "spans")
    if after:
        cases = cases.filter(_behind(after))
    found = list(cases[: PAGE + 1])
    return found[:PAGE], place_of(found[PAGE - 1]) if len(found) > PAGE else None


def find_neighbours(chosen: Chosen, place: Place | None) -> Neighbours:
    """What stands before and after a place; from nowhere the way leads to the first."""
    cases = waiting(chosen).only("slug", "case_number")
    if place is None:
        return Neighbours(None, cases.first())
    before = cases.filter(_before(place)).order_by("-state_rank", "-trifle", "-pk")
    return Neighbours(before.first(), cases.filter(_behind(place)).first())


def find_place(chosen: Chosen, case: int) -> Place | None:
    """Where a letter stands in a part of the queue, None where it does not."""
    found = waiting(chosen).only("pk").filter(pk=case).first()
    return place_of(found) if found else None


def place_of(case: Any) -> Place:
    """Where one of `waiting()` stands."""
    return Place(case.state_rank, case.trifle, case.pk)


def parse_place(text: str) -> Place | None:
    """The place that is written `1.0.55`, None where it is none."""
    parts = text.split(".")
    if len(parts) != 3 or len(text) > 30 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    place = Place(*map(int, parts))
    return place if max(place) < 2**31 else None


def count_waiting(state: str = "") -> Counts:
    """How much waits, counted in one query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        rows: Sequence[tuple[str | None, str | None, int]] = cursor.fetchall()
    by_state = {status: n for status, code, n in rows if status is not None and code is None}
    of_state = sorted((code, n) for status, code, n in rows if code and status in ({state} if state else by_state))
    totals = {code: sum(n for _, n in group) for code, group in groupby(of_state, key=lambda pair: pair[0])}
    order = {doubt.code: place for place, doubt in enumerate(DOUBTS)}
    by_problem = dict(sorted(totals.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0])))
    return Counts(sum(by_state.values()), {code: by_state.get(code, 0) for code in STATES}, by_problem)


def _ranked(cases: QuerySet[Case]) -> QuerySet[Any]:
    ranks = [When(status=status, then=Value(rank)) for rank, status in enumerate(STATES)]
    return cases.annotate(
        state_rank=Switch(*ranks, default=Value(len(STATES)), output_field=IntegerField()),
        trifle=Switch(
            *(When(_has_any(weight), then=Value(3 - weight)) for weight in (3, 2)),
            default=Value(2),
            output_field=IntegerField(),
        ),
    )


def _has_any(weight: int) -> Q:
    has = Q()
    for doubt in DOUBTS:
        if doubt.weight == weight:
            has |= Q(problems__contains=[{"code": doubt.code}])
    return has


def _behind(place: Place) -> Q:
    rank, trifle, key = place
    return (
        Q(state_rank__gt=rank) | Q(state_rank=rank, trifle__gt=trifle) | Q(state_rank=rank, trifle=trifle, pk__gt=key)
    )


def _before(place: Place) -> Q:
    rank, trifle, key = place
    return (
        Q(state_rank__lt=rank) | Q(state_rank=rank, trifle__lt=trifle) | Q(state_rank=rank, trifle=trifle, pk__lt=key)
    )

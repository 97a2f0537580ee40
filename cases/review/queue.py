"""The letters that wait for a person: held, in review, or published with problems; doubtful ones first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.models.choices import Status
from cases.review.doubts import DOUBTS, HEAVIEST, weight_of

STATES: Mapping[str, str] = {
    Status.HELD: "Held",
    Status.IN_REVIEW: "In review",
    Status.PUBLISHED: "Published, with problems",
}
"""In the order in which they are looked at."""

WAITING = Q(status__in=(Status.HELD, Status.IN_REVIEW)) | (Q(status=Status.PUBLISHED) & ~Q(problems=[]))
CODES = tuple(doubt.code for doubt in DOUBTS)
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


def find_page(chosen: Chosen, after: Place | None = None) -> tuple[list[Case], Place | None]:
    """One page of the queue behind a place, and the place behind which the next begins, if there is more."""
    found = list(islice(walk(chosen, after, most=PAGE + 1), PAGE + 1))
    return found[:PAGE], place_of(found[PAGE - 1]) if len(found) > PAGE else None


def find_neighbours(chosen: Chosen, place: Place | None) -> Neighbours:
    """What stands before and after a place; from nowhere the way leads to the first."""
    before = next(walk(chosen, place, most=1, backwards=True), None) if place else None
    return Neighbours(before, next(walk(chosen, place, most=1), None))


def find_place(chosen: Chosen, case: Case) -> Place | None:
    """Where a letter stands in a part of the queue, None where it does not."""
    codes = {problem["code"] for problem in case.problems}
    is_waiting = case.status in STATES and (case.status != Status.PUBLISHED or bool(codes))
    is_chosen = chosen.state in ("", case.status) and (not chosen.problem or chosen.problem in codes)
    return place_of(case) if is_waiting and is_chosen else None


def place_of(case: Case) -> Place:
    """Where a letter that waits stands."""
    weights = [weight_of(problem["code"]) for problem in case.problems]
    return Place(list(STATES).index(Status(case.status)), HEAVIEST - max(weights, default=1), case.pk)


def walk(chosen: Chosen, place: Place | None, *, most: int, backwards: bool = False) -> Iterator[Case]:
    """The letters of a part of the queue behind a place, or from it back to the first; asks for at most `most` at once.

    State by state and weight by weight, each in the order of an index: sorting all that waits would take seconds.
    """
    steps = [(state, trifle) for state in range(len(STATES)) for trifle in range(HEAVIEST)]
    for step in reversed(steps) if backwards else steps:
        here = place and (place.state, place.trifle)
        if here and (step > here if backwards else step < here):
            continue
        cases = _bucket(chosen, *step)
        if place and step == here:
            cases = cases.filter(pk__lt=place.key) if backwards else cases.filter(pk__gt=place.key)
        yield from cases.order_by("-pk" if backwards else "pk")[:most]


def _bucket(chosen: Chosen, state: int, trifle: int) -> CaseQuerySet:
    """The letters of one state whose heaviest problem is of one weight."""
    status, weight = list(STATES)[state], HEAVIEST - trifle
    if chosen.state not in ("", status):
        return Case.objects.none()
    cases = Case.objects.filter(WAITING, status=status).defer("text", "summary", "summary_words", "reading", "spans")
    if chosen.problem:
        cases = cases.filter(problems__contains=[{"code": chosen.problem}])
    heavier = _has_any(code for code in CODES if weight_of(code) > weight)
    return cases.exclude(heavier) if weight == 1 else cases.filter(_has_any(_codes_of(weight))).exclude(heavier)


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


def _codes_of(weight: int) -> Iterator[str]:
    return (code for code in CODES if weight_of(code) == weight)


def _has_any(codes: Iterable[str]) -> Q:
    has = Q(pk__in=[])
    for code in codes:
        has |= Q(problems__contains=[{"code": code}])
    return has

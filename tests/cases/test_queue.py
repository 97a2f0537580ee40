"""The queue of reviewers: what waits, in which order, and the way through it."""

import re
from pathlib import Path
from typing import Any

import pytest

from cases.models import Case
from cases.models.choices import Status
from cases.review.doubts import DOUBTS
from cases.review.queue import (
    PAGE,
    Chosen,
    Place,
    count_waiting,
    find_neighbours,
    find_page,
    find_place,
    parse_place,
    walk,
)
from tests.cases.makers import make_case

GUIDE = Path(__file__).parents[2] / "docs" / "reading.md"


def problem(code: str) -> dict[str, Any]:
    return {"code": code, "message": "Something.", "span": [0, 0]}


def waiting(chosen: Chosen) -> list[Case]:
    return list(walk(chosen, None, most=1_000))


def make(status: str, *codes: str) -> Case:
    return make_case(status=status, problems=[problem(code) for code in codes])


def test_every_problem_has_a_name_in_the_queue() -> None:
    explained = re.findall(r"^### `([a-z-]+)`$", GUIDE.read_text().partition("\n## Problems\n")[2], re.MULTILINE)
    assert {doubt.code for doubt in DOUBTS} - {"lost-correction"} == set(explained)
    assert len({doubt.label for doubt in DOUBTS}) == len(DOUBTS)


@pytest.mark.django_db
def test_held_ones_come_first_then_the_doubtful_and_nothing_else_waits() -> None:
    trifle = make("published", "no-citation")
    doubtful = make("published", "no-citation", "closing-disagrees")
    review = make("in-review")
    held = make("held", "identity")
    make("published")
    make("withdrawn", "no-items")
    make("superseded", "no-items")
    assert [case.pk for case in waiting(Chosen())] == [held.pk, review.pk, doubtful.pk, trifle.pk]
    assert [case.pk for case in waiting(Chosen(state="published"))] == [doubtful.pk, trifle.pk]
    assert [case.pk for case in waiting(Chosen(problem="no-citation"))] == [doubtful.pk, trifle.pk]


@pytest.mark.django_db
def test_what_waits_is_counted_by_state_and_by_problem() -> None:
    make("published", "no-citation", "no-citation", "closing-disagrees")
    make("in-review", "no-citation")
    make("in-review")
    make("held", "identity")
    make("withdrawn", "no-items")
    counts = count_waiting()
    assert counts.total == 4
    assert dict(counts.by_state) == {"held": 1, "in-review": 2, "published": 1}
    assert list(counts.by_problem.items()) == [("identity", 1), ("closing-disagrees", 1), ("no-citation", 2)]
    assert dict(count_waiting("published").by_problem) == {"closing-disagrees": 1, "no-citation": 1}


@pytest.mark.django_db
def test_next_and_previous_walk_through_all_of_it_once() -> None:
    for number in range(12):
        make(("held", "in-review", "published")[number % 3], *(["no-items"] if number % 2 else ["no-citation"]))
    order = [case.pk for case in waiting(Chosen())]
    walked, place = [], None
    while (after := find_neighbours(Chosen(), place).after) is not None:
        walked.append(after.pk)
        place = find_place(Chosen(), after)
    assert walked == order
    back = []
    while (before := find_neighbours(Chosen(), place).before) is not None:
        back.append(before.pk)
        place = find_place(Chosen(), before)
    assert back == order[-2::-1]


@pytest.mark.django_db
def test_from_the_place_of_what_has_left_the_queue_the_way_goes_on() -> None:
    first, second, third = (make("in-review", "no-items") for _ in range(3))
    place = find_place(Chosen(), second)
    Case.objects.filter(pk=second.pk).update(status=Status.WITHDRAWN)
    second.refresh_from_db()
    assert find_place(Chosen(), second) is None
    neighbours = find_neighbours(Chosen(), place)
    assert (neighbours.before, neighbours.after) == (first, third)


@pytest.mark.django_db
def test_pages_hold_all_of_it_once() -> None:
    for _ in range(PAGE + 3):
        make("in-review", "no-items")
    page, behind = find_page(Chosen())
    rest, end = find_page(Chosen(), behind)
    assert (len(page), len(rest), end) == (PAGE, 3, None)
    assert [case.pk for case in (*page, *rest)] == [case.pk for case in waiting(Chosen())]


@pytest.mark.parametrize("text", ["", "1.2", "a.b.c", "1.2.3.4", "-1.2.3", "1.2.99999999999", "²1.2.3", "9" * 50])
def test_what_is_no_place_is_none(text: str) -> None:
    assert parse_place(text) is None


def test_a_place_is_read_as_it_is_written() -> None:
    assert parse_place(str(Place(1, 0, 55))) == Place(1, 0, 55)

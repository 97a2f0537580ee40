"""Which problems of a reading are left once people have corrected it or have looked and found nothing to mend."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.letters.header import NAMES
from cases.review.fields import fields_by_name
from cases.review.rows import Key

Problem = dict[str, Any]

IDENTITY = "identity"
LOST = "lost-correction"
PHYSICIAN = "Looks like a physician name."
"""The one kind of identity that holds no letter: a physician is no patient."""

ITEM_RE = re.compile(r"Item (\d+) ")
OF_THE_LETTER = frozenset(
    code for (of_item, _), each in fields_by_name().items() if not of_item for code in each.settles
)


@dataclass(frozen=True, slots=True)
class Settled:
    """What people did about a case: the fields they corrected, and the problems they accept."""

    corrected: Collection[Key]
    accepted: Sequence[Problem]


def left_of(problems: Iterable[Problem], settled: Settled, starts: Mapping[int, int]) -> list[Problem]:
    """The problems that are left. `starts` says where each item begins in the text."""
    accepted = list(settled.accepted)
    return [
        problem
        for problem in problems
        if not any(_is_same(problem, each) for each in accepted) and not is_answered(problem, settled.corrected, starts)
    ]


def holding(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems that keep a letter from the public."""
    return (each for each in problems if each["code"] == IDENTITY and each["message"] != PHYSICIAN)


def is_answered(problem: Problem, corrected: Collection[Key], starts: Mapping[int, int]) -> bool:
    """Whether a correction of a field that the problem speaks of has been made."""
    code, message = problem["code"], problem["message"]
    of_letter = code in OF_THE_LETTER
    position = None if of_letter else position_of(problem, starts)
    if not of_letter and position is None:
        return False
    fields = [key.field for key in corrected if key.position == position and _settles(key, code)]
    named = {name for name, words in NAMES.items() if words in message}
    if code == "incomplete-header":
        unstated = named | {name for name in ("case_number", "priority") if name.replace("_", " ") in message}
        return bool(unstated) and unstated <= set(fields)
    return any(not named or name in named for name in fields)


def position_of(problem: Problem, starts: Mapping[int, int]) -> int | None:
    """The item that a problem is about: the one it names, else the one it stands in."""
    if match := ITEM_RE.match(problem["message"]):
        return int(match[1])
    start, end = problem["span"]
    before = [position for position, begins in starts.items() if begins <= start < end]
    return max(before, key=lambda position: starts[position], default=None)


def _settles(key: Key, code: str) -> bool:
    known = fields_by_name().get((key.position is not None, key.field))
    return known is not None and code in known.settles


def _is_same(problem: Problem, accepted: Problem) -> bool:
    """Whether it is what somebody accepted. An identity says no more than its kind: the place tells them apart."""
    if (problem["code"], problem["message"]) != (accepted["code"], accepted["message"]):
        return False
    if problem["code"] != IDENTITY:
        return True
    start, end = accepted["span"]
    return bool(problem["span"][0] < end and start < problem["span"][1])

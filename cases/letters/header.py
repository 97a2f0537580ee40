"""The facts of a letter's header: case number, priority and five dates, found by their labels and shapes.

Extractors write the same header in different orders: each value beside its
label, or columns of labels and of values, even a value before its label. So
the header is read as runs of labels, each with the values behind it; within a
run each kind of value goes to its labels in order. Where that leaves dates that
cannot be, the order in which things happen says which date is which.
"""

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.letters.dates import DATE, parse_date
from cases.letters.model import Fact, Problem, Span

DATES = ("injury_date", "ur_denial_date", "received_date", "assigned_date", "decision_date")
"""In the order in which they happen; equal only where `received_date` follows."""

KINDS = {"case_number": "number", "priority": "word"} | dict.fromkeys(DATES, "date")
NAMES = {
    "injury_date": "date of injury",
    "ur_denial_date": "date of the utilization review",
    "received_date": "date the application was received",
    "assigned_date": "date assigned",
    "decision_date": "date of the decision",
}

REACH = 120
"""Characters before the first and behind the last label within which values belong to the header."""

GAP = r"\s{1,3}"
TOKEN_RE = re.compile(
    rf"""
    (?P<case_number> case{GAP}(?:number|no\.?|\#)\s?: )
  | (?P<priority> \bpriority\s?: )
  | (?P<received_date> (?:application{GAP})?(?:date{GAP})?received\s?: )
  | (?P<assigned_date> (?:date{GAP}assigned|assigned{GAP}date|assignment{GAP}date)\s?: )
  | (?P<decision_date> (?:decision{GAP}date|date{GAP}of{GAP}(?:imr{GAP})?decision|^\s{{0,9}}dated?)\s?: )
  | (?P<injury_date> (?:date{GAP}of{GAP}injury|injury{GAP}date)\s?: )
  | (?P<ur_denial_date> (?:ur{GAP}(?:denial|decision){GAP}date|date{GAP}of{GAP}ur{GAP}(?:decision|denial))\s?: )
  | (?P<number> \bcm\s?\d\d\s?-\s?\d{{4,8}}\b | \bimr\s\d\d-\d{{6}}\b )
  | (?P<word> \b(?:standard|expedited|regular)\b )
  | (?P<date> (?<![\d/-]){DATE} )
    """,
    re.VERBOSE | re.MULTILINE,
)


Token = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class Header:
    """The header's facts by field name, each a Fact, and what is odd about them."""

    facts: dict[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Labels that stand together, and the values of each kind that follow them."""

    labels: list[str]
    values: list[tuple[str, Span]]

    def of_kind(self, kind: str) -> tuple[list[str], list[Span]]:
        """The labels that want a value of a kind, and the values of that kind."""
        labels = [label for label in self.labels if KINDS[label] == kind]
        return labels, [place for shape, place in self.values if shape == kind]


def find_header(text: str, low: str, span: Span) -> Header:
    """Reads the header at `span`: the text before the first heading, of a few lines."""
    tokens = [(str(match.lastgroup), Span(*match.span())) for match in TOKEN_RE.finditer(low, *span)]
    places, problems = _paired(tokens), []
    if not places:
        places, is_sure = _matched(tokens)
        if not is_sure and not _is_possible(low, places):
            places |= _by_time(low, places)
            message = "The labels and values of the header stand apart; its dates were told from their order in time."
            problems.append(Problem("scrambled-header", message, span))
    facts: dict[str, Any] = {}
    for name, place in places.items():
        value = _value(name, text, low, place)
        if value is None:
            problems.append(Problem("impossible-date", f"The {NAMES[name]} is no day of the calendar.", place))
        else:
            facts[name] = Fact(value, place)
    return Header(facts, tuple(problems))


def _paired(tokens: Sequence[Token]) -> dict[str, Span]:
    """The value of each label where every label has its own right behind it; else nothing."""
    pairs = list(zip(tokens[::2], tokens[1::2], strict=False))
    if len(tokens) % 2 or any(KINDS.get(label) != kind for (label, _), (kind, _) in pairs):
        return {}
    return {label: place for (label, _), (_, place) in reversed(pairs)}


def _matched(tokens: Sequence[Token]) -> tuple[dict[str, Span], bool]:
    """The value of each label in a scrambled header, and whether those of the dates are sure."""
    runs = list(_runs(tokens))
    numbers, _ = _places(runs, "number")
    words, _ = _places(runs, "word")
    dates, is_sure = _places(runs, "date")
    return numbers | words | dates, is_sure


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    labels = [place for name, place in tokens if name in KINDS]
    run = Run([], [])
    for name, place in tokens:
        if name not in KINDS:
            if labels and labels[0].start - REACH < place.start < labels[-1].end + REACH:
                run.values.append((name, place))
        elif run.values:
            yield run
            run = Run([name], [])
        else:
            run.labels.append(name)
    yield run


def _places(runs: Iterable[Run], kind: str) -> tuple[dict[str, Span], bool]:
    """The value of each label of a kind, and whether every label had its own value right behind it."""
    places: dict[str, Span] = {}
    lone_labels: list[str] = []
    lone_values: list[Span] = []
    is_sure = True
    for labels, values in (run.of_kind(kind) for run in runs):
        # Fewer values than labels: those nearest to the values have them.
        near = labels[max(0, len(labels) - len(values)) :]
        places = dict(zip(near, values, strict=False)) | places
        lone_labels += labels[: len(labels) - len(near)]
        lone_values += values[len(near) :]
        is_sure = is_sure and len(near) < 2
    if len(lone_labels) == len(lone_values):
        places = dict(zip(lone_labels, lone_values, strict=True)) | places
    return places, is_sure and not lone_labels and not lone_values


def _is_possible(low: str, places: Mapping[str, Span]) -> bool:
    days = [parse_date(low[slice(*places[name])]) for name in DATES if name in places]
    return all(first and second and first <= second for first, second in itertools.pairwise(days))


def _by_time(low: str, places: Mapping[str, Span]) -> dict[str, Span]:
    """The same dates, the earliest to what happens first."""
    days = {place: parse_date(low[slice(*place)]) for name, place in places.items() if name in DATES}
    in_time = sorted(days, key=lambda place: days[place] or datetime.date.max)
    return dict(zip((name for name in DATES if name in places), in_time, strict=True))


def _value(name: str, text: str, low: str, place: Span) -> str | datetime.date | None:
    words = low[place.start : place.end]
    if KINDS[name] == "date":
        return parse_date(words)
    if name == "priority":
        return "expedited" if words == "expedited" else "standard"
    return text[place.start : place.end].upper()

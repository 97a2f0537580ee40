"""The facts of a letter's header: case number, priority and five dates, found by their labels and shapes.

Extractors write the same header in different orders: each value beside its
label, or a column of labels and then a column of values. So labels and values
are read as two runs, and within a run each kind of value goes to its labels in
order.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
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

TOKEN_RE = re.compile(
    rf"""
    (?P<case_number> case\s{{1,3}}(?:number|no\.?|\#)\s?: )
  | (?P<priority> \bpriority\s?: )
  | (?P<received_date> (?:application\s{{1,3}})?(?:date\s{{1,3}})?received\s?: )
  | (?P<assigned_date> (?:date\s{{1,3}}assigned|assigned\s{{1,3}}date|assignment\s{{1,3}}date)\s?: )
  | (?P<decision_date> (?:decision\s{{1,3}}date|date\s{{1,3}}of\s{{1,3}}(?:imr\s{{1,3}})?decision|^\s{{0,9}}dated?)\s?: )
  | (?P<injury_date> (?:date\s{{1,3}}of\s{{1,3}}injury|injury\s{{1,3}}date)\s?: )
  | (?P<ur_denial_date> (?:ur\s{{1,3}}(?:denial|decision)\s{{1,3}}date|date\s{{1,3}}of\s{{1,3}}ur\s{{1,3}}(?:decision|denial))\s?: )
  | (?P<number> \bcm\s?\d\d\s?-\s?\d{{4,8}}\b | \bimr\s\d\d-\d{{6}}\b )
  | (?P<word> \b(?:standard|expedited|regular)\b )
  | (?P<date> (?<![\d/-]){DATE} )
    """,
    re.VERBOSE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header's facts by field name, and what is odd about them."""

    facts: Mapping[str, Fact[Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def get(self, name: str) -> Fact[Any] | None:
        """The fact of that name, `None` where the header does not state it."""
        return self.facts.get(name)


@dataclass(frozen=True, slots=True)
class Run:
    """Labels that stand together, and the values that follow them."""

    labels: list[str]
    values: list[tuple[str, Span]]


def find_header(text: str, low: str, span: Span) -> Header:
    """Reads the header at `span`: the text before the first heading, of a few lines."""
    facts: dict[str, Fact[Any]] = {}
    problems: list[Problem] = []
    for name, place in _assigned(low, span):
        value = _value(name, text, low, place)
        if value is None:
            problems.append(Problem("impossible-date", f"The {NAMES[name]} is no day of the calendar.", place))
        else:
            facts.setdefault(name, Fact(value, place))
    return Header(facts, (*problems, *_missing(facts, span)))


def _assigned(low: str, span: Span) -> Iterator[tuple[str, Span]]:
    """Each label's name with the place of its value."""
    for run in _runs(low, span):
        for kind in ("number", "word", "date"):
            labels = [label for label in run.labels if KINDS[label] == kind]
            values = [place for shape, place in run.values if shape == kind]
            # Fewer values than labels: those nearest to the values have them, the others are blank.
            yield from zip(labels[-len(values) :] if values else [], values, strict=False)


def _runs(low: str, span: Span) -> Iterable[Run]:
    runs: list[Run] = []
    for match in TOKEN_RE.finditer(low, *span):
        name = str(match.lastgroup)
        if name in KINDS:
            if not runs or runs[-1].values:
                runs.append(Run([], []))
            runs[-1].labels.append(name)
        elif runs:
            runs[-1].values.append((name, Span(*match.span())))
    return runs


def _value(name: str, text: str, low: str, place: Span) -> str | datetime.date | None:
    words = low[place.start : place.end]
    if KINDS[name] == "date":
        return parse_date(words)
    if name == "priority":
        return "expedited" if words == "expedited" else "standard"
    return text[place.start : place.end].upper()


def _missing(facts: Mapping[str, Fact[Any]], span: Span) -> Iterator[Problem]:
    if not facts:
        yield Problem("missing-header", "The letter has no header: its case number and dates are not known.", span)
    elif missing := [name for name in KINDS if name not in facts]:
        names = ", ".join(NAMES.get(name, name.replace("_", " ")) for name in missing)
        yield Problem("incomplete-header", f"The header does not state: {names}.", span)

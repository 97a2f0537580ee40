"""What a letter is: frozen values that carry the span of the words they came from.

Every span is `[start, end)` in characters of the letter's one canonical text
(see `cases.letters.text`): `text[start:end]`, white space folded, *is* the
words the value was read from.
"""

import datetime
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

Value = TypeVar("Value", covariant=True)
Side = Literal["administrator", "reviewer"]
Basis = Literal["mtus", "non-mtus", "both", "none"]


class NotALetter(ValueError):
    """The input is not text of a letter at all (empty, binary, an HTML page); the message says why.

    `code` is the problem that its record carries.
    """

    code = "not-a-letter"


class Span(NamedTuple):
    """A piece of the canonical text, `[start, end)` in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact(Generic[Value]):
    """A value together with the words that earned it."""

    value: Value
    span: Span


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should look at: a stable code, a sentence, and where."""

    code: str
    message: str
    span: Span = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Citation:
    """One guideline that one side relied on.

    `pages` are inclusive ranges, `98-99` is `((98, 99),)`; `edition` is the year
    written next to the chapter; `text` is the citation as written. `cited_in`
    says whether it stands in the labelled field or in the rationale's prose.
    """

    cited_by: Side
    guideline: str
    text: str
    span: Span
    edition: int | None = None
    sections: tuple[str, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    cited_in: Literal["field", "rationale"] = "field"


@dataclass(frozen=True, slots=True)
class Item:
    """One disputed treatment and what was decided about it; the unit of search."""

    position: int
    request: Fact[str]
    outcome: Fact[str] | None
    treatment: Fact[str]
    original_request: Fact[str] | None = None
    authorized: Fact[str] | None = None
    body_parts: tuple[Fact[str], ...] = ()
    visits: Fact[int] | None = None
    retrospective: Fact[bool] | None = None
    citations: tuple[Citation, ...] = ()
    administrator_basis: Basis = "none"
    reviewer_basis: Basis = "none"
    rationale: Fact[str] | None = None
    reasons: tuple[Fact[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything read out of one letter; an absent fact is `None` or empty, never a guess."""

    format: str
    text: str
    case_number: Fact[str] | None = None
    priority: Fact[str] | None = None
    received_date: Fact[datetime.date] | None = None
    assigned_date: Fact[datetime.date] | None = None
    decision_date: Fact[datetime.date] | None = None
    injury_date: Fact[datetime.date] | None = None
    ur_denial_date: Fact[datetime.date] | None = None
    states: tuple[Fact[str], ...] = ()
    specialties: tuple[Fact[str], ...] = ()
    age: Fact[int] | None = None
    sex: Fact[str] | None = None
    summary: Fact[str] | None = None
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def outcome(self) -> str | None:
        """`upheld`, `overturned`, `mixed`, or `None` where no item has an outcome."""
        outcomes = {item.outcome.value for item in self.items if item.outcome}
        return "mixed" if len(outcomes) > 1 else next(iter(outcomes), None)

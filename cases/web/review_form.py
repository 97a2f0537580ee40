"""The form of the review page: what it shows of each fact, and what a reviewer changed in it."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from cases.letters import taxonomy
from cases.models import Correction
from cases.review.correct import Change
from cases.review.fields import ITEM_FIELDS, LETTER_FIELDS, Field
from cases.review.kinds import BadValue, Choice, Choices, Given, Names
from cases.review.rows import CITATIONS, Key, Rows

SPAN_RE = re.compile(r"(\d{1,9})-(\d{1,9})")
SPARE = 2
"""Empty rows for citations that were missed."""


@dataclass(frozen=True, slots=True)
class Made:
    """A correction in force: its key, who made it and why, and what stood there before."""

    pk: int
    who: str
    why: str
    before: str


@dataclass(frozen=True, slots=True)
class Input:
    """One fact of the form. `typed` is what its input holds, `was` marks what it held before anybody typed."""

    key: str
    label: str
    form: str
    shown: str
    typed: Any
    was: str
    anchor: str = ""
    span: str = ""
    error: str = ""
    others: str = ""
    is_typed: bool = False
    made: tuple[Made, ...] = ()
    options: Sequence[Any] = ()

    @property
    def is_open(self) -> bool:
        """Whether its input is shown at once."""
        return bool(self.error or self.others or self.is_typed)

    @property
    def name(self) -> str:
        """The key as the name of an element."""
        return element_of(self.key)


@dataclass(frozen=True, slots=True)
class Part:
    """The facts of the letter (`position` is None), or of one item."""

    position: int | None
    title: str
    outcome: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of the form: the changes, the sentences about what is no value, and what was typed in which field."""

    changes: tuple[Change, ...]
    errors: Mapping[str, str]
    typed: Mapping[str, Given]
    spans: Mapping[str, str]


def element_of(key: str) -> str:
    """The key of a fact as part of the name of an element."""
    return key.replace(".", "-")


def guideline_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Code and label of every guideline, by family."""
    known = taxonomy.guidelines().values()
    return [
        (label, [(each.code, each.label) for each in known if each.family == family])
        for family, label in taxonomy.FAMILIES.items()
    ]


def digest(text: str) -> str:
    """A short mark of a text, to tell whether it was changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def problem_mark(problem: Mapping[str, Any]) -> str:
    """A short mark of a problem, by which a form speaks of it."""
    return digest(json.dumps([problem["code"], problem["message"], problem["span"]]))


def read_form(data: QueryDict, rows: Rows) -> Sent:
    """The facts in which somebody typed something, compared with what the form had shown them."""
    changes: list[Change] = []
    errors: dict[str, str] = {}
    typed: dict[str, Given] = {}
    spans: dict[str, str] = {}
    for key, each in _fields(rows):
        name = str(key)
        if f"{name}@was" not in data:
            continue
        given = {part: data.getlist(f"{name}.{part}" if part else name) for part in each.kind.parts}
        if digest(each.kind.normal(given)) == data[f"{name}@was"]:
            continue
        typed[name], spans[name] = given, data.get(f"{name}@span", "")
        try:
            value = each.kind.parse(given)
        except BadValue as error:
            errors[name] = f"{_named(key, each)} {error}"
            continue
        if each.kind.normal(each.kind.sent(value)) != each.kind.normal(each.kind.sent(rows.get(key).value)):
            changes.append(Change(key, value, _span(spans[name])))
    return Sent(tuple(changes), errors, typed, spans)


def parts_of(
    rows: Rows,
    anchors: frozenset[str],
    made: Sequence[Correction],
    *,
    shown: range,
    sent: Sent | None = None,
    others: Mapping[str, str] | None = None,
) -> list[Part]:
    """The form: the letter's own facts, then those of the items at the positions in `shown`.

    `sent` is what was typed and could not be saved; `others` says which facts somebody else has changed meanwhile.
    """
    by_key: dict[str, list[Correction]] = {}
    for correction in made:
        by_key.setdefault(str(Key(correction.position, correction.field)), []).append(correction)
    positions = [position for position in sorted(rows.items) if position in shown]
    inputs: dict[int | None, list[Input]] = {None: [], **{position: [] for position in positions}}
    for key, each in _fields(rows):
        if key.position not in inputs:
            continue
        one = _input(rows, key, each, anchors=anchors, made=by_key.get(str(key), []))
        inputs[key.position].append(_with_typed(one, each, sent, others or {}))
    return [_part(rows, position, tuple(of)) for position, of in inputs.items()]


def _part(rows: Rows, position: int | None, inputs: tuple[Input, ...]) -> Part:
    if position is None:
        return Part(None, "The letter", rows.case.outcome, inputs)
    item = rows.items[position]
    return Part(position, item.request or "Request not read", item.outcome, inputs)


def _fields(rows: Rows) -> Iterator[tuple[Key, Field]]:
    yield from ((Key(None, each.name), each) for each in LETTER_FIELDS)
    for position in sorted(rows.items):
        yield from ((Key(position, each.name), each) for each in ITEM_FIELDS)


def _input(rows: Rows, key: Key, of: Field, *, anchors: frozenset[str], made: Sequence[Correction]) -> Input:
    value = rows.get(key).value
    return Input(
        key=str(key),
        label=of.label,
        form=of.kind.form,
        shown=of.kind.words(value),
        typed=_rows_of(of.kind.typed(value)) if key.field == CITATIONS else of.kind.typed(value),
        was=digest(of.kind.normal(of.kind.sent(value))),
        anchor=_anchor(key, anchors),
        made=tuple(Made(each.pk, each.author.get_username(), each.reason, of.kind.words(each.old)) for each in made),
        options=_options(of, value),
    )


def _with_typed(one: Input, of: Field, sent: Sent | None, others: Mapping[str, str]) -> Input:
    """The input with what was typed into it before, and what others did to the fact since."""
    if sent is None or (one.key not in sent.typed and one.key not in others):
        return one
    given = sent.typed.get(one.key)
    changed: dict[str, Any] = {"others": others.get(one.key, ""), "error": sent.errors.get(one.key, "")}
    if given is not None:
        changed |= {"typed": _typed_again(of, given), "is_typed": True, "span": sent.spans[one.key]}
    return Input(**{name: changed.get(name, getattr(one, name)) for name in Input.__slots__})


def _typed_again(of: Field, given: Given) -> Any:
    if of.name == CITATIONS:
        rows = [
            dict(zip(of.kind.parts, row, strict=True))
            for row in zip(*(given[part] for part in of.kind.parts), strict=False)
        ]
        return _rows_of([row for row in rows if any(words for part, words in row.items() if part != "cited_by")])
    return list(given[""]) if isinstance(of.kind, Choices) else next(iter(given[""]), "")


def _rows_of(rows: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    empty = dict.fromkeys(("cited_by", "guideline", "edition", "sections", "pages", "text"), "")
    return [*rows, *[empty] * SPARE]


def _options(of: Field, value: Any) -> Sequence[Any]:
    """What may be chosen; a code that the vocabulary no longer has stays offered where it stands."""
    if isinstance(of.kind, Choice):
        groups = of.kind.grouped()
        known = value in of.kind.labels() or not value
        none = [("", [("", "not stated")])] if of.kind.may_be_empty else []
        return [*none, *([] if known else [("", [(value, value)])]), *groups]
    if isinstance(of.kind, Choices):
        return list(of.kind.labels().items())
    return of.kind.known() if isinstance(of.kind, Names) else ()


def _anchor(key: Key, anchors: frozenset[str]) -> str:
    prefix = "words" if key.position is None else f"words-{key.position}"
    name = "citation" if key.field == CITATIONS else key.field
    places = (f"{prefix}-{name}", f"{prefix}-{name}-1", f"{prefix}-{name}-0")
    return next((place for place in places if place in anchors), "")


def _named(key: Key, of: Field) -> str:
    return of.label if key.position is None else f"Item {key.position}: {of.label}"


def _span(text: str) -> tuple[int, int] | None:
    match = SPAN_RE.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None

"""Reads the rules in `data/` once, checks them, and hands out frozen entries and labels.

One TOML file a vocabulary, one a guideline. An entry names a code and its
label, the patterns that recognise it, and examples that are its tests.
Patterns are kept as text: who matches them compiles them.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

DATA = Path(__file__).parent / "data"

OUTCOMES = MappingProxyType({"upheld": "Upheld", "overturned": "Overturned"})
LETTER_OUTCOMES = MappingProxyType({**OUTCOMES, "mixed": "Mixed"})
SIDES = MappingProxyType({"administrator": "Claims administrator", "reviewer": "Reviewer"})
FAMILIES = MappingProxyType({"mtus": "MTUS", "non-mtus": "Outside the MTUS"})
BASES = MappingProxyType(
    {"mtus": "MTUS", "non-mtus": "Outside the MTUS", "both": "Both", "none": "No medical evidence"}
)
SEXES = MappingProxyType({"female": "Female", "male": "Male"})
UNCLASSIFIED = "unclassified"

PIECE_RE = re.compile(r"(?<!\?P)<(?P<name>[a-z]+)>")


class TaxonomyError(ValueError):
    """A data file says something that cannot be: names file, entry and remedy."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When a request read as one of `source` is another treatment after all: see the head of `treatments.toml`."""

    source: frozenset[str]
    words: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    sessions: bool = False
    ingredients: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept of a vocabulary. `parent` is a treatment's category or the whole of a body part, else empty.

    Patterns are regular expressions, `terms`, `strong` and `weak` are plain
    words; these, `turns` and what follows are explained at the head of
    `treatments.toml`, `ranges` at that of `body_parts.toml`.
    """

    code: str
    label: str
    parent: str = ""
    patterns: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    ingredients: frozenset[str] = frozenset()
    in_sessions: str = ""
    heading: bool = False
    ranges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grammar:
    """How the words of a vocabulary's terms are read: `same` are groups of spellings that mean the same."""

    same: tuple[tuple[str, ...], ...] = ()
    ignored: tuple[str, ...] = ()
    connectors: frozenset[str] = frozenset()
    separators: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason(Entry):
    """A rationale pattern.

    `needs` are groups of words, of each of which a sentence must hold one;
    `outcomes` are those the reason can explain, `talk` the kinds of sentence
    that may earn it; `hints` are patterns that count where a sentence earns
    nothing else; it gives way to the reasons in `yields_to` in one sentence.
    """

    needs: tuple[tuple[str, ...], ...] = ()
    outcomes: frozenset[str] = frozenset(OUTCOMES)
    talk: frozenset[str] = frozenset({"case"})
    hints: tuple[str, ...] = ()
    yields_to: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Talk:
    """How to tell who speaks in a sentence: `kind` is `case`, `guideline` or `general`."""

    kind: str
    phrases: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReasonLanguage:
    """Named pieces of the rules for reasons: `words` of patterns, `stems` of needs."""

    words: Mapping[str, str]
    stems: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class IdentityRule:
    """One way in which a kind of identity is written; explained at the head of `identity.toml`."""

    pattern: str
    cues: tuple[str, ...] = ()
    holds: str = ""
    folded: bool = False
    words: int = 1


@dataclass(frozen=True, slots=True)
class IdentityKind(Entry):
    """One kind of what identifies a person."""

    rules: tuple[IdentityRule, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentityLanguage:
    """`pieces` of the patterns, words that are `not_names`, and parts of what is `public`.

    Kinds `of_letterheads` are public within `reach` characters behind one of `letterheads`.
    """

    pieces: Mapping[str, str]
    not_names: frozenset[str]
    public: tuple[str, ...]
    letterheads: tuple[str, ...]
    of_letterheads: frozenset[str]
    reach: int


@dataclass(frozen=True, slots=True)
class Guideline:
    """One guideline or chapter: how it is written, its section names and where its pages lie.

    `family` is `mtus` or `non-mtus`. `sections` are canonical names; `aliases`
    map another spelling (lower case) to one of them. `pages` map a section to
    its inclusive page range, for showing only: what a letter says always wins.
    `short_patterns` count only right behind a publisher's name ("MTUS ACOEM
    Shoulder"); `chapters` are its numbers in ACOEM's second edition.
    """

    code: str
    label: str
    family: str
    patterns: tuple[str, ...] = ()
    short_patterns: tuple[str, ...] = ()
    chapters: tuple[int, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def spelled_out(pattern: str, pieces: Mapping[str, str]) -> str:
    """The pattern with every `<name>` replaced by the piece of that name, which may hold names itself."""
    while PIECE_RE.search(pattern):
        pattern = PIECE_RE.sub(lambda match: pieces[match["name"]], pattern)
    return pattern


@functools.cache
def treatment_categories() -> Mapping[str, str]:
    """Category code to label, in the order of the file."""
    return MappingProxyType({row["code"]: row["label"] for row in _read("treatments.toml")["category"]})


@functools.cache
def treatments() -> Mapping[str, Entry]:
    """Every treatment code, in the order of the file."""
    entries = _entries("treatments.toml", "treatment")
    for entry in entries.values():
        if entry.parent not in treatment_categories():
            raise TaxonomyError(
                f"treatments.toml: {entry.code} has the unknown category {entry.parent!r}; add it or mend the name"
            )
    return entries


@functools.cache
def body_parts() -> Mapping[str, Entry]:
    """Every body part code, head to foot."""
    return _entries("body_parts.toml", "body_part")


@functools.cache
def grammar(name: str) -> Grammar:
    """How the words of `treatments.toml` or `body_parts.toml` are read."""
    table = _read(name)
    return Grammar(
        same=tuple(tuple(row["words"]) for row in table.get("same", ())),
        ignored=tuple(table.get("ignored", ())),
        connectors=frozenset(table.get("connectors", ())),
        separators=frozenset(table.get("separators", ())),
        plain=frozenset(table.get("plain", ())),
    )


@functools.cache
def reasons() -> Mapping[str, Reason]:
    """Every rationale pattern, in the order of the file."""
    entries = _entries("reasons.toml", "reason").values()
    return MappingProxyType(
        {e.code: _reason(e, row) for e, row in zip(entries, _read("reasons.toml")["reason"], strict=True)}
    )


@functools.cache
def reason_language() -> ReasonLanguage:
    """What `<name>` stands for in the rules for reasons."""
    file = _read("reasons.toml")
    stems = {name: tuple(words) for name, words in file["stems"].items()}
    return ReasonLanguage(MappingProxyType(file["words"]), MappingProxyType(stems))


@functools.cache
def talks() -> tuple[Talk, ...]:
    """The kinds of sentence in a rationale; the first that holds decides."""
    return tuple(
        Talk(row["kind"], tuple(row.get("phrases", ())), _groups(row), tuple(row.get("patterns", ())))
        for row in _read("reasons.toml")["talk"]
    )


@functools.cache
def identities() -> Mapping[str, IdentityKind]:
    """Every kind of identity, in the order of the file."""
    entries = _entries("identity.toml", "identity").values()
    rows = _read("identity.toml")["identity"]
    return MappingProxyType({e.code: _identity(e, row) for e, row in zip(entries, rows, strict=True)})


@functools.cache
def identity_language() -> IdentityLanguage:
    """What the rules for identities are written with."""
    file = _read("identity.toml")
    public = file["public"]
    return IdentityLanguage(
        pieces=MappingProxyType(file["pieces"]),
        not_names=frozenset(file["words"]["not_names"].split()),
        public=tuple(public["parts"]),
        letterheads=tuple(public["letterheads"]),
        of_letterheads=frozenset(public["of_letterheads"]),
        reach=public["reach"],
    )


@functools.cache
def specialties() -> Mapping[str, Entry]:
    """Every reviewer specialty; the code is the canonical name itself."""
    return _entries("specialties.toml", "specialty")


@functools.cache
def guidelines() -> Mapping[str, Guideline]:
    """Every guideline code: the MTUS first, then what stands outside it, each by label."""
    found = [_guideline(path) for path in sorted((DATA / "guidelines").glob("*.toml"))]
    order = list(FAMILIES)
    return MappingProxyType({g.code: g for g in sorted(found, key=lambda g: (order.index(g.family), g.label))})


def _guideline(path: Path) -> Guideline:
    row = _read(f"guidelines/{path.name}")
    if row.get("code") != path.stem:
        raise TaxonomyError(
            f"guidelines/{path.name}: its code is {row.get('code')!r}; file name and code must be the same"
        )
    if row.get("family") not in FAMILIES:
        raise TaxonomyError(f"guidelines/{path.name}: family {row.get('family')!r} is none of {', '.join(FAMILIES)}")
    return Guideline(
        code=row["code"],
        label=row["label"],
        family=row["family"],
        patterns=tuple(row.get("patterns", ())),
        short_patterns=tuple(row.get("short_patterns", ())),
        chapters=tuple(row.get("chapters", ())),
        examples=tuple(row.get("examples", ())),
        counter_examples=tuple(row.get("counter_examples", ())),
        sections=tuple(row.get("sections", ())),
        aliases=MappingProxyType({k.lower(): v for k, v in row.get("aliases", {}).items()}),
        pages=MappingProxyType({k: (v[0], v[1]) for k, v in row.get("pages", {}).items()}),
    )


def _entries(name: str, table: str) -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    for row in _read(name)[table]:
        entry = Entry(
            code=row["code"],
            label=row.get("label", row["code"]),
            parent=row.get("parent", ""),
            patterns=tuple(row.get("patterns", ())),
            examples=tuple(row.get("examples", ())),
            counter_examples=tuple(row.get("counter_examples", ())),
            terms=tuple(row.get("terms", ())),
            strong=tuple(row.get("strong", ())),
            weak=tuple(row.get("weak", ())),
            turns=tuple(_turn(turn) for turn in row.get("turns", ())),
            ingredients=frozenset(row.get("ingredients", ())),
            in_sessions=row.get("in_sessions", ""),
            heading=row.get("heading", False),
            ranges=tuple(row.get("ranges", ())),
        )
        if entry.code in found:
            raise TaxonomyError(f"{name}: {entry.code} stands twice; keep one entry")
        found[entry.code] = entry
    return MappingProxyType(found)


def _reason(entry: Entry, row: Mapping[str, Any]) -> Reason:
    return Reason(
        code=entry.code,
        label=entry.label,
        patterns=entry.patterns,
        examples=entry.examples,
        counter_examples=entry.counter_examples,
        needs=_groups(row),
        outcomes=frozenset(row.get("outcomes", OUTCOMES)),
        talk=frozenset({"case", *row.get("also_in", ())}),
        hints=tuple(row.get("hints", ())),
        yields_to=frozenset(row.get("yields_to", ())),
    )


def _identity(entry: Entry, row: Mapping[str, Any]) -> IdentityKind:
    rules = tuple(IdentityRule(**{**rule, "cues": tuple(rule.get("cues", ()))}) for rule in row["rules"])
    return IdentityKind(entry.code, entry.label, "", (), entry.examples, entry.counter_examples, rules=rules)


def _groups(row: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in row.get("needs", ()))


def _turn(row: Mapping[str, Any]) -> Turn:
    return Turn(
        source=frozenset(row["from"]),
        words=frozenset(row.get("words", ())),
        unless=frozenset(row.get("unless", ())),
        parts=frozenset(row.get("parts", ())),
        sessions=row.get("sessions", False),
        ingredients=row.get("ingredients", 0),
    )


@functools.cache
def _read(name: str) -> dict[str, Any]:
    try:
        with (DATA / name).open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise TaxonomyError(f"{name} is not valid TOML: {error}") from error

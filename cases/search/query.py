"""The nodes of a query tree, and the tree back to text; pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

PLACES = ("request", "rationale", "summary")
"""Where words can stand, the best place first."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, stemmed when searched."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other in this order."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Words in any order, of which the first and the last found stand at most `distance` words apart."""

    text: str
    distance: int


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a facet."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The items of the letter with this number, in its usual spelling."""

    number: str


@dataclass(frozen=True, slots=True)
class In:
    """A part whose words must stand in one of PLACES; a place named further inside is the one that counts."""

    place: str
    node: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be found."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    nodes: tuple["Node", ...]


Term = Word | Phrase | Prefix | Near
Node = Term | Field | CaseNumber | In | Not | And | Or


def to_text(node: Node) -> str:
    """The text whose tree is `node`."""
    match node:
        case Word() | Phrase() | Prefix() | Near():
            return term_text(node)
        case Field(name, value):
            return f"{name}:{_value_text(value)}"
        case CaseNumber(number):
            return f"case:{_value_text(number)}"
        case In(place, inner):
            text = to_text(inner)
            return f"{place}:{text}" if isinstance(inner, Term) and not text.startswith(":") else f"{place}:({text})"
        case Not(inner):
            text = _bracketed(inner)
            return f"-({text})" if text.startswith("-") else f"-{text}"
        case And(nodes) | Or(nodes):
            return (" OR " if isinstance(node, Or) else " ").join(map(_bracketed, nodes))


def term_text(term: Term) -> str:
    """The text of a word, phrase, prefix or proximity."""
    match term:
        case Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Prefix(text):
            return f"{text}*"
        case Near(text, distance):
            return f'"{text}"~{distance}'


def with_texts(node: Node, change: Callable[[str], str]) -> Node:
    """The tree with the text of every term changed; a word that becomes several is a phrase."""
    match node:
        case Word(text):
            changed = change(text)
            return Word(changed) if len(changed.split()) == 1 else Phrase(changed)
        case Phrase() | Prefix() | Near():
            return replace(node, text=change(node.text))
        case In() | Not():
            return replace(node, node=with_texts(node.node, change))
        case And(nodes) | Or(nodes):
            return type(node)(tuple(with_texts(inner, change) for inner in nodes))
        case _:
            return node


def terms(node: Node | None) -> Iterator[Term]:
    """What is looked for in the texts, without what must not be found."""
    for term, _ in placed_terms(node):
        yield term


def placed_terms(node: Node | None, places: tuple[str, ...] = PLACES) -> Iterator[tuple[Term, tuple[str, ...]]]:
    """The same, each with the places it is looked for in."""
    match node:
        case Word() | Phrase() | Prefix() | Near():
            yield node, places
        case In(place, inner):
            yield from placed_terms(inner, (place,))
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from placed_terms(inner, places)
        case _:
            return


def _bracketed(node: Node) -> str:
    return f"({to_text(node)})" if isinstance(node, And | Or) else to_text(node)


def _value_text(value: str) -> str:
    return value if re.fullmatch(r"\w[^\s():]*", value) else f'"{value}"'

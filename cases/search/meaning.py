"""What a query as typed is searched as: with the letters whose numbers it names, and the other names of its words.

Tree to tree and pure, so every way of finding searches the same. What is in
quotation marks, and what must not be found, is taken as it stands.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cases.search.case_numbers import parse_case_number
from cases.search.query import And, CaseNumber, In, Node, Or, Phrase, Word, with_texts
from cases.search.synonyms import load_synonyms

MOST_EXPANDED = 10
"""Names in a query whose other names are searched too."""

GLUED_RE = re.compile(r"(?<=[a-z0-9])\.(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Also:
    """What was typed, and what is searched as well."""

    typed: str
    searched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The tree that is searched, the case numbers it names, and what is searched beside what was typed."""

    tree: Node | None
    numbers: tuple[str, ...] = ()
    also: tuple[Also, ...] = ()


@functools.lru_cache(maxsize=512)
def meaning_of(typed: Node | None, *, with_synonyms: bool) -> Meaning:
    """What a tree as typed is searched as."""
    if typed is None:
        return Meaning(None)
    expansion = _Expansion(with_synonyms=with_synonyms)
    tree = with_texts(expansion.of(typed), apart)
    return Meaning(tree, tuple(expansion.numbers), tuple(expansion.also.values()))


def apart(text: str) -> str:
    """The text with a blank where a slash, or nothing behind a full stop, joins words: as texts are searched."""
    return GLUED_RE.sub(". ", text).replace("/", " ")


class _Expansion:
    """Expands one tree, and notes the case numbers met and the names that have others."""

    def __init__(self, *, with_synonyms: bool) -> None:
        self.with_synonyms = with_synonyms
        self.numbers: dict[str, None] = {}
        self.also: dict[str, Also] = {}

    def of(self, node: Node, *, is_placed: bool = False) -> Node:
        """The node as it is searched; one that stands in a place names no letter."""
        match node:
            case Word():
                return self.named((node,), is_placed=is_placed)[1]
            case CaseNumber(number):
                self.numbers[number] = None
                return node
            case In(place, inner):
                return In(place, self.of(inner, is_placed=True))
            case Or(nodes):
                return Or(tuple(self.of(inner, is_placed=is_placed) for inner in nodes))
            case And(nodes):
                parts = self.side_by_side(nodes, is_placed=is_placed)
                return And(parts) if len(parts) > 1 else parts[0]
            case _:
                return node

    def side_by_side(self, nodes: Sequence[Node], *, is_placed: bool) -> tuple[Node, ...]:
        """The nodes, those that together are a name as one with its others; the longest name first."""
        parts: list[Node] = []
        at = 0
        while at < len(nodes):
            size, part = self.named(nodes[at:], is_placed=is_placed)
            parts.append(part)
            at += size
        return tuple(parts)

    def named(self, nodes: Sequence[Node], *, is_placed: bool) -> tuple[int, Node]:
        """How many of the first nodes are a name (or else one), and what is searched for them."""
        words = _leading_words(nodes, load_synonyms().longest)
        for size in range(len(words), 0, -1):
            if others := self.others([word.text for word in words[:size]], is_placed=is_placed):
                return size, Or((And(tuple(words[:size])) if size > 1 else words[0], *others))
        return 1, words[0] if words else self.of(nodes[0], is_placed=is_placed)

    def others(self, words: Sequence[str], *, is_placed: bool) -> tuple[Node, ...]:
        """What is searched as well as some words side by side; nothing where they are no name."""
        typed = " ".join(words)
        if number := None if is_placed else parse_case_number(typed):
            self.numbers[number] = None
            return (CaseNumber(number),)
        if not self.with_synonyms or (len(self.also) >= MOST_EXPANDED and typed not in self.also):
            return ()
        if names := load_synonyms().of(words):
            self.also[typed] = Also(typed, names)
        return tuple(Word(name) if name.isalnum() else Phrase(name) for name in names)


def _leading_words(nodes: Sequence[Node], most: int) -> list[Word]:
    found: list[Word] = []
    for node in nodes[:most]:
        if not isinstance(node, Word):
            break
        found.append(node)
    return found

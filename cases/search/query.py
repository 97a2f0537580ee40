"""The query language: text to a tree, and the tree back to text; pure, and total.

    words "a phrase" -without  this OR that  (brackets)  outcome:overturned  page:98

Words side by side must all be found; OR binds looser than side by side. Any
text whatever gives a tree: what cannot be understood is left out or mended,
and a hint says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_QUERY = 1_000
MOST_TERMS = 50
DEEPEST = 20

TOKEN_RE = re.compile(
    r"""
      (?P<open>\() | (?P<close>\))
    | (?P<minus>-(?=[^\s-]))
    | (?P<field>[A-Za-z_]{2,30}):(?=[^\s:()])
    | "(?P<phrase>[^"]*)(?P<quote>"|$)
    | (?P<word>[^\s()"]+)
    | \s+
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, stemmed when searched."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other in this order."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a facet."""

    name: str
    value: str


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


Node = Word | Phrase | Field | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A tree (`None`: nothing was asked) and what had to be mended to get it."""

    tree: Node | None
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def parse_query(text: str, fields: frozenset[str]) -> Query:
    """The tree of `text`; `fields` are the names that may stand before a colon."""
    hints: list[str] = []
    if len(text) > LONGEST_QUERY:
        hints.append(f"The query is cut after {LONGEST_QUERY:,} characters.")
        text = text[:LONGEST_QUERY]
    tokens = list(_tokens(text.replace("\0", " "), fields, hints))
    if sum(token.kind in ("word", "phrase") for token in tokens) > MOST_TERMS:
        hints.append(f"Only the first {MOST_TERMS} words of the query are searched.")
        tokens = tokens[: _end_of_term(tokens, MOST_TERMS)]
    return Query(_Parser(tokens, hints).whole(), tuple(dict.fromkeys(hints)))


def to_text(node: Node) -> str:
    """The text whose tree is `node`."""
    match node:
        case Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Field(name, value):
            return f'{name}:"{value}"' if re.search(r"[\s()]", value) else f"{name}:{value}"
        case Not(inner):
            return f"-({to_text(inner)})" if isinstance(inner, And | Or) else f"-{to_text(inner)}"
        case And(nodes):
            return " ".join(f"({to_text(n)})" if isinstance(n, And | Or) else to_text(n) for n in nodes)
        case Or(nodes):
            return " OR ".join(f"({to_text(n)})" if isinstance(n, Or | And) else to_text(n) for n in nodes)


def terms(node: Node | None) -> Iterator[Word | Phrase]:
    """The words and phrases that are looked for, not those left out."""
    match node:
        case Word() | Phrase():
            yield node
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from terms(inner)
        case _:
            return


def _tokens(text: str, fields: frozenset[str], hints: list[str]) -> Iterator[_Token]:
    for match in TOKEN_RE.finditer(text):
        kind = "phrase" if match.lastgroup == "quote" else match.lastgroup
        if not kind:
            continue
        content = match[kind]
        if kind == "phrase" and not match["quote"]:
            hints.append("A quotation mark is not closed; the phrase is taken to go on to the end.")
        if kind == "field":
            content = content.lower()
            if content not in fields:
                hints.append(f"“{content}:” is not a field; it is searched as a word.")
                kind = "word"
        if kind == "phrase" and not re.search(r"\w", content):
            content = ""
        if kind != "word" or re.search(r"\w", content):
            yield _Token(kind, content)


def _end_of_term(tokens: list[_Token], number: int) -> int:
    seen = 0
    for index, token in enumerate(tokens):
        seen += token.kind in ("word", "phrase")
        if seen == number:
            return index + 1
    return len(tokens)


class _Parser:
    """Recursive descent over the tokens: or, and, not, bracket or term."""

    def __init__(self, tokens: list[_Token], hints: list[str]) -> None:
        self.tokens = tokens
        self.hints = hints
        self.at = 0
        self.depth = 0

    def whole(self) -> Node | None:
        parts: list[Node] = []
        while self.at < len(self.tokens):
            if node := self.any_of():
                parts.append(node)
            if self.kind() == "close":
                self.hints.append("A closing bracket has no opening one; it is left out.")
                self.at += 1
        return _joined(And, parts)

    def kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def is_or(self) -> bool:
        return self.kind() == "word" and self.tokens[self.at].text == "OR"

    def any_of(self) -> Node | None:
        parts = [self.all_of()]
        while self.is_or():
            self.at += 1
            parts.append(self.all_of())
        found = [part for part in parts if part]
        if len(found) < len(parts) and len(parts) > 1:
            self.hints.append("OR wants something on both sides; it is left out where it has not.")
        return _joined(Or, found)

    def all_of(self) -> Node | None:
        parts: list[Node] = []
        while self.kind() not in ("", "close") and not self.is_or():
            if node := self.one():
                parts.append(node)
        return _joined(And, parts)

    def one(self) -> Node | None:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "minus":
            inner = self.one() if self.kind() not in ("", "close") and not self.is_or() else None
            return inner.node if isinstance(inner, Not) else Not(inner) if inner else None
        if token.kind == "field":
            return self.value_of(token.text)
        if token.kind == "open":
            return self.bracket()
        if token.kind == "phrase":
            return Phrase(token.text.strip()) if token.text else None
        return Word(token.text)

    def value_of(self, name: str) -> Node | None:
        if self.kind() in ("word", "phrase"):
            self.at += 1
            if value := self.tokens[self.at - 1].text.strip():
                return Field(name, value)
        self.hints.append(f"“{name}:” has no value; it is left out.")
        return None

    def bracket(self) -> Node | None:
        if self.depth >= DEEPEST:
            self.hints.append(f"Brackets deeper than {DEEPEST} are left out.")
            return None
        self.depth += 1
        node = self.any_of()
        self.depth -= 1
        if self.kind() == "close":
            self.at += 1
        else:
            self.hints.append("A bracket is not closed; it is taken to go on to the end.")
        return node


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    flat: list[Node] = []
    for part in parts:
        flat += part.nodes if isinstance(part, kind) else [part]
    return kind(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None

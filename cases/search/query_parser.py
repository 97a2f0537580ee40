"""Text to a query tree; pure, and total.

    words "a phrase" -without  this OR that  (brackets)  vertebr*  "home exercise"~5
    outcome:overturned  page:98  case:CM15-0000042  request:mri  rationale:(mri OR ct)

Words side by side must all be found; OR binds looser than side by side. AND may
stand between, NOT may stand for the minus. Any text whatever gives a tree: what
cannot be understood is left out or mended, and a hint says so.
"""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cases.search.case_numbers import parse_case_number
from cases.search.query import PLACES, And, CaseNumber, Field, In, Near, Node, Not, Or, Phrase, Prefix, Word

LONGEST_QUERY = 1_000
MOST_TERMS = 50
DEEPEST = 20
MOST_HINTS = 6
SHORTEST_PREFIX = 3
FARTHEST = 50
SHOWN = 30
CASE = "case"
LEFT_OUT = "It is left out."
LONE = "A closing bracket alone is left out."

TOKEN_RE = re.compile(
    rf"""
      (?P<open>\() | (?P<close>\))
    | (?P<minus>-(?=[^\s-]))
    | (?P<place>(?i:{"|".join(PLACES)})):(?=[^\s:)])
    | (?P<field>[A-Za-z_]{{2,30}}):(?=[^\s:()])
    | "(?P<phrase>[^"]*)(?P<quote>"(?:~(?P<distance>[0-9]+)(?!\w))?|$)
    | (?P<word>[^\s()"]+)
    | \s+
    """,
    re.VERBOSE,
)
POSSESSIVE_RE = re.compile(r"(?<=\w)(?:['’]s)+$")
QUOTES = dict.fromkeys(map(ord, "“”„‟«»″"), '"')
UNSEEN = {"Cf": "", "Cc": " ", "Co": " ", "Cs": " "}
"""By Unicode category, what stands for a character that nobody sees: zero-width ones may stand within a word."""
TERM_KINDS = ("word", "phrase")
OPERATORS = ("OR", "AND", "NOT")


@dataclass(frozen=True, slots=True)
class Hint:
    """What had to be mended, and how it was."""

    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Query:
    """A tree (`None`: nothing was asked) and what had to be mended to get it."""

    tree: Node | None
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    """`distance` stands behind a phrase; `shown` is the beginning of the text from the token on."""

    kind: str
    text: str
    shown: str
    distance: int | None = None


def parse_query(text: str, fields: frozenset[str]) -> Query:
    """The tree of `text`; `fields` are the facets that may stand before a colon."""
    hints: list[Hint] = []
    tokens = list(_tokens(_readable(text, hints), fields, hints))
    if sum(map(_is_term, tokens)) > MOST_TERMS:
        hints.append(Hint(f"The query has more than {MOST_TERMS} words.", f"Only the first {MOST_TERMS} are searched."))
        tokens = tokens[: _end_of_term(tokens, MOST_TERMS)]
    tree = _Parser(tokens, hints).whole()
    hints = list(dict.fromkeys(hints))
    if len(hints) > MOST_HINTS:
        hints[MOST_HINTS:] = [Hint("More of the query is not understood.", "It was mended in the same way.")]
    return Query(tree, tuple(hints))


def literal(text: str) -> Node | None:
    """The words of `text` without the meaning of any sign: what a mended query may have meant instead."""
    pieces = _readable(text, []).replace('"', " ").split()
    phrases = [Phrase(piece) for piece in pieces if re.search(r"\w", piece)][:MOST_TERMS]
    while sum(len(phrase.text) + 3 for phrase in phrases) > LONGEST_QUERY:
        phrases.pop()
    return _joined(And, list(phrases))


def _readable(text: str, hints: list[Hint]) -> str:
    """The text without what nobody sees, and no longer than is read."""
    if len(text) > LONGEST_QUERY:
        hints.append(Hint(f"The query is longer than {LONGEST_QUERY:,} characters.", "It is cut there."))
        text = text[:LONGEST_QUERY]
    seen = "".join(character if character.isspace() else _seen(character) for character in text)
    if seen != text:
        hints.append(Hint("The query holds characters that cannot be seen.", "They are left out."))
    return seen.translate(QUOTES)


def _seen(character: str) -> str:
    return UNSEEN.get(unicodedata.category(character), character)


def _tokens(text: str, fields: frozenset[str], hints: list[Hint]) -> Iterator[_Token]:
    known = {*fields, *PLACES, CASE}
    for match in TOKEN_RE.finditer(text):
        kind = "phrase" if match.lastgroup == "quote" else match.lastgroup
        if not kind:
            continue
        content, shown = match[kind], _shown(text[match.start() :])
        if kind == "phrase":
            yield _phrase(match, shown, hints)
        elif kind == "word":
            yield _Token(kind, _word(content, known, hints), shown)
        elif kind == "field" and content.lower() not in known:
            hints.append(_unknown_field(content, known))
            yield _Token("word", content.lower(), shown)
        else:
            yield _Token(kind, content.lower(), shown)


def _phrase(match: re.Match[str], shown: str, hints: list[Hint]) -> _Token:
    if not match["quote"]:
        hints.append(Hint(f"A quotation mark is not closed: {shown}.", "The phrase is taken to go on to the end."))
    text = match["phrase"].strip() if re.search(r"\w", match["phrase"]) else ""
    return _Token("phrase", text, shown, int(match["distance"]) if match["distance"] else None)


def _word(text: str, known: Collection[str], hints: list[Hint]) -> str:
    """The word as it is searched; nothing for one of signs only."""
    if text.endswith(":") and text[:-1].lower() in known:
        hints.append(Hint(f"“{text}” has no value right behind the colon.", "It is searched as a word."))
        return text[:-1]
    return text if re.search(r"\w", text) else ""


def _unknown_field(name: str, known: Collection[str]) -> Hint:
    meant = difflib.get_close_matches(name.lower(), sorted(known), n=1)
    remedy = "It is searched as a word."
    return Hint(f"“{name}:” is not a field.", f"{remedy} Did you mean “{meant[0]}:”?" if meant else remedy)


def _shown(text: str) -> str:
    return f"“{text[:SHOWN]}…”" if len(text) > SHOWN else f"“{text}”"


def _word_of(text: str) -> Word | Phrase:
    """A word without its possessive; one that would be an operator stands in quotation marks."""
    text = POSSESSIVE_RE.sub("", text)
    return Phrase(text) if text in OPERATORS else Word(text)


def _number(brackets: Sequence[_Token]) -> str:
    return "A bracket has" if len(brackets) == 1 else f"{len(brackets)} brackets have"


def _is_term(token: _Token) -> bool:
    return token.kind in TERM_KINDS and bool(token.text)


def _end_of_term(tokens: list[_Token], number: int) -> int:
    seen = 0
    for index, token in enumerate(tokens):
        seen += _is_term(token)
        if seen == number:
            return index + 1
    return len(tokens)


class _Parser:
    """Recursive descent over the tokens: or, and, not, bracket or term."""

    def __init__(self, tokens: list[_Token], hints: list[Hint]) -> None:
        self.tokens = tokens
        self.hints = hints
        self.at = 0
        self.depth = 0
        self.open: list[_Token] = []
        self.closing: list[_Token] = []

    def whole(self) -> Node | None:
        parts: list[Node] = []
        while self.at < len(self.tokens):
            if node := self.any_of():
                parts.append(node)
            if self.kind() == "close":
                self.closing.append(self.tokens[self.at])
                self.at += 1
        if self.closing:
            self.hint(f"{_number(self.closing)} no opening one: {self.closing[0].shown}.", LONE)
        if self.open:
            self.hint(
                f"{_number(self.open)} no closing one: {self.open[-1].shown}.", "What is missing is put at the end."
            )
        return _joined(And, parts)

    def hint(self, reason: str, remedy: str) -> None:
        self.hints.append(Hint(reason, remedy))

    def kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def stands(self, word: str) -> bool:
        """Whether an operator comes next."""
        return self.kind() == "word" and self.tokens[self.at].text == word

    def any_of(self) -> Node | None:
        parts = [self.all_of()]
        while self.stands("OR"):
            self.at += 1
            parts.append(self.all_of())
        found = [part for part in parts if part]
        if len(found) < len(parts) and len(parts) > 1:
            self.hint("OR wants something on both sides.", "It is left out where it has not.")
        return _joined(Or, found)

    def all_of(self) -> Node | None:
        parts: list[Node] = []
        while self.kind() not in ("", "close") and not self.stands("OR"):
            if self.stands("AND"):
                self.at += 1
            elif node := self.one():
                parts.append(node)
        return _joined(And, parts)

    def one(self) -> Node | None:
        token = self.tokens[self.at]
        is_not = self.stands("NOT")
        self.at += 1
        if is_not or token.kind == "minus":
            return self.without(token)
        if token.kind == "field":
            return self.value_of(token)
        if token.kind == "place":
            return self.within(token)
        return self.bracket(token) if token.kind == "open" else self.term(token)

    def without(self, token: _Token) -> Node | None:
        while self.stands("AND"):
            self.at += 1
        if self.kind() in ("", "close") or self.stands("OR"):
            self.hint(f"What is to be left out is missing: {token.shown}.", LEFT_OUT)
            return None
        inner = self.one()
        return inner.node if isinstance(inner, Not) else Not(inner) if inner else None

    def value_of(self, name: _Token) -> Node | None:
        if self.kind() == "minus":
            self.at += 1
            value = self.value_of(name)
            return Not(value) if value else None
        if self.kind() in TERM_KINDS:
            token = self.tokens[self.at]
            self.at += 1
            if token.distance is not None:
                self.hint(f"A distance says nothing of a value: {token.shown}.", LEFT_OUT)
            if token.text:
                return self.case_number(token) if name.text == CASE else Field(name.text, token.text)
        self.hint(f"“{name.text}:” has no value: {name.shown}.", LEFT_OUT)
        return None

    def case_number(self, token: _Token) -> Node | None:
        if number := parse_case_number(token.text):
            return CaseNumber(number)
        self.hint(f"{_shown(token.text)} is no case number; one looks like CM15-0000042.", LEFT_OUT)
        return None

    def within(self, place: _Token) -> Node | None:
        inner: Node | None = None
        if self.kind() == "minus":
            self.at += 1
            without = self.within(place)
            return Not(without) if without else None
        if self.kind() in (*TERM_KINDS, "open"):
            token = self.tokens[self.at]
            self.at += 1
            inner = self.bracket(token) if token.kind == "open" else self.term(token)
        if inner is None:
            self.hint(f"“{place.text}:” wants a word, a phrase or a bracket: {place.shown}.", LEFT_OUT)
            return None
        return inner if isinstance(inner, In) else In(place.text, inner)

    def term(self, token: _Token) -> Node | None:
        if not token.text:
            return None
        if token.kind == "word":
            return self.prefix(token) if token.text.endswith("*") else _word_of(token.text)
        return Phrase(token.text) if token.distance is None else self.near(token, token.distance)

    def prefix(self, token: _Token) -> Node:
        text = token.text.rstrip("*")
        if len(re.findall(r"[^\W_]", text)) >= SHORTEST_PREFIX:
            return Prefix(text)
        self.hint(
            f"“{token.text}” is too short to stand for all words that begin so; three letters are needed.",
            f"“{text}” is searched as a word.",
        )
        return _word_of(text)

    def near(self, token: _Token, distance: int) -> Node:
        if sum(bool(re.search(r"\w", word)) for word in token.text.split()) < 2:
            self.hint(f"A distance wants two words or more: {token.shown}.", "The word itself is searched.")
            return Phrase(token.text)
        if not 1 <= distance <= FARTHEST:
            remedy = f"The {'nearest' if distance < 1 else 'farthest'} is taken."
            self.hint(f"A distance is 1 to {FARTHEST} words: {token.shown}.", remedy)
        return Near(token.text, min(max(distance, 1), FARTHEST))

    def bracket(self, token: _Token) -> Node | None:
        if self.depth >= DEEPEST:
            self.hint(f"Brackets stand in brackets more than {DEEPEST} deep.", "Those deeper are left out.")
            return None
        self.depth += 1
        node = self.any_of()
        self.depth -= 1
        if self.kind() == "close":
            self.at += 1
        else:
            self.open.append(token)
        return node


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    flat: list[Node] = []
    for part in parts:
        flat += part.nodes if isinstance(part, kind) else [part]
    return kind(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None

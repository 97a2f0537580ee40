"""Which of the words that PostgreSQL marks are meant: of a phrase those in a row, not each for itself; pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cases.search.query import Near, Phrase, Prefix, Term, Word

# Private-use characters: no letter holds them (the canonical text drops them), so no text can forge a mark.
START, STOP = "\ue000", "\ue001"
GAP = " … "
"""Between two parts of a text: nothing is in a row across it."""

WORD_RE = re.compile(r"[^\W_]+")

Pieces = tuple[tuple[str, bool], ...]
"""A text in parts, each with whether it is a hit."""

Stem = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words in a row, the last of which may be only the beginning of one."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str


def patterns_of(terms: Iterable[Term]) -> tuple[Pattern, ...]:
    """What to look for in a marked text; words near each other are looked for each for itself."""
    return tuple(dict.fromkeys(pattern for term in terms for pattern in _patterns(term) if pattern.words))


def words_in(marked: str) -> set[str]:
    """The words that are marked."""
    return {word for _, _, text in _hits(marked) for word in WORD_RE.findall(text)}


def meant(marked: str, patterns: Sequence[Pattern], stem: Stem) -> Pieces:
    """The text with those marks that belong to a pattern."""
    text = _unmarked(marked)
    tokens = _tokens(marked, text)
    found = [span for at in range(len(tokens)) for p in patterns if (span := _span(text, tokens[at:], p, stem))]
    return _pieces(text, _joined(found))


def every(marked: str) -> Pieces:
    """The text with all its marks."""
    return _pieces(_unmarked(marked), [(start, end) for start, end, _ in _hits(marked)])


def has_hit(pieces: Pieces) -> bool:
    """Whether any part of a text is a hit."""
    return any(is_hit for _, is_hit in pieces)


def _unmarked(marked: str) -> str:
    return marked.replace(START, "").replace(STOP, "")


def _patterns(term: Term) -> Iterator[Pattern]:
    words = tuple(WORD_RE.findall(term.text))
    match term:
        case Word() | Phrase():
            yield Pattern(words)
        case Prefix():
            yield Pattern(words, is_prefix=True)
        case Near():
            yield from (Pattern((word,)) for word in words)


def _hits(marked: str) -> Iterator[tuple[int, int, str]]:
    """Where each marked part begins and ends in the text without marks, and the part."""
    at = 0
    for number, part in enumerate(re.split(f"[{START}{STOP}]", marked)):
        if number % 2:
            yield at, at + len(part), part
        at += len(part)


def _tokens(marked: str, text: str) -> list[_Token]:
    return [
        _Token(match.start(), match.end(), match[0])
        for start, end, _ in _hits(marked)
        for match in WORD_RE.finditer(text, start, end)
    ]


def _span(text: str, tokens: Sequence[_Token], pattern: Pattern, stem: Stem) -> tuple[int, int] | None:
    """From where to where the first of `tokens` are the words of a pattern, with no other word between them."""
    row = tokens[: len(pattern.words)]
    if len(row) < len(pattern.words):
        return None
    for number, (token, word) in enumerate(zip(row, pattern.words, strict=True)):
        is_begun = pattern.is_prefix and number == len(row) - 1
        if not (token.word.lower().startswith(word.lower()) if is_begun else stem(token.word) == stem(word)):
            return None
        between = text[row[number - 1].end : token.start] if number else ""
        if WORD_RE.search(between) or GAP.strip() in between:
            return None
    return row[0].start, row[-1].end


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Pieces:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple((part, is_hit) for part, is_hit in (*pieces, (text[at:], False)) if part)

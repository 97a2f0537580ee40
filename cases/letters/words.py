"""Folds the white space of a piece of the canonical text and leads every place in it back to its span."""

import re
from dataclasses import dataclass

from cases.letters.model import Span

RUN_RE = re.compile(r"\s\s+")


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text as people read it: white space folded.

    `low` is `text` in lower case and of the same length. `runs` are the places
    (in `text`) of the blanks that stand for more than one character, with the
    number of characters that were dropped there.
    """

    text: str
    low: str
    start: int = 0
    runs: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]`, not empty, stands in the canonical text."""
        return Span(self._place(start), self._place(end - 1) + 1)

    def _place(self, position: int) -> int:
        return self.start + position + sum(dropped for place, dropped in self.runs if place < position)


def fold(text: str, span: Span) -> Words:
    """The words of `text[span]`, without white space at either end."""
    raw = text[span.start : span.end]
    bare = raw.strip()
    folded = " ".join(bare.split())
    runs = () if len(folded) == len(bare) else _runs(bare)
    return Words(folded, lower(folded), span.start + len(raw) - len(raw.lstrip()), runs)


def lower(text: str) -> str:
    """Lower case without a change of length: what would grow (`İ`) stays."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def match_here(pattern: re.Pattern[str], low: str, start: int, end: int) -> re.Match[str]:
    """The match at `start` of a pattern that also matches the empty string."""
    match = pattern.match(low, start, end)
    if match is None:
        raise ValueError(f"{pattern.pattern!r} must match the empty string too")
    return match


def _runs(bare: str) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    dropped = 0
    for match in RUN_RE.finditer(bare):
        extra = match.end() - match.start() - 1
        runs.append((match.start() - dropped, extra))
        dropped += extra
    return tuple(runs)

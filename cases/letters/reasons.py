"""Finds why a reviewer decided as he did: the reasons a rationale gives for this very case.

A rationale mixes what guidelines say with what holds here. It is cut into
sentences; each is judged as talk of the case or of a guideline; only the
former may earn a reason, but for the few that a guideline itself gives
("is not recommended"). Words and patterns are data: `data/reasons.toml`.
"""

import bisect
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cases.letters import taxonomy
from cases.letters.model import Fact, Span
from cases.letters.taxonomy import Reason

REACH = 80

SPACES_RE = re.compile(r"\s+")
WORD_RE = re.compile(r"<(?P<name>[a-z]+)>")
# "pain. The", "pain.The", "(2009). The"; not "9.5", "e.g. exercise".
SENTENCE_END_RE = re.compile(r"[.?!]+(?:[\"”)]*(?= [A-Z\"“(\d])|(?=[A-Z][a-z ]))")
ABBREVIATION_RE = re.compile(r"\b(?:dr|mr|mrs|ms|vs|no|st|jr|e\.g|i\.e|etc|al|approx|pg|pp|[a-z])$")


@dataclass(frozen=True, slots=True)
class _Rule:
    reason: Reason
    pattern: re.Pattern[str]

    def is_near(self, words: str) -> bool:
        for need in self.reason.needs:  # a plain loop: `any` of a generator takes three times as long
            if need in words:
                return True
        return False


@dataclass(frozen=True, slots=True)
class _Folded:
    """A rationale with single blanks, and the way back into the text it was cut from."""

    words: str
    starts: tuple[int, ...]
    shifts: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        return Span(self._source(start), self._source(end - 1) + 1)

    def _source(self, position: int) -> int:
        return position + self.shifts[bisect.bisect_right(self.starts, position) - 1]


def find_reasons(text: str, span: Span, outcome: str | None) -> tuple[Fact[str], ...]:
    """The reasons of the rationale at `span`, each code once, in the order of the words that earned them.

    `outcome` rules out what could only explain the other one; `None` rules out nothing.
    """
    folded = _fold(text, span)
    words = folded.words.replace("İ", "I").lower()
    rules = [rule for rule in _rules() if outcome is None or outcome in rule.reason.outcomes]
    rules = [rule for rule in rules if rule.is_near(words)]
    found: dict[str, tuple[int, int]] = {}
    for start, end in _sentences(folded.words, words):
        for code, place in _claims(rules, words, start, end).items():
            found.setdefault(code, place)
    ordered = sorted(found.items(), key=lambda one: one[1])
    return tuple(Fact(code, folded.span(*place)) for code, place in ordered)


def _claims(rules: list[_Rule], words: str, start: int, end: int) -> dict[str, tuple[int, int]]:
    """Codes that one sentence earns, with their places."""
    sentence = words[start:end]
    near = [rule for rule in rules if rule.is_near(sentence)]
    if near and _is_general(sentence):
        near = [rule for rule in near if rule.reason.general]
    claims = {rule.reason.code: match.span() for rule in near if (match := rule.pattern.search(words, start, end))}
    better = [rule.reason.code for rule in near if not claims.keys().isdisjoint(rule.reason.yields_to)]
    return {code: place for code, place in claims.items() if code not in better}


def _is_general(sentence: str) -> bool:
    """Whether a sentence tells what guidelines say rather than what holds in this case."""
    talk = _talk()
    return not talk["case"].search(sentence) and bool(talk["general"].search(sentence))


def _sentences(words: str, lowered: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in SENTENCE_END_RE.finditer(words):
        if match.group() == "." and ABBREVIATION_RE.search(lowered, max(start, match.start() - 8), match.start()):
            continue
        yield start, match.end()
        start = match.end()
    if start < len(words):
        yield start, len(words)


def _fold(text: str, span: Span) -> _Folded:
    pieces, starts, shifts = [], [0], [span.start]
    at = length = 0
    source = text[span.start : span.end]
    for match in SPACES_RE.finditer(source):
        if match.end() - match.start() == 1:
            continue
        pieces.append(source[at : match.start()])
        at = match.end() - 1
        length += len(pieces[-1])
        starts.append(length)
        shifts.append(span.start + at - length)
    pieces.append(source[at:])
    words = "".join(pieces).translate(_BLANKS)
    return _Folded(words, tuple(starts), tuple(shifts))


_BLANKS = {ord(blank): " " for blank in "\t\n\r\v\f\x85\xa0\u2028\u2029\u3000"}


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_Rule(reason, _compile(reason.patterns)) for reason in taxonomy.reasons().values())


@functools.cache
def _talk() -> dict[str, re.Pattern[str]]:
    return {kind: _compile(patterns) for kind, patterns in taxonomy.reason_talk().items()}


def _compile(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_spelled_out(pattern)})" for pattern in patterns))


def _spelled_out(pattern: str) -> str:
    known = taxonomy.reason_words()
    while WORD_RE.search(pattern):
        pattern = WORD_RE.sub(lambda match: known[match["name"]], pattern)
    return pattern.replace("…", f".{{0,{REACH}}}?")

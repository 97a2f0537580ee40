"""Finds why a reviewer decided as he did: the reasons a rationale gives for this very case.

A rationale mixes what guidelines say with what holds here. It is cut into
sentences; each is judged as talk of the case, of a guideline or of patients at
large; most reasons may be earned by talk of the case only. Words, patterns and
kinds of talk are data: `data/reasons.toml`.
"""

import functools
import operator
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cases.letters import taxonomy
from cases.letters.model import Fact, Span
from cases.letters.words import fold

GAP = ".{0,120}?"
STEM = 5
MOST_SENTENCES = 1 << 14

# "pain. The", "pain.The", "(2009). The"; not "9.5", "Dr. Who", "J. Smith", "vs. MRI".
SENTENCE_END_RE = re.compile(
    r"""
    (?<![.?!]) [.?!]+
    (?<!\bDr\.) (?<!\bMr\.) (?<!\bMs\.) (?<!\bMrs\.) (?<!\bNo\.) (?<!\bvs\.) (?<!\bSt\.) (?<!\b[A-Za-z]\.)
    (?: ["”)]* (?=\ [A-Z"“(\d]) | (?=[A-Z][a-z ]) )
    """,
    re.VERBOSE,
)
# What every rationale ends with; its words are no sign of a reason.
CONCLUSIONS = ("not medically", "as such")
PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation, " "))


@dataclass(frozen=True, slots=True, eq=False)
class _Rule:
    """What tells a reason, or a kind of talk: first by words, for speed, then by a pattern.

    `needs` are bits, see `_bits`; `opening` is tried at the beginning of a
    sentence, `pattern` at every word.
    """

    name: str
    needs: int
    opening: re.Pattern[str] | None
    pattern: re.Pattern[str] | None
    phrases: tuple[str, ...] = ()
    talk: frozenset[str] = frozenset()
    is_hint: bool = False
    yields_to: frozenset[str] = frozenset()

    def match(self, words: str) -> re.Match[str] | None:
        return (self.opening and self.opening.match(words)) or (self.pattern and self.pattern.search(words))


@dataclass(slots=True)
class _Sentence:
    """`words` begins with the one character before the sentence, which is `words[start]` of the rationale."""

    start: int
    words: str
    line: str | None = None


class _Claim(NamedTuple):
    """A reason that `[start, end)` of a sentence would earn in some kinds of talk."""

    code: str
    talk: frozenset[str]
    start: int
    end: int


def find_reasons(text: str, span: Span, outcome: str | None) -> tuple[Fact[str], ...]:
    """The reasons of the rationale at `span`, each code once, in the order of the words that earned them.

    `outcome` rules out what could only explain the other one; `None` rules out nothing.
    """
    words = fold(text, span)
    sentences = list(_sentences(words.text, words.low))
    found: dict[str, tuple[int, int]] = {}
    for number, sentence in enumerate(sentences):
        for claim in _claims(sentence.words, outcome):
            if claim.code not in found and _kind(sentences, number) in claim.talk:
                found[claim.code] = (sentence.start + claim.start, sentence.start + claim.end)
    ordered = sorted(found.items(), key=operator.itemgetter(1))
    return tuple(Fact(code, words.span(*place)) for code, place in ordered)


def _sentences(words: str, low: str) -> Iterator[_Sentence]:
    padded = " " + low
    start = 0
    for end in [*[match.end() for match in SENTENCE_END_RE.finditer(words)], len(words)]:
        yield _Sentence(start - 1, padded[start : end + 1])
        start = end


def _kind(sentences: list[_Sentence], number: int) -> str:
    """Who speaks in a sentence: it says so itself, or it goes on from the case or guideline before it."""
    return _own_kind(sentences[number].words) or _line(sentences, number - 1) or "case"


def _line(sentences: list[_Sentence], number: int) -> str:
    """Whose talk goes on after a sentence; kept at each sentence passed, so that none is passed twice."""
    first = number
    while first >= 0 and sentences[first].line is None and _own_kind(sentences[first].words) in ("", "general"):
        first -= 1
    line = ""
    for sentence in sentences[max(first, 0) : number + 1]:
        sentence.line = line = sentence.line or line or _own_kind(sentence.words)
    return line


# The same sentences come again and again, in one letter and in thousands: what one says by itself is kept.


@functools.lru_cache(maxsize=MOST_SENTENCES)
def _claims(sentence: str, outcome: str | None) -> tuple[_Claim, ...]:
    """What a sentence claims by itself; hints only where there is nothing else, nor what says less than another."""
    bits = _bits(sentence)
    matches = [(rule, rule.match(sentence)) for needs, rule in _rules_for(outcome) if bits & needs == needs]
    earned = [(rule, match) for rule, match in matches if match]
    others = {rule.name for rule, _ in earned}
    return tuple(
        _Claim(rule.name, rule.talk, match.start() + 1, match.end())
        for rule, match in earned
        if (not rule.is_hint or others == {rule.name}) and others.isdisjoint(rule.yields_to)
    )


@functools.lru_cache(maxsize=MOST_SENTENCES)
def _own_kind(sentence: str) -> str:
    """The kind of talk that a sentence by itself is; empty if it does not tell."""
    return next((rule.name for rule in _talks() if _holds(rule, sentence)), "")


@functools.lru_cache(maxsize=MOST_SENTENCES)
def _bits(sentence: str) -> int:
    """The groups of words of which the sentence holds one, each a bit."""
    plain = sentence if sentence.isascii() else sentence.encode("ascii", "replace").decode()
    for conclusion in CONCLUSIONS:
        plain = plain.replace(conclusion, " ")
    bits = 0
    bits_of = _bits_of_stems().get
    for word in plain.translate(PUNCTUATION).split():
        bits |= bits_of(word[:STEM], 0)
    return bits


def _holds(rule: _Rule, sentence: str) -> bool:
    for phrase in rule.phrases:
        if phrase in sentence:
            return True
    return _bits(sentence) & rule.needs == rule.needs and bool(rule.match(sentence))


@functools.cache
def _rules_for(outcome: str | None) -> tuple[tuple[int, _Rule], ...]:
    """The rules that may explain an outcome, each behind its needs: tuples unpack faster than attributes."""
    reasons = [one for one in taxonomy.reasons().values() if outcome is None or outcome in one.outcomes]
    rules = [rule for reason in reasons for rule in _rules_of(reason)]
    return tuple((rule.needs, rule) for rule in rules)


def _rules_of(reason: taxonomy.Reason) -> Iterator[_Rule]:
    needs = _needs(reason.needs)
    yield _Rule(reason.code, needs, *_compile(reason.patterns), talk=reason.talk, yields_to=reason.yields_to)
    if reason.hints:
        yield _Rule(reason.code, needs, *_compile(reason.hints), talk=reason.talk, is_hint=True)


@functools.cache
def _talks() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(talk.kind, _needs(talk.needs), *_compile(talk.patterns), talk.phrases) for talk in taxonomy.talks()
    )


@functools.cache
def _bits_of_stems() -> Mapping[str, int]:
    bits: dict[str, int] = {}
    for group, bit in _bits_of_groups().items():
        for stem in group:
            bits[stem] = bits.get(stem, 0) | bit
    return bits


@functools.cache
def _bits_of_groups() -> Mapping[frozenset[str], int]:
    needs = [reason.needs for reason in taxonomy.reasons().values()] + [talk.needs for talk in taxonomy.talks()]
    groups = dict.fromkeys(_stems(group) for rule in needs for group in rule)
    return {group: 1 << number for number, group in enumerate(groups)}


def _needs(groups: Iterable[Iterable[str]]) -> int:
    return functools.reduce(operator.or_, (_bits_of_groups()[_stems(group)] for group in groups), 0)


def _stems(group: Iterable[str]) -> frozenset[str]:
    named = taxonomy.reason_language().stems
    return frozenset(word[:STEM] for need in group for word in named.get(need.strip("<>"), (need,)))


def _compile(patterns: Iterable[str]) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """The patterns that open a sentence, and the rest: with the character before the word, which is fast to find."""
    pieces = taxonomy.reason_language().words
    spelled = [taxonomy.spelled_out(pattern, pieces).replace("…", GAP) for pattern in patterns]
    opening = "|".join(pattern for pattern in spelled if pattern.startswith("^"))
    within = "|".join(pattern for pattern in spelled if not pattern.startswith("^"))
    return re.compile(opening) if opening else None, re.compile(f"[^a-z0-9](?:{within})") if within else None

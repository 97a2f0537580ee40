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

from cases.letters import taxonomy
from cases.letters.model import Fact, Span
from cases.letters.words import fold

GAP = ".{0,120}?"
STEM = 5

# "pain. The", "pain.The", "(2009). The"; not "9.5", "Dr. Who", "J. Smith", "vs. MRI".
SENTENCE_END_RE = re.compile(
    r"""
    [.?!]+ (?<!\bDr\.) (?<!\bMr\.) (?<!\bMs\.) (?<!\bMrs\.) (?<!\bNo\.) (?<!\bvs\.) (?<!\bSt\.) (?<!\b[A-Za-z]\.)
    (?: ["”)]* (?=\ [A-Z"“(\d]) | (?=[A-Z][a-z ]) )
    """,
    re.VERBOSE,
)
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

    def match(self, words: str) -> re.Match[str] | None:
        return (self.opening and self.opening.match(words)) or (self.pattern and self.pattern.search(words))


@dataclass(slots=True)
class _Sentence:
    """`words` begins with the one character before the sentence, which is `words[start]` of the rationale."""

    start: int
    words: str
    bits: int
    kind: str | None = None
    line: str | None = None


def find_reasons(text: str, span: Span, outcome: str | None) -> tuple[Fact[str], ...]:
    """The reasons of the rationale at `span`, each code once, in the order of the words that earned them.

    `outcome` rules out what could only explain the other one; `None` rules out nothing.
    """
    words = fold(text, span)
    rules = _rules_for(outcome)
    sentences = list(_sentences(words.text, words.low))
    found: dict[str, tuple[int, int]] = {}
    for number, sentence in enumerate(sentences):
        near = [rule for needs, rule in rules if sentence.bits & needs == needs]
        for rule in near:
            if rule.name in found or not (match := rule.match(sentence.words)):
                continue
            if _kind(sentences, number) in rule.talk and not (rule.is_hint and _earns_else(near, rule, sentence)):
                found[rule.name] = (sentence.start + match.start() + 1, sentence.start + match.end())
    ordered = sorted(found.items(), key=operator.itemgetter(1))
    return tuple(Fact(code, words.span(*place)) for code, place in ordered)


def _earns_else(near: Iterable[_Rule], hint: _Rule, sentence: _Sentence) -> bool:
    return any(rule.name != hint.name and rule.match(sentence.words) for rule in near)


def _kind(sentences: list[_Sentence], number: int) -> str:
    """Who speaks in a sentence: it says so itself, or it goes on from the case or guideline before it."""
    return _own_kind(sentences[number]) or _line(sentences, number - 1) or "case"


def _line(sentences: list[_Sentence], number: int) -> str:
    """Whose talk goes on after a sentence; kept at each sentence passed, so that none is passed twice."""
    first = number
    while first >= 0 and sentences[first].line is None and _own_kind(sentences[first]) in ("", "general"):
        first -= 1
    line = ""
    for sentence in sentences[max(first, 0) : number + 1]:
        sentence.line = line = sentence.line or line or _own_kind(sentence)
    return line


def _own_kind(sentence: _Sentence) -> str:
    if sentence.kind is None:
        sentence.kind = next((rule.name for rule in _talks() if _holds(rule, sentence)), "")
    return sentence.kind


def _holds(rule: _Rule, sentence: _Sentence) -> bool:
    for phrase in rule.phrases:
        if phrase in sentence.words:
            return True
    return sentence.bits & rule.needs == rule.needs and bool(rule.match(sentence.words))


def _sentences(words: str, low: str) -> Iterator[_Sentence]:
    plain = low if low.isascii() else low.encode("ascii", "replace").decode()
    for conclusion in CONCLUSIONS:
        plain = plain.replace(conclusion, " " * len(conclusion))
    plain = plain.translate(PUNCTUATION)
    padded = " " + low
    start = 0
    for end in [*[match.end() for match in SENTENCE_END_RE.finditer(words)], len(words)]:
        bits = functools.reduce(operator.or_, map(_bits, plain[start:end].split()), 0)
        yield _Sentence(start - 1, padded[start : end + 1], bits)
        start = end


@functools.cache
def _rules_for(outcome: str | None) -> tuple[tuple[int, _Rule], ...]:
    """The rules that may explain an outcome, each behind its needs: tuples unpack faster than attributes."""
    reasons = [one for one in taxonomy.reasons().values() if outcome is None or outcome in one.outcomes]
    rules = [rule for reason in reasons for rule in _rules_of(reason)]
    return tuple((rule.needs, rule) for rule in rules)


def _rules_of(reason: taxonomy.Reason) -> Iterator[_Rule]:
    needs = _needs(reason.needs)
    yield _Rule(reason.code, needs, *_compile(reason.patterns), talk=reason.talk)
    if reason.hints:
        yield _Rule(reason.code, needs, *_compile(reason.hints), talk=reason.talk, is_hint=True)


@functools.cache
def _talks() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(talk.kind, _needs(talk.needs), *_compile(talk.patterns), talk.phrases) for talk in taxonomy.talks()
    )


@functools.lru_cache(maxsize=1 << 16)
def _bits(word: str) -> int:
    """Each group of words that rules need is one bit; a word has the bits of the groups it stands in."""
    return _bits_of_stems().get(word[:STEM], 0)


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

"""Finds why a reviewer decided as he did: the reasons a rationale gives for this very case.

A rationale mixes what guidelines say with what holds here. It is cut into
sentences; each is judged as talk of the case, of a guideline or of patients at
large; most reasons may be earned by talk of the case only. Words, patterns and
kinds of talk are data: `data/reasons.toml`.
"""

import functools
import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.letters import taxonomy
from cases.letters.model import Fact, Span
from cases.letters.words import fold

REACH = 120
STEM = 5

NAME_RE = re.compile(r"<(?P<name>[a-z]+)>")
# "pain. The", "pain.The", "(2009). The"; not "9.5", "e.g. exercise".
SENTENCE_END_RE = re.compile(r"[.?!]+(?:[\"”)]*(?= [A-Z\"“(\d])|(?=[A-Z][a-z ]))")
ABBREVIATION_RE = re.compile(r"\b(?:dr|mr|mrs|ms|vs|no|st|jr|e\.g|i\.e|etc|al|approx|pg|pp|[a-z])$")
CONCLUSIONS = ("not medically", "as such")
PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation, " "))


@dataclass(frozen=True, slots=True)
class _Rule:
    """What tells a reason, or a kind of talk: first by words, for speed, then by a pattern."""

    name: str
    needs: tuple[frozenset[str], ...]
    pattern: re.Pattern[str] | None
    phrases: tuple[str, ...] = ()
    talk: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Sentence:
    """`words` begins with the one character before the sentence, which is `words[start]` of the rationale."""

    start: int
    words: str
    stems: set[str]
    kind: str | None = None


def find_reasons(text: str, span: Span, outcome: str | None) -> tuple[Fact[str], ...]:
    """The reasons of the rationale at `span`, each code once, in the order of the words that earned them.

    `outcome` rules out what could only explain the other one; `None` rules out nothing.
    """
    words = fold(text, span)
    rules = _rules_for(outcome)
    sentences = list(_sentences(words.text, words.low))
    found: dict[str, tuple[int, int]] = {}
    for number, sentence in enumerate(sentences):
        for rule, (start, end) in _matches(rules, sentence):
            if rule.name not in found and _kind(sentences, number) in rule.talk:
                found[rule.name] = (sentence.start + start, sentence.start + end)
    ordered = sorted(found.items(), key=lambda one: one[1])
    return tuple(Fact(code, words.span(*place)) for code, place in ordered)


def _matches(rules: Iterable[_Rule], sentence: _Sentence) -> Iterator[tuple[_Rule, tuple[int, int]]]:
    for rule in rules:
        if _is_near(rule, sentence) and (match := rule.pattern and rule.pattern.search(sentence.words)):
            yield rule, (match.start() + 1, match.end())


def _is_near(rule: _Rule, sentence: _Sentence) -> bool:
    for group in rule.needs:  # noqa: SIM110, `all` over a generator takes three times as long
        if group.isdisjoint(sentence.stems):
            return False
    return True


def _kind(sentences: list[_Sentence], number: int) -> str:
    """Who speaks in a sentence: it says so itself, or it goes on from the case or guideline before it."""
    own = fallback = _own_kind(sentences[number])
    for before in reversed(sentences[:number]) if not own else ():
        own = _own_kind(before)
        fallback = fallback or own
        if own and own != "general":
            break
    return own or fallback or "case"


def _own_kind(sentence: _Sentence) -> str:
    if sentence.kind is None:
        sentence.kind = next((rule.name for rule in _talks() if _holds(rule, sentence)), "")
    return sentence.kind


def _holds(rule: _Rule, sentence: _Sentence) -> bool:
    for phrase in rule.phrases:
        if phrase in sentence.words:
            return True
    return rule.pattern is not None and _is_near(rule, sentence) and bool(rule.pattern.search(sentence.words))


def _sentences(words: str, low: str) -> Iterator[_Sentence]:
    plain = low if low.isascii() else low.encode("ascii", "replace").decode()
    for conclusion in CONCLUSIONS:
        plain = plain.replace(conclusion, " " * len(conclusion))
    plain = plain.translate(PUNCTUATION)
    padded = " " + low
    start = 0
    for end in [*_sentence_ends(words, low), len(words)]:
        stems = {word[:STEM] for word in plain[start:end].split()}
        yield _Sentence(start - 1, padded[start : end + 1], stems)
        start = end


def _sentence_ends(words: str, low: str) -> Iterator[int]:
    for match in SENTENCE_END_RE.finditer(words):
        if not ABBREVIATION_RE.search(low, max(0, match.start() - 8), match.start()):
            yield match.end()


@functools.cache
def _rules_for(outcome: str | None) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(reason.code, _stems(reason.needs), _compile(reason.patterns), talk=reason.talk)
        for reason in taxonomy.reasons().values()
        if outcome is None or outcome in reason.outcomes
    )


@functools.cache
def _talks() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(talk.kind, _stems(talk.needs), _compile(talk.patterns), phrases=talk.phrases) for talk in taxonomy.talks()
    )


def _stems(groups: Iterable[Iterable[str]]) -> tuple[frozenset[str], ...]:
    named = taxonomy.reason_language().stems
    return tuple(
        frozenset(word[:STEM] for need in group for word in named.get(need.strip("<>"), (need,))) for group in groups
    )


def _compile(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern of all.

    What may begin at any word begins with the character before it: that is fast to find.
    """
    spelled = [_spelled_out(pattern) for pattern in patterns]
    within = "|".join(pattern for pattern in spelled if not pattern.startswith("^"))
    choices = [pattern for pattern in spelled if pattern.startswith("^")] + [f"[^a-z0-9](?:{within})"] * bool(within)
    return re.compile("|".join(choices)) if choices else None


def _spelled_out(pattern: str) -> str:
    """A pattern with its names replaced by what they stand for, and `…` by a bounded gap."""
    known = taxonomy.reason_language().words
    while NAME_RE.search(pattern):
        pattern = NAME_RE.sub(lambda match: known[match["name"]], pattern)
    return pattern.replace("…", f".{{0,{REACH}}}?")

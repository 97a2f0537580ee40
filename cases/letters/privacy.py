"""Finds what would tell who a person is, each with its kind and span.

A false alarm costs a person a look at a letter, so a rule asks for shape and
label, and what is printed in letters of everybody is public. Rules, examples
and counter-examples are data: `data/identity.toml`.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.letters import taxonomy
from cases.letters.model import Span
from cases.letters.words import lower

WORD_RE = re.compile(r"[^\s,.;:]+")
# Cues are looked up among the words of a letter: letters, digits and "-"; all else parts words.
NOT_IN_CUES = bytes(byte if chr(byte).isalnum() or chr(byte) == "-" else 32 for byte in range(128)) + b" " * 128


@dataclass(frozen=True, slots=True)
class Identity:
    """Words that identify a person; `kind` is a code of `data/identity.toml`, as `phone` or `person-name`."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    cues: frozenset[bytes]
    holds: str
    folded: bool
    pattern: re.Pattern[str]
    words: int

    def is_near(self, cues: frozenset[bytes], text: str) -> bool:
        return not (self.cues and self.cues.isdisjoint(cues)) and self.holds in text


def find_identities(text: str) -> tuple[Identity, ...]:
    """Everything in the canonical text that identifies a person, in text order, none inside another."""
    low = lower(text)
    cues = _all_cues().intersection(text.encode("ascii", "replace").translate(NOT_IN_CUES).split())
    near = [rule for rule in _rules() if rule.is_near(cues, text)]
    found = [identity for rule in near for identity in _found_by(rule, low if rule.folded else text)]
    private = [identity for identity in found if not _is_public(low, identity)]
    return tuple(_apart(sorted(private, key=lambda one: one.span.start)))


def _found_by(rule: _Rule, text: str) -> Iterator[Identity]:
    groups = rule.pattern.groupindex
    for match in rule.pattern.finditer(text):
        start, end = match.span("value" if "value" in groups else 0)
        if "name" in groups:
            kept = _end_of_name(match["name"], rule.words)
            if not kept:
                continue
            end = end if kept == len(match["name"]) else match.start("name") + kept
        yield Identity(rule.kind, Span(start, end))


def _end_of_name(name: str, fewest: int) -> int:
    """Where a name ends: before the first word that is none; 0 if too few words remain."""
    end = words = 0
    for word in WORD_RE.finditer(name):
        if word.group().lower() in _language().not_names:
            break
        end, words = word.end(), words + 1
    return end if words >= fewest else 0


def _is_public(low: str, identity: Identity) -> bool:
    start, end = identity.span
    language = _language()
    if any(part in low[start:end] for part in language.public):
        return True
    before = low[max(0, start - language.reach) : start]
    return identity.kind in language.of_letterheads and any(head in before for head in language.letterheads)


def _apart(found: Iterable[Identity]) -> Iterator[Identity]:
    end = 0
    for identity in found:
        if identity.span.start >= end:
            yield identity
            end = identity.span.end


@functools.cache
def _language() -> taxonomy.IdentityLanguage:
    return taxonomy.identity_language()


@functools.cache
def _all_cues() -> frozenset[bytes]:
    return frozenset(cue for rule in _rules() for cue in rule.cues)


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_rule(kind.code, rule) for kind in taxonomy.identities().values() for rule in kind.rules)


def _rule(kind: str, rule: taxonomy.IdentityRule) -> _Rule:
    pattern = re.compile(taxonomy.spelled_out(rule.pattern, _language().pieces), re.VERBOSE)
    spellings = {spelling for cue in rule.cues for spelling in _spellings(cue)}
    return _Rule(kind, frozenset(map(str.encode, spellings)), rule.holds, rule.folded, pattern, rule.words)


def _spellings(cue: str) -> tuple[str, ...]:
    return (cue, cue.title(), cue.upper()) if cue.islower() else (cue,)

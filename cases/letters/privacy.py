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


@dataclass(frozen=True, slots=True)
class Identity:
    """Words that identify a person; `kind` is a code of `data/identity.toml`, as `phone` or `person-name`."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    words: int

    def is_near(self, low: str) -> bool:
        return not self.cues or any(cue in low for cue in self.cues)


def find_identities(text: str) -> tuple[Identity, ...]:
    """Everything in the canonical text that identifies a person, in text order, none inside another."""
    low = lower(text)
    found = [identity for rule in _rules() if rule.is_near(low) for identity in _found_by(rule, text)]
    private = (identity for identity in found if not _is_public(low, identity.span))
    return tuple(_apart(sorted(private, key=lambda one: one.span.start)))


def _found_by(rule: _Rule, text: str) -> Iterator[Identity]:
    for match in rule.pattern.finditer(text):
        start, end = match.span("value" if "value" in rule.pattern.groupindex else 0)
        if "name" in rule.pattern.groupindex:
            kept = _end_of_name(match["name"], rule.words)
            if not kept:
                continue
            end = max(match.start("name") + kept, end if kept == len(match["name"]) else 0)
        yield Identity(rule.kind, Span(start, end))


def _end_of_name(name: str, fewest: int) -> int:
    """Where a name ends: before the first word that is none; 0 if too few words remain."""
    end = words = 0
    for word in WORD_RE.finditer(name):
        if word.group().lower() in _language().not_names:
            break
        end, words = word.end(), words + 1
    return end if words >= fewest else 0


def _is_public(low: str, span: Span) -> bool:
    words = low[span.start : span.end]
    return any(part in words for part in _language().public)


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
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            kind.code, rule.cues, re.compile(taxonomy.spelled_out(rule.pattern, _language().pieces), re.X), rule.words
        )
        for kind in taxonomy.identities().values()
        for rule in kind.rules
    )

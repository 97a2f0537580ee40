"""Finds the literal terms of a vocabulary in a text, whatever their case, hyphens, plurals or small misspellings."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from cases.letters.words import lower

Payload = TypeVar("Payload")

# "(s)" is a plural; a full stop or a spaced dash ends a phrase, one inside "10.5" or "x-ray" does not.
WORD_RE = re.compile(
    r"""
    \(s\)
    | (?P<word> [a-z]+(?:['’][a-z]+)?[0-9]* | [0-9]+(?:\.[0-9]+)? | [&%] )
    | (?P<stop> [:;] | [,/()\[\]+|•] | \.(?=\s) | \s[-–—]\s )
    """,
    re.VERBOSE,
)
# Sides and articles say nothing of what a thing is: "left upper and right lower" is "upper and lower".
SILENT = frozenset("left right bilateral bilaterally bilat bil lt rt the a an his her both".split())
SYMBOLS = {"&": "and", "%": "percent"}
# Shorter words are too often one slip away from another ("denial" and "dental"); the longest bounds the work.
MISSPELT, MISSPELT_BADLY, LONGEST_MISSPELT = 6, 7, 24
MOST_SEEN = 50_000


class Tokens(NamedTuple):
    """The words of a text: what they are, where they stand, and what punctuation (if any) stood before each."""

    texts: list[str]
    starts: list[int]
    ends: list[int]
    stops: list[str]


class Hit(NamedTuple, Generic[Payload]):
    """A term found: what it stands for and its words, `[first, last]` as indices into `Tokens`."""

    payload: Payload
    first: int
    last: int


def find_tokens(lowered: str, speller: "Speller | None" = None) -> Tokens:
    """The words of a lower-case text, without sides and articles, in the singular, spelt as the speller knows them."""
    tokens = Tokens([], [], [], [])
    stop = ""
    for match in WORD_RE.finditer(lowered):
        kind = match.lastgroup
        if kind == "stop":
            stop = stop or match.group().strip()
        elif kind == "word":
            word = match.group()
            if word in SILENT:
                continue
            tokens.texts.append(speller.spell(word) if speller else singular(word))
            tokens.starts.append(match.start())
            tokens.ends.append(match.end())
            tokens.stops.append(stop)
            stop = ""
    return tokens


def singular(word: str) -> str:
    """The word without a plural s or a possessive; short words ("tens", "labs") stay as they are."""
    if word in SYMBOLS:
        return SYMBOLS[word]
    if word[-2:] in {"'s", "’s"}:
        return word[:-2]
    if len(word) > 4 and word[-1] == "s" and word[-2] not in "sui":
        return word[:-1]
    return word


class TermIndex(Generic[Payload]):
    """Which word sequences stand for what. `same` are groups of spellings that replace one another in any term.

    Where the same words come twice, the first payload stays: that of an earlier
    layer, and within a layer that of a term as written before another one's spelling.
    """

    def __init__(self, layers: Iterable[Iterable[tuple[str, Payload]]], *, same: Sequence[Sequence[str]] = ()) -> None:
        groups = _by_first_word(same)
        self._payloads: dict[str, Payload] = {}
        for terms in layers:
            written = [(_key(term), payload) for term, payload in terms]
            spelt = [(spelling, payload) for key, payload in written for spelling in sorted(_spellings(key, groups))]
            for key, payload in (*written, *spelt):
                self._payloads.setdefault(key, payload)
        self._longest: dict[str, int] = {}
        for key in self._payloads:
            parts = key.split()
            self._longest[parts[0]] = max(self._longest.get(parts[0], 0), len(parts))

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that stands in a term, in the order of the data."""
        return tuple(dict.fromkeys(word for key in self._payloads for word in key.split()))

    def match(self, texts: list[str], at: int) -> Hit[Payload] | None:
        """The longest term that begins with the word at that index."""
        for size in range(self._longest.get(texts[at], 0), 0, -1):
            payload = self._payloads.get(" ".join(texts[at : at + size]))
            if payload is not None:
                return Hit(payload, at, min(at + size, len(texts)) - 1)
        return None

    def find(self, texts: list[str]) -> Iterator[Hit[Payload]]:
        """All terms, the longest first at each place, never overlapping."""
        at = 0
        while at < len(texts):
            hit = self.match(texts, at)
            if hit:
                yield hit
                at = hit.last
            at += 1


@dataclass(frozen=True, slots=True)
class Speller:
    """Mends words that are one slip away from a known word ("tramdol", "lumbaar"); the first known one wins.

    A slip is a letter left out or put in, in long words also a wrong letter or two that changed places.
    """

    known: frozenset[str]
    near: Mapping[str, str]
    seen: dict[str, str]

    @classmethod
    def of(cls, known: Iterable[str], plain: Iterable[str] = ()) -> "Speller":
        """A speller of the known words that leaves the `plain` ones alone."""
        words = tuple(known)
        near = {word: word for word in words if len(word) >= MISSPELT}
        for word in tuple(near):
            for shorter in _shorter(word):
                near.setdefault(shorter, word)
        return cls(frozenset(words) | frozenset(plain), near, {})

    def spell(self, word: str) -> str:
        """The known word that was meant, else the word itself in the singular."""
        found = self.seen.get(word)
        if found is None:
            found = self._meant(singular(word))
            if len(self.seen) < MOST_SEEN:
                self.seen[word] = found
        return found

    def _meant(self, word: str) -> str:
        if word in self.known or not MISSPELT - 1 <= len(word) <= LONGEST_MISSPELT:
            return word
        if word in self.near:
            return self.near[word]
        meant = (self.near[shorter] for shorter in _shorter(word) if shorter in self.near)
        return next((other for other in meant if len(other) < len(word) or len(word) >= MISSPELT_BADLY), word)


def _shorter(word: str) -> Iterator[str]:
    """The word with one letter left out, never the first; two words one slip apart have one of these in common."""
    if word.isalpha():
        for at in range(1, len(word)):
            yield word[:at] + word[at + 1 :]


def _key(term: str) -> str:
    return " ".join(find_tokens(lower(term)).texts)


def _spellings(key: str, groups: Mapping[str, Sequence[Sequence[str]]]) -> set[str]:
    forms = {key}
    for group in {id(group): group for word in key.split() for group in groups.get(word, ())}.values():
        forms |= {form for known in forms for form in _variants(known, group)}
    return forms


def _variants(key: str, group: Sequence[str]) -> Iterator[str]:
    padded = f" {key} "
    for spelling in group:
        if f" {spelling} " in padded:
            for other in group:
                yield padded.replace(f" {spelling} ", f" {other} ", 1).strip()


def _by_first_word(same: Sequence[Sequence[str]]) -> Mapping[str, Sequence[Sequence[str]]]:
    groups: dict[str, list[Sequence[str]]] = {}
    for spellings in same:
        group = [_key(spelling) for spelling in spellings]
        for word in dict.fromkeys(spelling.split()[0] for spelling in group):
            groups.setdefault(word, []).append(group)
    return groups

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
LONGEST_MISSPELT = 24
SHORTEST_MISSPELT = 7


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
    """Mends long words that are one letter away from a known word ("tramdol", "cervcal"); the first known one wins."""

    known: frozenset[str]
    near: Mapping[str, str]
    seen: dict[str, str]

    @classmethod
    def of(cls, known: Iterable[str], plain: Iterable[str] = ()) -> "Speller":
        """A speller of the known words that leaves the `plain` ones alone."""
        near: dict[str, str] = {}
        words = tuple(known)
        for word in words:
            for key in _neighbours(word):
                near.setdefault(key, word)
        return cls(frozenset(words) | frozenset(plain), near, {})

    def spell(self, word: str) -> str:
        """The known word that was meant, else the word itself in the singular."""
        found = self.seen.get(word)
        if found is None:
            found = self._meant(singular(word))
            if len(self.seen) < 50_000:
                self.seen[word] = found
        return found

    def _meant(self, word: str) -> str:
        if word in self.known:
            return word
        return next((self.near[key] for key in _neighbours(word) if key in self.near), word)


def _neighbours(word: str) -> Iterator[str]:
    """The word and each form with one letter but the first left out; two words one slip apart share one of them."""
    if SHORTEST_MISSPELT <= len(word) <= LONGEST_MISSPELT and word.isalpha():
        yield word
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

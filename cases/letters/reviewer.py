"""Who decided: the states that license the reviewer and the specialties, as three generations of letters state them."""

import difflib
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cases.letters import taxonomy
from cases.letters.model import Fact, Problem, Span
from cases.letters.text import folded, trimmed
from cases.letters.words import lower

STATES = (
    "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware",
    "District of Columbia", "Florida", "Georgia", "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas",
    "Kentucky", "Louisiana", "Maine", "Maryland", "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri",
    "Montana", "Nebraska", "Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina",
    "North Dakota", "Ohio", "Oklahoma", "Oregon", "Pennsylvania", "Puerto Rico", "Rhode Island", "South Carolina",
    "South Dakota", "Tennessee", "Texas", "Utah", "Vermont", "Virginia", "Washington", "West Virginia", "Wisconsin",
    "Wyoming",
)  # fmt: skip
KNOWN_STATES = frozenset(STATES)
LONGEST_LIST = 600
LONGEST_NAME = 200
MOST_WORDS = 6
ALIKE = 0.86
"""Share of letters in common from which on a misspelt name is taken for the known one."""

# The latest generation: a block of two labelled lists.
LICENSURE_RE = re.compile(r"state(?:\(s\)|s)?\s+of\s+licensure\s*:")
CERTIFICATION_RE = re.compile(r"certifications?(?:\(s\))?\s*/?\s*special(?:ty|ties|ty\(s\))\s*:")
# The one before: a sentence in the boilerplate.
BOARD_RE = re.compile(
    r"\b(?:is|are)\s+(?:board[\s-]+certified\s+in|(?:a\s+)?licensed\s+(?:in\s+)?(?!to\s))\s*(?P<names>[^.]{3,300}?)"
    r"(?=[,;]?\s+(?:and|who)\s+(?:is|has|are)\b|[,;]\s+(?:is|has)\b|\.)"
)
SUBSPECIALTY_RE = re.compile(
    r"\bhas\s+an?\s+subspecialty\s+in\s+(?P<names>[^.]{3,200}?)(?=[,;]?\s+and\s+is\b|[,;]\s+is\b|\.)"
)
PRACTICE_RE = re.compile(r"\blicensed\s+to\s+practice\s+in\s+(?P<names>[^.]{3,300})\.")
# The oldest: a stray name of a state between two sentences.
STRAY_RE = re.compile(r"claims\s+administrator\.\s+(?P<names>[a-z ,]{4,120})\.\s+he/she")

WORD_RE = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
BREAK_RE = re.compile(r"[,;/]|\band\b|&")


Known = Callable[[], Mapping[tuple[str, ...], str]]
"""Gives the words of every spelling with the name that they mean."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """States and specialties by canonical name, in the letter's order, with what is odd about them."""

    states: tuple[Fact[str], ...] = ()
    specialties: tuple[Fact[str], ...] = ()
    problems: tuple[Problem, ...] = ()


def find_reviewer(text: str, low: str, span: Span) -> Reviewer:
    """Reads the credentials at `span`: the text between the first heading and the summary."""
    states = _names(text, _state_lists(low, span), _states)
    specialties = _names(text, _specialty_lists(low, span), _specialties)
    unknown = [fact for fact in specialties if fact.value not in taxonomy.specialties()]
    problems = [Problem("unknown-specialty", f"“{fact.value}” is no known specialty.", fact.span) for fact in unknown]
    strange = [fact for fact in states if fact.value not in KNOWN_STATES]
    problems += [Problem("unknown-state", f"“{fact.value}” is no known state.", fact.span) for fact in strange]
    return Reviewer(states, specialties, tuple(problems))


def _state_lists(low: str, span: Span) -> Iterator[Span]:
    if label := LICENSURE_RE.search(low, *span):
        certification = CERTIFICATION_RE.search(low, label.end(), span.end)
        yield _listed(low, label.end(), certification.start() if certification else span.end)
        return
    for pattern in (PRACTICE_RE, STRAY_RE):
        if match := pattern.search(low, *span):
            yield Span(*match.span("names"))
            return


def _specialty_lists(low: str, span: Span) -> Iterator[Span]:
    if label := CERTIFICATION_RE.search(low, *span):
        licensure = LICENSURE_RE.search(low, label.end(), span.end)
        yield _listed(low, label.end(), licensure.start() if licensure else span.end)
        return
    for pattern in (BOARD_RE, SUBSPECIALTY_RE):
        yield from (Span(*match.span("names")) for match in pattern.finditer(low, *span))


def _listed(low: str, start: int, end: int) -> Span:
    """A labelled list: up to the next label or a gap, however many lines it takes."""
    start = trimmed(low, start, end).start
    gap = low.find("\n\n", start, end)
    return trimmed(low, start, min(end if gap < 0 else gap, start + LONGEST_LIST))


def _names(text: str, lists: Iterator[Span], known: Known) -> tuple[Fact[str], ...]:
    named: dict[str, Fact[str]] = {}
    for span in lists:
        for name, start, end in _split(text[slice(*span)], known):
            named.setdefault(name, Fact(name, Span(span.start + start, span.start + end)))
    return tuple(named.values())


@functools.lru_cache(maxsize=10_000)  # the same lists come in thousands of letters
def _split(listed: str, known: Known) -> tuple[tuple[str, int, int], ...]:
    """The names of a list with their places; the longest known name at each word, else up to the next separator."""
    words = [match.span() for match in WORD_RE.finditer(listed)]
    keys = [lower(listed[start:end]) for start, end in words]
    found: list[tuple[str, int, int]] = []
    at = 0
    while at < len(words):
        if keys[at] == "and":
            at += 1
            continue
        name, count = _known_at(keys, at, known()) or _unknown_at(listed, words, at, known())
        start, end = words[at][0], words[at + count - 1][1]
        found.append(((name or folded(listed[start:end]))[:LONGEST_NAME], start, end))
        at += count
    return tuple(found)


def _known_at(keys: Sequence[str], at: int, known: Mapping[tuple[str, ...], str]) -> tuple[str, int] | None:
    for count in range(min(MOST_WORDS, len(keys) - at), 0, -1):
        name = known.get(tuple(key for key in keys[at : at + count] if key != "and"))
        if name and keys[at + count - 1] != "and":
            return name, count
    return None


def _unknown_at(
    text: str, words: Sequence[tuple[int, int]], at: int, known: Mapping[tuple[str, ...], str]
) -> tuple[str, int]:
    """A name that is not in the list: mended where it is nearly one that is, else empty; and its number of words."""
    count = 1
    while at + count < len(words) and not BREAK_RE.search(text, words[at + count - 1][1], words[at + count][0]):
        count += 1
    spoken = lower(" ".join(text[start:end] for start, end in words[at : at + count]))
    nearest = difflib.get_close_matches(spoken, [" ".join(key) for key in known], n=1, cutoff=ALIKE)
    return (known[tuple(nearest[0].split())] if nearest else ""), count


@functools.cache
def _states() -> Mapping[tuple[str, ...], str]:
    return {tuple(state.lower().split()): state for state in STATES}


@functools.cache
def _specialties() -> Mapping[tuple[str, ...], str]:
    """Every spelling, as words without "and", to its canonical name."""
    spellings = (
        (spelling, code) for code, entry in taxonomy.specialties().items() for spelling in (code, *entry.patterns)
    )
    return {tuple(w for w in WORD_RE.findall(spelling.lower()) if w != "and"): code for spelling, code in spellings}

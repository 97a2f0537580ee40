"""What the beginning of a name can be completed to: treatments, guidelines, their sections, and letters by number.

Each completion is a search with results, within all else that is asked for, or a letter.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from cases.letters import taxonomy
from cases.models import Case
from cases.search.case_numbers import parse_case_number, spellings
from cases.search.facets import by_name
from cases.search.finder import Finder
from cases.search.kinds import MTUS_NOT_STATED
from cases.search.params import SearchParams, read_params

SHORTEST = 2
"""Characters that must be typed before anything is completed."""
LONGEST = 100
MOST_TRIED = 6
"""Names of a kind of which it is looked up whether there is anything."""
MOST_SHOWN = 4
MOST_WORDS = 8
"""Words of a text that is completed: who types more is writing a query."""
NUMBER_RE = re.compile(r"(?:cm\s*-?\s*(?P<year>\d\d)|(?P<bare>\d\d)-)\s*-?\s*(?P<digits>\d{1,7})", re.IGNORECASE)
"""The beginning of a case number: `cm14-0095`, `14-0095`."""
DIGITS = 7
"""Of a case number, behind the year."""
NO_NAME_RE = re.compile(r'["():*~]')
"""What no name has: whoever types one of these is writing a query."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A name, what kind of thing it names, what more there is to say of it, and how many items it leads to."""

    kind: str
    label: str
    detail: str
    params: SearchParams
    count: int


@dataclass(frozen=True, slots=True)
class Completions:
    """The completions of a text, those of a kind together; letters are led to without a search."""

    named: tuple[Completion, ...] = ()
    letters: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that can be completed; `others` find it too, `values` are the facets it stands for."""

    kind: str
    label: str
    detail: str
    values: tuple[tuple[str, str], ...]
    words: str
    others: tuple[str, ...] = ()


def completions_of(text: str, params: SearchParams, finder: Finder) -> Completions:
    """What `text` can be completed to; what stands in it before the name stays words, and `params` stay in force."""
    text = " ".join(text.replace("\0", " ").split())[:LONGEST]
    if len(text) < SHORTEST or NO_NAME_RE.search(text):
        return Completions()
    return Completions(_named(text, params, finder), _letters(text))


def _named(text: str, params: SearchParams, finder: Finder) -> tuple[Completion, ...]:
    """The completions of the longest end of `text` that begins a name."""
    words = text.split()
    for start in range(len(words) if len(words) <= MOST_WORDS else 0):
        typed = " ".join(words[start:])
        if len(typed) < SHORTEST or typed.startswith("-"):
            break
        if matches := _matches(typed.lower()):
            return tuple(_found(matches, _asking(" ".join(words[:start]), params), finder))
    return ()


def _found(matches: Sequence[tuple[_Name, str]], before: SearchParams, finder: Finder) -> Iterator[Completion]:
    for kind in dict.fromkeys(name.kind for name in _names()):
        tried = [_completion(name, other, before, finder) for name, other in matches if name.kind == kind][:MOST_TRIED]
        yield from [completion for completion in tried if completion.count][:MOST_SHOWN]


def _completion(name: _Name, other: str, before: SearchParams, finder: Finder) -> Completion:
    params = before
    for facet, value in name.values:
        params = params.only(facet, value)
    return Completion(name.kind, name.label, other or name.detail, params, finder.total(params))


def _matches(typed: str) -> list[tuple[_Name, str]]:
    """The names that `typed` begins, the closest first, each with the other name it was found by."""
    words = [f" {word}" for word in re.findall(r"\w+", typed)]
    found: list[tuple[bool, bool, int, _Name, str]] = []
    for name in _names() if words else ():
        other = "" if all(word in name.words for word in words) else _other(typed, name)
        if other is not None:
            found.append((bool(other), not name.words.startswith(f" {typed}"), len(name.label), name, other))
    return [(name, other) for *_, name, other in sorted(found, key=lambda match: match[:3])]


def _other(typed: str, name: _Name) -> str | None:
    """The shortest other name whose last word `typed` begins; one with more words would say too much."""
    begun = (each for each in name.others if each.startswith(typed) and each.count(" ") == typed.count(" "))
    return min(begun, key=len, default=None)


def _asking(words: str, params: SearchParams) -> SearchParams:
    """The same search with `words` as its query, from the first result on."""
    query = QueryDict(mutable=True)
    for name, value in replace(params, after=0).pairs():
        if name != "q":
            query.appendlist(name, value)
    query["q"] = words
    return read_params(query)[0]


def _letters(text: str) -> tuple[Case, ...]:
    """Published letters whose number `text` is, in any spelling, or begins."""
    match = NUMBER_RE.fullmatch(text)
    if not match:
        return ()
    year, digits = match["year"] or match["bare"], match["digits"]
    begun = f"CM{year}-{digits}"
    whole = parse_case_number(begun)
    published = Case.objects.published().order_by("case_number").only("slug", "case_number", "decision_date")
    exact = list(published.filter(case_number__in=spellings(whole))[:1]) if whole else []
    # Numbers of one length are in order whatever the collation, so that an index finds those that begin so.
    first, last = (f"CM{year}-{digits.ljust(DIGITS, filler)}" for filler in "09")
    others = published.filter(case_number__gte=first, case_number__lte=last)[: MOST_SHOWN + 1]
    return (*exact, *(case for case in others if case not in exact))[:MOST_SHOWN]


@functools.cache
def _names() -> tuple[_Name, ...]:
    return (*_treatments(), *_guidelines(), *_sections())


def _treatments() -> Iterable[_Name]:
    entries = taxonomy.treatments()
    for code, label in (by_name()["treatment"].labels or dict)().items():
        entry = entries.get(code)
        others = (*entry.strong, *entry.terms) if entry else ()
        yield _name("treatment", label, "", (("treatment", code),), tuple(other.lower() for other in others))


def _guidelines() -> Iterable[_Name]:
    for code, label in (by_name()["guideline"].labels or dict)().items():
        yield _name("guideline", label, "", (("guideline", code),))


def _sections() -> Iterable[_Name]:
    for guideline in taxonomy.guidelines().values():
        code = MTUS_NOT_STATED if guideline.code == "mtus" else guideline.code
        for section in guideline.sections:
            values = (("guideline", code), ("section", section.lower()))
            yield _name("section", section, guideline.label, values)


def _name(kind: str, label: str, detail: str, values: Sequence[tuple[str, str]], others: tuple[str, ...] = ()) -> _Name:
    words = " " + " ".join(re.findall(r"\w+", label.lower()))
    return _Name(kind, label, detail, tuple(values), words, others)

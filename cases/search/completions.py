"""What the beginning of a name can be completed to: treatments, drugs, guidelines, their sections, letters by number.

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
from cases.search.synonyms import load_drugs

KINDS = ("treatment", "drug", "guideline", "section")
SHORTEST = 2
"""Characters that must be typed before anything is completed."""
LONGEST = 100
MOST_TRIED = 6
"""Sections of which it is looked up whether anything cites them."""
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
    """A value of the facet `kind`, or a drug; `others` are other names of it, a section is one of a `guideline`."""

    kind: str
    value: str
    label: str
    detail: str = ""
    guideline: str = ""
    others: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Match:
    """A name that was begun, the other name by which it was found, and how close it is: the least comes first."""

    name: _Name
    other: str
    rank: tuple[bool, bool, int]


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
            before = _asking(" ".join(words[:start]), params)
            found = (*_facets(matches, before, finder), *_drugs(matches, before, finder))
            return tuple(sorted(found, key=lambda completion: KINDS.index(completion.kind)))
    return ()


def _drugs(matches: Sequence[_Match], before: SearchParams, finder: Finder) -> Iterator[Completion]:
    """Drugs are no facet: they are searched as words."""
    for match in [match for match in matches if match.name.kind == "drug"][:MOST_SHOWN]:
        params = _asking(f"{before.q} {match.name.value}", before)
        if count := finder.total(params):
            yield Completion("drug", match.name.label, match.name.detail, params, count)


def _facets(matches: Sequence[_Match], before: SearchParams, finder: Finder) -> Iterator[Completion]:
    guidelines = finder.counts(by_name()["guideline"], before.without("guideline"))
    counts = {"treatment": finder.counts(by_name()["treatment"], before.without("treatment")), "guideline": guidelines}
    for kind, known in counts.items():
        found = [(match, known.get(match.name.value, 0)) for match in matches if match.name.kind == kind]
        yield from [_completion(match, before, count) for match, count in found if count][:MOST_SHOWN]
    # Sections have sets of their own, read one by one: those of the guidelines that are cited most are tried first.
    sections = [match for match in matches if match.name.kind == "section" and guidelines.get(match.name.guideline)]
    likely = sorted(sections, key=lambda match: (match.rank[1], -guidelines[match.name.guideline], match.rank))
    tried = [_completion(match, before, finder.total(_choosing(match.name, before))) for match in likely[:MOST_TRIED]]
    yield from [completion for completion in tried if completion.count][:MOST_SHOWN]


def _completion(match: _Match, before: SearchParams, count: int) -> Completion:
    name = match.name
    return Completion(name.kind, name.label, match.other or name.detail, _choosing(name, before), count)


def _choosing(name: _Name, before: SearchParams) -> SearchParams:
    if name.guideline:
        before = before.only("guideline", name.guideline)
    return before.only(name.kind, name.value)


def _matches(typed: str) -> list[_Match]:
    """The names that `typed` begins, the closest first."""
    words = [f" {word}" for word in re.findall(r"\w+", typed)]
    found: list[_Match] = []
    for name in _names() if words else ():
        other = "" if all(word in name.words for word in words) else _other(typed, name)
        if other is not None:
            rank = (bool(other), not name.words.startswith(f" {typed}"), len(name.label))
            found.append(_Match(name, other, rank))
    return sorted(found, key=lambda match: match.rank)


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
    return (*_treatments(), *_drug_names(), *_guidelines(), *_sections())


def _treatments() -> Iterable[_Name]:
    entries = taxonomy.treatments()
    for code, label in (by_name()["treatment"].labels or dict)().items():
        entry = entries.get(code)
        others = (*entry.strong, *entry.terms) if entry else ()
        yield _Name("treatment", code, label, others=tuple(other.lower() for other in others), words=_words(label))


def _drug_names() -> Iterable[_Name]:
    for drug, others in load_drugs().items():
        yield _Name(
            "drug", f'"{drug}"' if " " in drug else drug, drug, ", ".join(others[:MOST_SHOWN]), words=_words(drug)
        )


def _guidelines() -> Iterable[_Name]:
    for code, label in (by_name()["guideline"].labels or dict)().items():
        yield _Name("guideline", code, label, words=_words(label))


def _sections() -> Iterable[_Name]:
    for guideline in taxonomy.guidelines().values():
        code = MTUS_NOT_STATED if guideline.code == "mtus" else guideline.code
        for section in guideline.sections:
            yield _Name("section", section.lower(), section, guideline.label, code, words=_words(section))


def _words(label: str) -> str:
    """A label to look for the beginnings of words in."""
    return " " + " ".join(re.findall(r"\w+", label.lower()))

"""Reads the guideline fields of an item: on what each side based its decision, and every guideline it cites."""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from cases.letters.citations.cited_guidelines import Found, Part, find_cited
from cases.letters.citations.section_names import Place
from cases.letters.model import Basis, Citation, Problem, Side, Span
from cases.letters.taxonomy import guidelines
from cases.letters.words import Words, fold, lower

LONGEST_FIELD = 5_000  # characters; the longest known has less than 2,000
WHOSE = r"(?:their|its|his|her|his/her|his\ or\ her|the)"
STATEMENT_RE = re.compile(  # every branch begins with a letter of its own: that makes the search fast
    rf"""
    (?P<none> did\ not\ (?:cite|provide|reference|specify|identify|use|rely\ on)\ (?:any|an?|specific|medical)\b
        (?: (?!decision\ based)[^.] )*
      | \bno\ (?:(?:medical|scientific|specific|other)\ )?(?:evidence|guidelines?|sources?|references?)
        \ (?:was|were|is|are)\ (?:cited|referenced|provided|given|listed|specified|identified)\b )
  | (?P<outside> (?: did\ not\ base\ {WHOSE}\ decision\ on\ (?:the\ )?mtus
        | based\ {WHOSE}\ decision\ on\ recommendations?(?:\ ?\(s\))?\ outside\ (?:of\ )?the\ mtus )
        (?:\ guidelines?)? )
  | (?P<free> decision\ based\ on\ (?:the\ )?non-?\ ?mtus(?:\ guidelines?)?(?:\ citations?)? )
  | (?P<mtus> decision\ based\ on\ (?=(?:the\ |california\ |ca\ ){{0,2}}(?:mtus|medical\ treatment\ utili)) )
  | (?P<either> (?:decision\ based\ on|based\ {WHOSE}\ decision\ (?:up)?on) (?:\ the(?=\ ))? )
  | (?P<part_of> which\ (?:is|are|was|were)\ (?P<negated>not\ )?(?:a\ )?part\ of\ (?:the\ )?(?:california\ )?
        (?:medical\ treatment\ utili[sz]ation\ schedule)?\ ?\(?(?:mtus)?\)? )
    """,
    re.VERBOSE,
)
WHO_RE = re.compile(r"(?:the )?(?:claims administrator|(?:expert |physician )?reviewer|maximus) $")
PARTS: Mapping[str, Part] = MappingProxyType(
    {"outside": "free", "free": "free", "mtus": "mtus", "either": "either", "part_of": "either"}
)
JOINTS = (" and ", ", and ", "; ")


@dataclass(frozen=True, slots=True)
class Cited:
    """What one field says: the basis of the decision and the guidelines cited, in the letter's order."""

    basis: Basis
    citations: tuple[Citation, ...]
    problems: tuple[Problem, ...]


def parse_citations(text: str, span: Span, side: Side) -> Cited:
    """Reads `text[span]`, the content of one guideline field without its label.

    Every citation's span holds its words as written. Problems: `no-citation`
    where the field is empty, `unknown-guideline`, `reversed-pages`.
    """
    words = fold(text, Span(span.start, min(span.end, span.start + LONGEST_FIELD)))
    if not words.text:
        return Cited("none", (), (Problem("no-citation", f"The guideline field of the {side} is empty.", span),))
    basis, found = _read(words.text)
    citations = tuple(as_citation(words, one, side) for one in found if one.code and one.start < one.end)
    problems = (
        Problem(code, message, words.span(one.start, one.end)) for one in found for code, message in one.problems
    )
    return Cited(basis, citations, tuple(problems))


def as_citation(words: Words, found: Found, side: Side) -> Citation:
    """The citation with the span of its words in the canonical text."""
    return Citation(
        cited_by=side,
        guideline=found.code,
        text=words.text[found.start : found.end],
        span=words.span(found.start, found.end),
        edition=found.edition,
        sections=found.sections,
        pages=found.pages,
    )


@functools.lru_cache(maxsize=4096)
def _read(text: str) -> tuple[Basis, tuple[Found, ...]]:
    """The reading of a folded field; kept, for most fields stand word for word in many other letters."""
    words = Words(text, lower(text))
    families: set[str] = set()
    found: list[Found] = []
    for part, place in _parts(words.low):
        cited = list(find_cited(words, part, place)) if place[0] < place[1] else []
        found += cited
        families |= _families(part, cited)
    return _basis(families), tuple(merged(found))


def _parts(low: str) -> Iterator[tuple[Part, Place]]:
    """What stands behind each statement of the field, and of what kind it is."""
    marks = [(str(s.lastgroup), s.start(), s.end(), bool(s["negated"])) for s in STATEMENT_RE.finditer(low)]
    if not marks or marks[0][0] in ("none", "part_of"):
        marks.insert(0, ("either", 0, 0, False))
    marks.append(("", len(low), len(low), False))
    for (kind, _, start, _), (following, stop, _, negated) in itertools.pairwise(marks):
        who = WHO_RE.search(low, max(start, stop - 40), stop)
        end = who.start() if who else stop
        place = (start + len(low[start:end]) - len(low[start:end].lstrip(" .:;,")), end)
        if kind == "either" and following == "part_of":
            yield "free" if negated else "mtus", place
        elif kind in PARTS and (kind != "part_of" or low.startswith(JOINTS, start)):
            yield PARTS[kind], place


def _families(part: Part, cited: list[Found]) -> set[str]:
    if part == "either":
        return {guidelines()[one.code].family for one in cited if one.code}
    return {"mtus" if part == "mtus" else "non-mtus"}


def _basis(families: set[str]) -> Basis:
    if len(families) > 1:
        return "both"
    if "mtus" in families:
        return "mtus"
    return "non-mtus" if families else "none"


def merged(found: Iterable[Found]) -> Iterator[Found]:
    """One citation a guideline and edition; works of other evidence stay apart."""
    kept: dict[object, Found] = {}
    for number, one in enumerate(found):
        key = number if one.code in ("", "other-evidence") else (one.code, one.edition)
        first = kept.get(key)
        kept[key] = _joined(first, one) if first else one
    return iter(kept.values())


def _joined(first: Found, again: Found) -> Found:
    return replace(
        first,
        sections=tuple(dict.fromkeys(first.sections + again.sections)),
        pages=tuple(dict.fromkeys(first.pages + again.pages)),
        problems=first.problems + again.problems,
    )

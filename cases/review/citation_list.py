"""The kind of value that is a list of citations: what both sides of an item cite, corrected as a whole."""

import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from cases.letters import taxonomy
from cases.review.kinds import LONGEST_NAME, BadValue, Given, plain_words

RANGE_RE = re.compile(r"(?P<first>\d{1,4})(?:\s?[-–]\s?(?P<last>\d{1,4}))?")
EDITIONS = range(1950, 2101)
MOST = 60
"""Citations of one item."""

Cited = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CitationList:
    """A list of citations. Each part is typed once a citation; a citation without a guideline is none."""

    form: ClassVar[str] = "citations"
    parts: ClassVar[tuple[str, ...]] = ("cited_by", "guideline", "edition", "sections", "pages", "text")

    def parse(self, given: Given) -> list[Cited]:
        """The citations in the order typed, without the spans of their words."""
        cited = [_citation(row) for row in self._rows(given)]
        # The claims administrator first, as letters have it and as readings are kept.
        return sorted(cited, key=lambda each: list(taxonomy.SIDES).index(each["cited_by"]))

    def typed(self, value: Iterable[Cited]) -> list[dict[str, str]]:
        """The parts of each citation as a form shows them."""
        return [
            {
                "cited_by": each["cited_by"],
                "guideline": each["guideline"],
                "edition": str(each["edition"] or ""),
                "sections": "; ".join(each["sections"]),
                "pages": pages_in_words(each["pages"]),
                "text": each["text"],
            }
            for each in value
        ]

    def sent(self, value: Iterable[Cited]) -> Given:
        """The parts of each citation, one list a part."""
        rows = self.typed(value)
        return {part: [row[part] for row in rows] for part in self.parts}

    def normal(self, given: Given) -> str:
        """The citations as they were typed."""
        return json.dumps(self._rows(given))

    def words(self, value: Iterable[Cited]) -> str:
        """Each citation with its side."""
        return "; ".join(map(citation_in_words, value)) or "none"

    def _rows(self, given: Given) -> list[dict[str, str]]:
        rows = itertools.zip_longest(*(given.get(part, ()) for part in self.parts), fillvalue="")
        typed = [dict(zip(self.parts, map(plain_words, row), strict=True)) for row in itertools.islice(rows, MOST)]
        return [row for row in typed if row["guideline"]]


def citation_in_words(cited: Cited) -> str:
    """One citation: side, guideline, edition, sections, pages."""
    known = taxonomy.guidelines().get(cited["guideline"])
    name = known.label if known else cited["guideline"]
    pages = pages_in_words(cited["pages"])
    parts = (f"{name} ({cited['edition']})" if cited["edition"] else name, *cited["sections"], pages and f"p. {pages}")
    return f"{taxonomy.SIDES[cited['cited_by']]}: {', '.join(filter(None, parts))}"


def pages_in_words(ranges: Iterable[Sequence[int]]) -> str:
    """`98-99, 102`."""
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def bases_of(citations: Iterable[Cited]) -> dict[str, str]:
    """On what each side that cites anything relies, by what it cites."""
    families: dict[str, set[str]] = {}
    for each in citations:
        if known := taxonomy.guidelines().get(each["guideline"]):
            families.setdefault(each["cited_by"], set()).add(known.family)
    return {side: "both" if len(found) > 1 else next(iter(found)) for side, found in families.items()}


def _citation(row: Mapping[str, str]) -> Cited:
    guideline = taxonomy.guidelines().get(row["guideline"])
    if guideline is None:
        raise BadValue(f"“{row['guideline'][:40]}” is no guideline that is known here.")
    if row["cited_by"] not in taxonomy.SIDES:
        raise BadValue(f"must say who cites {guideline.label}: the claims administrator or the reviewer.")
    sections = [section for section in map(str.strip, row["sections"].split(";")) if section]
    if any(len(section) > LONGEST_NAME for section in sections):
        raise BadValue(f"has a section of more than {LONGEST_NAME} characters; put semicolons between sections.")
    return {
        "cited_by": row["cited_by"],
        "guideline": guideline.code,
        "edition": _edition(row["edition"]),
        "sections": sections,
        "pages": _pages(row["pages"]),
        "text": row["text"] or guideline.label,
        "span": None,
    }


def _edition(typed: str) -> int | None:
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or int(typed) not in EDITIONS:
        raise BadValue(f"“{typed[:20]}” is no edition; give its year, such as 2009.")
    return int(typed)


def _pages(typed: str) -> list[list[int]]:
    return [_range(part) for part in map(str.strip, typed.split(",")) if part]


def _range(typed: str) -> list[int]:
    match = RANGE_RE.fullmatch(typed)
    first, last = (int(match["first"]), int(match["last"] or match["first"])) if match else (0, 0)
    if not 0 < first <= last:
        raise BadValue(f"“{typed[:20]}” are no pages; write them like 98-99, 102.")
    return [first, last]

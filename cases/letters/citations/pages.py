"""Finds page lists in a citation ("Page(s): 30-32, 49") and reads them as inclusive ranges."""

import re
from dataclasses import dataclass

PageRange = tuple[int, int]

_WORD = r"(?:page\ ?\(s\)|pages?|pgs?|pp?)(?![a-z])[.:]?"
_NUMBER = r"(?<!\d)(?<!\d\.)\d{1,4}(?!\d|\.\d|/\d{1,2}/\d|[ ]?%|st\b|nd\b|rd\b|th\b)"
_TO = r"\ ?(?:-|–|—|to\b|through\b|thru\b)\ ?"
_ENTRY = rf"{_NUMBER}(?:{_TO}(?:{_WORD}\ ?)?{_NUMBER})?(?:\ of\ \d+)?"

PAGES_RE = re.compile(
    rf"""
    (?<![a-z]) {_WORD} \ ? (?:{_WORD}\ ?)?
    (?P<list> {_ENTRY} (?: \ ?(?:,|;|&|/|\band\b)\ ?(?:and\ |&\ )? (?:{_WORD}\ ?)? {_ENTRY} ){{0,40}} )?
    """,
    re.VERBOSE,
)
ENTRY_RE = re.compile(rf"(?P<first>{_NUMBER})(?:{_TO}(?:{_WORD}\ ?)?(?P<last>{_NUMBER}))?(?:\ of\ \d+)?", re.VERBOSE)
BARE_RE = re.compile(r"(?<=[ ,])(?<!table )(?<!figure )\d{2,3}-\d{2,3}(?![\w/-]|\.\d)")
EMPTY_LABEL_RE = re.compile(r"page ?\(s\)|pages?:")


@dataclass(frozen=True, slots=True)
class PageList:
    """One list of pages, `[start, end)` in the text it was found in; `reversed` are ranges written backwards."""

    start: int
    end: int
    ranges: tuple[PageRange, ...]
    reversed: tuple[PageRange, ...] = ()


def find_pages(low: str, start: int = 0, end: int | None = None) -> tuple[PageList, ...]:
    """Every page list of `low[start:end]` (lower case, white space folded); an empty "Page(s):" has no ranges."""
    found = []
    for match in PAGES_RE.finditer(low, start, len(low) if end is None else end):
        if match["list"]:
            found.append(_page_list(match))
        elif EMPTY_LABEL_RE.match(match[0]):
            found.append(PageList(match.start(), match.end(), ()))
    return tuple(found)


def find_bare_pages(low: str, start: int, end: int) -> tuple[PageList, ...]:
    """Page ranges without the word: "303-305" behind a guideline whose pages are known by number."""
    return tuple(_page_list(match) for match in BARE_RE.finditer(low, start, end))


def _page_list(match: re.Match[str]) -> PageList:
    ranges: dict[PageRange, None] = {}
    backwards = []
    for entry in ENTRY_RE.finditer(match[0]):
        written = (int(entry["first"]), int(entry["last"] or entry["first"]))
        if _is_year(written[0]) or written[0] == 0:
            continue
        pages = _forward(entry["first"], written)
        if pages[0] != written[0]:
            backwards.append(written)
        ranges[pages] = None
    return PageList(match.start(), match.end(), tuple(ranges), tuple(backwards))


def _forward(first: str, written: PageRange) -> PageRange:
    """The range from low to high: `303-5` is 303 to 305, `99-98` is 98 to 99."""
    low, high = written
    if high >= low:
        return written
    completed = int(first[: len(first) - len(str(high))] + str(high))
    return (low, completed) if completed > low else (high, low)


def _is_year(number: int) -> bool:
    return 1900 <= number < 2100

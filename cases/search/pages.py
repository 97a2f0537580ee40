"""A page or a range of pages as a person types it: `98`, `98-99`, `p. 98`, `pp 98–99`."""

import re

LARGEST_PAGE = 9_999
WIDEST_RANGE = 200

PAGES_RE = re.compile(
    r"(?:p|pp|pg|pgs|page|pages)?\.?\s*(?P<first>\d{1,8})(?:\s*(?:-|–|to)\s*(?P<last>\d{1,8}))?",
    re.IGNORECASE | re.ASCII,
)


class BadPages(ValueError):
    """Not a page or a range of pages; the message says what would be."""


def parse_pages(value: str) -> tuple[int, int]:
    """First and last page, both inclusive and in order.

    Raises BadPages for anything but a page from 1 to 9,999 or a range of at most 200 of them.
    """
    match = PAGES_RE.fullmatch(value.strip())
    if not match:
        raise BadPages("is not a page; write 98 or 98-99")
    first = int(match["first"])
    last = int(match["last"] or first)
    first, last = min(first, last), max(first, last)
    if first < 1 or last > LARGEST_PAGE:
        raise BadPages(f"is not a page; pages go from 1 to {LARGEST_PAGE:,}")
    if last - first >= WIDEST_RANGE:
        raise BadPages(f"is too wide; ask for at most {WIDEST_RANGE} pages at a time")
    return first, last


def written(first: int, last: int) -> str:
    """The canonical spelling: `98` or `98-99`."""
    return str(first) if first == last else f"{first}-{last}"

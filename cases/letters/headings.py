"""Where the heading of an item begins, and what is decided in it when part of a request was approved before.

A heading can run over many lines, hold colons and full stops, and cross a page;
nothing but its place marks its beginning. So it is sought backwards from the
outcome: up to a gap, or to a line that ends the sentence of the rationale above.
"""

import re
from dataclasses import dataclass

from cases.letters.model import Span
from cases.letters.text import trimmed

MOST_LINES = 24
LONGEST_HEADING = 2_000
SHORT_LINE = 60

INNER_END_RE = re.compile(r"[a-z)\]\"”][.!?][\"”)]{0,2}\s{0,9}(?=[A-Z][\w-]|\d)")
CLOSING_RE = re.compile(
    r"(?:medically\s(?:necessary|appropriate|indicated)|necessity|established|supported|warranted|appropriate|certified)"
    r"[^.:]{0,120}[.!?][\"”)]{0,2}\s{0,9}(?=\w)"
)
ORIGINAL_RE = re.compile(r"\s(?:was|were|is|are)\s+the\s+original\s+requests?\b\s*[.,;:]?")
PASSIVE_RE = re.compile(
    r"\s(?:was|were|is|are|has\s+been|have\s+been)\s+(?:authorized|approved|certified)\s+by\s+the\s+claims\s+administrator\b\s*[.,;:]?"
)
ACTIVE_RE = re.compile(r"\bthe\s+claims\s+administrator\s+(?:has\s+)?(?:authorized|approved|certified)\s")
LEAVING_RE = re.compile(
    r"\s*[,;.]?\s*leaving\s+(?:the\s+)?(?:original\s+request\s+)?[^.]{0,200}?\bimr\s+eligible\b\s*[.,;:]?"
)
REMAINING_RE = re.compile(
    r"\bthe\s+remaining\s+imr[\s-]+eligible\s+portions?\s+of\s+the\s+original\s+requests?\b\s*[,:;]?"
    r"|\b(?P<whole>the\s+original\s+request)\s*[,:;]"
)
FRAMING_ENDS = ("original request", "claims administrator", "imr eligible")
TRAILING_IS_RE = re.compile(r"\s+(?:is|are)\Z")


@dataclass(frozen=True, slots=True)
class Request:
    """What a heading says was asked for: `decided` is what the letter decides.

    `original` is what was asked for at first and `authorized` what the claims
    administrator approved of it, where the heading tells them.
    """

    decided: Span
    original: Span | None = None
    authorized: Span | None = None


def find_heading_start(text: str, low: str, region: Span, *, is_gapped: bool, is_first: bool) -> int:
    """Where the heading begins that ends where `region` ends.

    `is_gapped` says whether the letter writes a gap before headings; even there
    a gap can be lost where a page ends. Before the first heading nothing else
    stands; before the others the rationale of the item above.
    """
    start = max(region.start, region.end - LONGEST_HEADING)
    found = _above_gap(text, start, region.end, is_first=is_first) if is_gapped else None
    if found is None and is_first:
        return start
    if found is None or CLOSING_RE.search(low, found, region.end):
        found = _above_sentence(text, start, region.end)
    return _with_framing(text, low, Span(start, region.end), found, is_gapped=is_gapped)


def split_request(text: str, low: str, heading: Span) -> Request:
    """The requests that a heading, without its outcome, tells of."""
    framings = list(REMAINING_RE.finditer(low, *heading))
    if not framings:
        return Request(_request(text, low, *heading))
    remaining = framings[-1]
    decided = _request(text, low, remaining.end(), heading.end)
    original = ORIGINAL_RE.search(low, heading.start, remaining.start())
    authorized = _authorized(text, low, original.end() if original else heading.start, remaining.start())
    if original is None or remaining["whole"]:  # nothing was taken off it: what was asked for is what is decided
        return Request(decided, None, authorized)
    return Request(decided, _request(text, low, heading.start, original.start()), authorized)


def _authorized(text: str, low: str, start: int, end: int) -> Span | None:
    if passive := PASSIVE_RE.search(low, start, end):
        return _request(text, low, start, passive.start())
    if active := ACTIVE_RE.search(low, start, end):
        leaving = LEAVING_RE.search(low, active.end(), end)
        return _request(text, low, active.end(), leaving.start() if leaving else end)
    return None


def _request(text: str, low: str, start: int, end: int) -> Span:
    """The words of a request: without white space and punctuation around, and without a trailing ` is`."""
    span = trimmed(text, start, end)
    end = len(text[: span.end].rstrip(" \n:;,-–—"))
    if is_word := TRAILING_IS_RE.search(low, max(span.start, end - 9), end):
        end = is_word.start()
    return trimmed(text, span.start, len(text[: max(end, span.start)].rstrip(" \n:;,.")))


def _above_gap(text: str, start: int, end: int, *, is_first: bool = False) -> int | None:
    """The beginning of the paragraph; of the one above it too, where a page break cut the heading in two."""
    found = end
    while (gap := text.rfind("\n\n", start, found)) >= 0:
        paragraph = text.rfind("\n\n", start, gap)
        if paragraph < 0 and not is_first:  # what follows the last label is the rationale
            return gap + 2
        if not _is_half_heading(text[paragraph + 2 if paragraph >= 0 else start : gap]):
            return gap + 2
        found = gap
    return None


def _is_half_heading(above: str) -> bool:
    """Whether a paragraph can only be the first half of a heading that a page break cut in two."""
    if _ends_sentence(above):
        is_framing = above[-60:].rstrip(". ").lower().endswith(FRAMING_ENDS)
        return is_framing and ORIGINAL_RE.search(above.lower()) is not None
    if above.count("\n") > MOST_LINES:
        return False
    return not INNER_END_RE.search(above) or ORIGINAL_RE.search(above.lower()) is not None


def _ends_sentence(words: str) -> bool:
    return words.rstrip(" \n\"'”’)]").endswith((".", "!", "?"))


def _above_sentence(text: str, start: int, end: int) -> int:
    """The beginning of the line below the last one that ends a sentence or a paragraph; else of the last line.

    Where all stands in one line, the beginning of its last sentence.
    """
    last = found = text.rfind("\n", start, end) + 1 or start
    if last == start:
        return max((match.end() for match in INNER_END_RE.finditer(text, start, end)), default=start)
    for _ in range(MOST_LINES):
        if found <= start:
            return last
        above = text.rfind("\n", start, found - 1) + 1 or start
        line = text[above : found - 1]
        if line.strip() and (_ends_sentence(line) or _is_last_line(line, text[found:end])):
            return found
        found = above
    return last


def _is_last_line(line: str, below: str) -> bool:
    """Whether a line is so short that the next word would have fitted: the end of a paragraph."""
    word = below.split(maxsplit=1)[0] if below.strip() else ""
    return len(line) + len(word) < SHORT_LINE and not below[:1].islower()


def _with_framing(text: str, low: str, region: Span, found: int, *, is_gapped: bool) -> int:
    """The beginning moved up to "A was the original request." where the heading ends in what remains of it.

    A rationale can tell the same, but goes on to its own conclusion.
    """
    framings = list(REMAINING_RE.finditer(low, *region)) if low.find("original", *region) >= 0 else []
    if not framings or CLOSING_RE.search(low, framings[-1].end(), region.end):
        return found
    remaining = framings[-1].start()
    if is_gapped and remaining < found and _ends_sentence(text[remaining:found]):
        return found
    originals = list(ORIGINAL_RE.finditer(low, region.start, remaining))
    if not originals or originals[-1].start() >= found:
        return found
    end = originals[-1].start()
    begin = _above_gap(text, region.start, end) if is_gapped else None
    return _above_sentence(text, region.start, end) if begin is None else begin

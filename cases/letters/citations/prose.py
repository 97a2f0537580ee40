"""Finds the guidelines that a rationale cites in its prose, with their pages: few, but surely meant."""

import re
from collections.abc import Iterator
from dataclasses import replace

from cases.letters.citations.cited_guidelines import Found
from cases.letters.citations.fields import as_citation, merged
from cases.letters.citations.guideline_names import END, START, mtus_names
from cases.letters.citations.mentions import PUBLISHERS, Mention, mention_at
from cases.letters.citations.odg_chapters import find_odg_chapters
from cases.letters.citations.pages import PageList, find_pages
from cases.letters.citations.section_names import known_end
from cases.letters.citations.sources import BEHIND_ODG_RE
from cases.letters.model import Citation, Span
from cases.letters.words import Words, fold, match_here

MTUS_ANCHORS = ("mtus", "acoem", "treatment guidelines", "medical treatment utilization")
ODG_ANCHORS = ("odg", "official disability guide")
ODG_RE = re.compile(rf"{START}(?:official disability guide(?:lines?)?|odg){END}")
BEFORE_ANCHOR = 25  # "the State of California " and "Chronic Pain Medical "
WINDOW = 60
PAGES_BEFORE_RE = re.compile(r",? ?(?:of|in|from)(?: the)?(?: current)? ")
PAGES_BEHIND_RE = re.compile(
    r"(?:[ ,:()/–-]|tables? [\d-]+|chapters? \d+|section|states?|stated|on|at|see|which|recommends?)*"
)
SECTION_LEAD_RE = re.compile(r"[ ,:(/–-]*(?:(?:section|topic)s? (?:on )?)?(?:the )?")


def find_rationale_citations(text: str, span: Span) -> tuple[Citation, ...]:
    """The guidelines cited in the rationale `text[span]`, one a guideline and edition, in the order of the text.

    Only a chapter by its title or number, or a publisher with a page, is a
    citation; "MTUS" or "ODG" alone is talk.
    """
    words = fold(text, span)
    found = sorted((*_of_mtus(words), *_of_odg(words)), key=lambda one: one.start)
    return tuple(replace(as_citation(words, one, "reviewer"), cited_in="rationale") for one in merged(found))


def _of_mtus(words: Words) -> Iterator[Found]:
    done = 0
    for anchor in sorted(_places(words.low, MTUS_ANCHORS)):
        mention = _mtus_mention(words, anchor) if anchor >= done else None
        if mention:
            found = _with_pages(words, _outside(words.low, mention))
            done = found.end
            if _is_meant(words.low, mention, found):
                yield found


def _of_odg(words: Words) -> Iterator[Found]:
    done = 0
    for anchor in sorted(_places(words.low, ODG_ANCHORS)):
        name = ODG_RE.match(words.low, anchor) if anchor >= done else None
        mention = _odg_mention(words, name) if name else None
        if mention:
            found = _with_pages(words, mention)
            done = found.end
            yield found


def _places(low: str, anchors: tuple[str, ...]) -> Iterator[int]:
    for anchor in anchors:
        place = low.find(anchor)
        while place >= 0:
            yield place
            place = low.find(anchor, place + len(anchor))


def _mtus_mention(words: Words, anchor: int) -> Mention | None:
    """The mention that the anchor is part of."""
    end = min(len(words.low), anchor + WINDOW)
    for match in mtus_names().finditer(words.low, max(0, anchor - BEFORE_ANCHOR), end):
        if match.end() > anchor:
            return mention_at(words, match, len(words.low)) if match.start() <= anchor else None
    return None


def _outside(low: str, mention: Mention) -> Mention:
    """ACOEM's "Disorders" chapters are of the MTUS only where it is named or the edition is a later one."""
    in_mtus = mention.edition or "mtus" in low[mention.start : mention.end]
    return mention if in_mtus or not mention.code.endswith("-disorders") else replace(mention, code="acoem")


def _is_meant(low: str, mention: Mention, found: Found) -> bool:
    if found.pages:
        return mention.code != "mtus" or "acoem" not in low[mention.start : mention.end]
    names = mtus_names().finditer(low, mention.start, mention.end)
    return any(name.lastgroup not in PUBLISHERS for name in names)


def _odg_mention(words: Words, name: re.Match[str]) -> Mention | None:
    """The chapter right behind the name of the ODG, if it is called a chapter."""
    end = min(len(words.low), name.end() + 2 * WINDOW)
    head = match_here(BEHIND_ODG_RE, words.low, name.end(), end).end()
    chapter = next(iter(find_odg_chapters(words, head, end)), None)
    if chapter is None or chapter.start != head:
        return None
    written = words.low[chapter.start : chapter.end]
    is_called = "chapter" in written or "section" in written or "(" in written
    return replace(chapter, start=name.start()) if is_called else None


def _with_pages(words: Words, mention: Mention) -> Found:
    """The mention with a section named right behind it and the pages right before or behind."""
    low, start, end = words.low, mention.start, mention.end
    places = list(mention.sections)
    lead = match_here(SECTION_LEAD_RE, low, end, len(low)).end()
    if section := known_end(low, lead, len(low), mention.code):
        places.append((lead, section))
        end = section
    lists = [*_pages_before(low, start), *_pages_behind(low, end)]
    start = min([start, *(one.start for one in lists)])
    end = max([end, *(one.end for one in lists)])
    sections = tuple(words.text[a:b] for a, b in places)
    pages = tuple(dict.fromkeys(pages for one in lists for pages in one.ranges))
    return Found(mention.code, start, end, mention.edition, sections, pages)


def _pages_before(low: str, start: int) -> tuple[PageList, ...]:
    """ "pages 98-99 of the" right before the name."""
    last = find_pages(low, max(0, start - WINDOW), start)[-1:]
    return tuple(one for one in last if one.ranges and PAGES_BEFORE_RE.fullmatch(low, one.end, start))


def _pages_behind(low: str, end: int) -> tuple[PageList, ...]:
    """ ", Table 2, page 13" right behind the name."""
    first = find_pages(low, end, min(len(low), end + 2 * WINDOW))[:1]
    return tuple(one for one in first if one.ranges and PAGES_BEHIND_RE.fullmatch(low, end, one.start))

"""Reads one part of a guideline field: each guideline it cites with edition, sections and pages."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from cases.letters.citations.guideline_names import YEAR
from cases.letters.citations.mentions import Mention, find_mtus_mentions
from cases.letters.citations.odg_chapters import find_odg_chapters
from cases.letters.citations.pages import PageList, PageRange, find_bare_pages, find_pages
from cases.letters.citations.section_names import Place, find_sections
from cases.letters.citations.sources import Kind, Source, find_sources
from cases.letters.taxonomy import guidelines
from cases.letters.words import Words

Part = Literal["mtus", "free", "either"]

LIST_LABEL_RE = re.compile(r"[ ,;.:]*sections? ?(?:\(s\))? ?:")
EDITION_RE = re.compile(rf"(?<![\d/.-])(?P<year>{YEAR})(?![\d/-])")
WRAPPED_RE = re.compile(r"(?<=\w)- (?=\w)")
TRAILING = " ,;:.&–—-([/"


@dataclass(frozen=True, slots=True)
class Found:
    """One guideline cited at `[start, end)` of the words; no `code` where only `problems` (code, message) are said."""

    code: str
    start: int
    end: int
    edition: int | None = None
    sections: tuple[str, ...] = ()
    pages: tuple[PageRange, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


def find_cited(words: Words, part: Part, place: Place) -> Iterator[Found]:
    """Every guideline cited in a part that is labelled MTUS, free text outside the MTUS, or either of them."""
    start, end = place
    if part == "mtus":
        yield from _mtus(words, start, end)
        return
    sources = find_sources(words, start, end)
    for source in sources:
        if source.kind == "mtus":
            cited = _mtus(words, source.start, source.end)
            yield from (one for one in cited if not one.problems or len(sources) == 1)
        elif source.kind == "acoem" and part == "either":
            yield from _acoem_or_mtus(words, source)
        else:
            yield from READERS[source.kind](words, source)


def _mtus(words: Words, start: int, end: int) -> Iterator[Found]:
    mentions = find_mtus_mentions(words, start, end)
    if not mentions:
        yield _unknown(words, Found("mtus", *_trimmed(words.low, start, end)))
    for mention, stop in _with_ends(mentions, end):
        found = _cited(words, mention, mention.end, stop)
        is_unknown = found.code == "mtus" and found.sections
        yield _unknown(words, replace(found, sections=())) if is_unknown else found


def _unknown(words: Words, found: Found) -> Found:
    written = words.text[found.start : found.end]
    message = f"{written!r} names no known chapter; add its spelling to the guideline's data file."
    return replace(found, problems=(*found.problems, ("unknown-guideline", message)))


def _odg(words: Words, source: Source) -> Iterator[Found]:
    chapters = find_odg_chapters(words, source.head, source.end)
    stop = chapters[0].start if chapters else source.end
    whole = _cited(words, Mention("odg", source.start, source.head, source.edition), source.head, stop)
    if not chapters:
        yield whole
        return
    first = replace(chapters[0], start=source.start)
    yield from _of_chapters(words, source, (first, *chapters[1:]), whole.sections)


def _of_chapters(
    words: Words, source: Source, chapters: tuple[Mention, ...], before: tuple[str, ...]
) -> Iterator[Found]:
    """Each chapter with its topics; chapters named in one breath share the topics behind the last of them."""
    waiting: list[Found] = []
    for mention, stop in _with_ends(chapters, source.end):
        found = _cited(words, mention, mention.end, stop)
        waiting.append(replace(found, edition=found.edition or source.edition))
        if found.sections or found.pages:
            yield from (replace(one, sections=before + found.sections, pages=found.pages) for one in waiting)
            waiting, before = [], ()
    yield from (replace(one, sections=before) for one in waiting)


def _acoem(words: Words, source: Source) -> Iterator[Found]:
    found = _cited(words, Mention("acoem", source.start, source.head, source.edition), source.head, source.end)
    later = EDITION_RE.search(words.low, source.head, source.end)
    yield replace(found, edition=found.edition or (int(later["year"]) if later else None))


def _acoem_or_mtus(words: Words, source: Source) -> Iterator[Found]:
    """A chapter of ACOEM's second edition is one of the MTUS where the letter does not say that it is outside."""
    cited = tuple(_mtus(words, source.start, source.end))
    return iter(cited) if any(one.code != "mtus" for one in cited) else _acoem(words, source)


def _other(words: Words, source: Source) -> Iterator[Found]:
    start, end = _trimmed(words.low, source.start, source.end)
    pages = (pages for one in find_pages(words.low, start, end) for pages in one.ranges)
    yield Found("other-evidence", start, end, pages=tuple(pages))


def _nothing(words: Words, source: Source) -> Iterator[Found]:
    message = f"{words.text[source.start : source.end]!r} names no source."
    yield Found("", source.start, source.end, problems=(("unknown-guideline", message),))


READERS: Mapping[Kind, Callable[[Words, Source], Iterator[Found]]] = MappingProxyType(
    {"odg": _odg, "acoem": _acoem, "other": _other, "nothing": _nothing}
)


def _with_ends(mentions: tuple[Mention, ...], end: int) -> Iterator[tuple[Mention, int]]:
    stops = [mention.start for mention in mentions[1:]] + [end]
    return zip(mentions, stops, strict=False)


def _cited(words: Words, mention: Mention, start: int, end: int) -> Found:
    """The mention with the sections and pages that stand behind it in `[start, end)`."""
    label = LIST_LABEL_RE.match(words.low, start, end) is not None
    lists = _page_lists(words.low, mention.code, start, end)
    places = list(mention.sections)
    place = max(start, mention.end)
    for one in lists:
        places += find_sections(words, place, one.start, mention.code, labelled=label)
        place = one.end
    rest = find_sections(words, place, end, mention.code, labelled=label)
    last = rest[-1][1] if rest else place
    ranges = dict.fromkeys(pages for one in lists for pages in one.ranges)
    problems = tuple(_reversed(written) for one in lists for written in one.reversed)
    sections = tuple(dict.fromkeys(WRAPPED_RE.sub("-", words.text[a:b]) for a, b in (*places, *rest)))
    stop = _trimmed(words.low, mention.start, last + words.low.startswith(")", last, end))[1]
    return Found(mention.code, mention.start, stop, mention.edition, sections, tuple(ranges), problems)


def _page_lists(low: str, code: str, start: int, end: int) -> tuple[PageList, ...]:
    """The page lists; of a guideline with numbered pages also a bare "303-305"."""
    numbered = guidelines()[code].family == "mtus" or code == "acoem"
    return find_pages(low, start, end) or (find_bare_pages(low, start, end) if numbered else ())


def _trimmed(low: str, start: int, end: int) -> Place:
    """The place without separators and open brackets at its ends."""
    while end > start and low[end - 1] in TRAILING:
        end -= 1
    while start < end and low[start] in " ,;:.&–—-":
        start += 1
    return start, end


def _reversed(written: PageRange) -> tuple[str, str]:
    return "reversed-pages", f"The pages {written[0]}-{written[1]} are written backwards."

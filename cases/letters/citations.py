"""Reads the guideline fields of an item: on what each side based its decision, and every guideline it cites."""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cases.letters.mentions import Mention, find_mtus_mentions, find_odg_chapters
from cases.letters.model import Basis, Citation, Problem, Side, Span
from cases.letters.pages import PageRange, find_pages
from cases.letters.section_names import Place, find_sections
from cases.letters.sources import Source, find_sources
from cases.letters.taxonomy import guidelines
from cases.letters.words import Words, fold, lower

LONGEST_FIELD = 8_000
WHO = r"(?:the (?:claims administrator|(?:expert |physician )?reviewer|maximus)(?: \w+)? )?"
WHOSE = r"(?:their|its|his|her|his/her|his or her|the)"
STATEMENT_RE = re.compile(
    rf"""
    (?P<none> {WHO} did\ not\ (?:cite|provide|reference|specify|identify)\ (?:any|a)\ (?:medical\ |specific\ )?(?:evidence|guidelines?|citations?|criteria)[^.]* )
  | (?P<outside> {WHO} (?: did\ not\ base\ {WHOSE}\ decision\ on\ (?:the\ )?mtus
                         | based\ {WHOSE}\ decision\ on\ recommendations?(?:\ ?\(s\))?\ outside\ (?:of\ )?the\ mtus ) (?:\ guidelines?)? )
  | (?P<free> decision\ based\ on\ (?:the\ )?non-?\ ?mtus(?:\ guidelines?)?(?:\ citations?)? )
  | (?P<mtus> decision\ based\ on\ (?=(?:the\ |california\ |ca\ ){{0,2}}(?:mtus|medical\ treatment\ utili)) )
  | (?P<either> {WHO} (?:decision\ based\ on|based\ {WHOSE}\ decision\ (?:up)?on) (?:\ the(?=\ ))? )
    """,
    re.VERBOSE,
)
PART_OF_RE = re.compile(r"which (?:is|are|was|were) (?P<negated>not )?(?:a )?part of")
SECTION_LABEL_RE = re.compile(r"[ ,;.:]*sections? ?(?:\(s\))?[ :]*(?=\d)")
BARE_RANGE_RE = re.compile(r"(?<=[ ,])\d{2,3}-\d{2,3}(?=[,.;]|$)")
TRAILING = " ,;:.&-–—(["  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Cited:
    """What one field says: the basis of the decision and the guidelines cited, in the letter's order."""

    basis: Basis
    citations: tuple[Citation, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One guideline cited at `[start, end)` of the folded words of a field."""

    code: str
    start: int
    end: int
    edition: int | None = None
    sections: tuple[str, ...] = ()
    pages: tuple[PageRange, ...] = ()
    trouble: tuple[tuple[str, str], ...] = ()


def parse_citations(text: str, span: Span, side: Side) -> Cited:
    """Reads `text[span]`, the content of one guideline field without its label.

    Every citation's span holds its words as written. Problems: `no-citation`
    where the field says nothing, `unknown-guideline`, `reversed-pages`.
    """
    words = fold(text, Span(span.start, min(span.end, span.start + LONGEST_FIELD)))
    if not words.text:
        return Cited("none", (), (Problem("no-citation", f"The field of the {side} is empty.", span),))
    basis, found = _read(words.text)
    citations = tuple(_citation(words, one, side) for one in found if one.code)
    problems = tuple(
        Problem(code, message, words.span(one.start, one.end)) for one in found for code, message in one.trouble
    )
    return Cited(basis, citations, problems)


def _citation(words: Words, found: Found, side: Side) -> Citation:
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
    """The reading of a folded field; cached, for most fields of a letter stand in many others word for word."""
    words = Words(text, lower(text), 0, ())
    families: set[str] = set()
    found: list[Found] = []
    for kind, start, end in _parts(words.low):
        part = list(_part(words, kind, start, end))
        found += part
        families |= _families(kind, part)
    basis: Basis = (
        "both" if len(families) > 1 else "non-mtus" if "non-mtus" in families else "mtus" if families else "none"
    )
    return basis, tuple(_merged(found))


def _parts(low: str) -> Iterator[tuple[str, int, int]]:
    """Kind and place of what stands behind each statement of the field."""
    statements = list(STATEMENT_RE.finditer(low))
    if not statements:
        yield _kind("either", low, 0, len(low)), 0, len(low)
    for place, statement in enumerate(statements):
        end = statements[place + 1].start() if place + 1 < len(statements) else len(low)
        start = statement.end()
        while start < end and low[start] in " .:;,":
            start += 1
        yield _kind(str(statement.lastgroup), low, start, end), start, end


def _kind(kind: str, low: str, start: int, end: int) -> str:
    part_of = PART_OF_RE.search(low, start, end) if kind == "either" else None
    if part_of is None:
        return kind
    return "free" if part_of["negated"] else "mtus"


def _families(kind: str, part: list[Found]) -> set[str]:
    if kind == "mtus":
        return {"mtus"}
    if kind in ("free", "outside"):
        return {"non-mtus"}
    return {guidelines()[one.code].family for one in part if one.code}


def _part(words: Words, kind: str, start: int, end: int) -> Iterator[Found]:
    if start == end or kind in ("none", "outside"):
        return
    if kind == "mtus":
        yield from _mtus(words, start, end)
        return
    sources = find_sources(words, start, end)
    for source in sources:
        if source.kind == "mtus":
            cited = list(_mtus(words, source.start, source.end))
            yield from (one for one in cited if one.code != "mtus" or len(sources) == 1)
        else:
            yield from READERS[source.kind](words, source)


def _mtus(words: Words, start: int, end: int) -> Iterator[Found]:
    mentions = find_mtus_mentions(words, start, end)
    if not mentions:
        yield _unknown(words, "mtus", start, end)
    for mention, stop in _with_ends(mentions, end):
        found = _cited(words, mention, mention.end, stop)
        if found.code == "mtus" and found.sections:
            yield replace(_unknown(words, "mtus", found.start, found.end), pages=found.pages, edition=found.edition)
        else:
            yield found


def _odg(words: Words, source: Source) -> Iterator[Found]:
    chapters = find_odg_chapters(words, source.head, source.end)
    if not chapters or chapters[0].start > source.head:
        whole = Mention("odg", source.start, source.head, source.edition)
        first = _cited(words, whole, source.head, chapters[0].start if chapters else source.end)
        if not chapters:
            yield first
            return
        chapters = (replace(chapters[0], start=source.start), *chapters[1:])
        before = first.sections
    else:
        chapters = (replace(chapters[0], start=source.start), *chapters[1:])
        before = ()
    yield from _of_chapters(words, source, chapters, before)


def _of_chapters(
    words: Words, source: Source, chapters: tuple[Mention, ...], before: tuple[str, ...]
) -> Iterator[Found]:
    """Each chapter with its topics; chapters named in one breath share the topics behind the last of them."""
    waiting: list[Found] = []
    for mention, stop in _with_ends(chapters, source.end):
        found = _cited(words, mention, mention.end, stop)
        waiting.append(replace(found, edition=found.edition or source.edition))
        if found.sections or found.pages:
            yield from (replace(one, sections=found.sections, pages=found.pages) for one in waiting)
            waiting.clear()
    yield from (replace(one, sections=before) for one in waiting)


def _acoem(words: Words, source: Source) -> Iterator[Found]:
    found = _cited(words, Mention("acoem", source.start, source.head, source.edition), source.head, source.end)
    year = re.search(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/-])", words.low[source.head : source.end])
    yield replace(found, edition=found.edition or (int(year[0]) if year else None))


def _other(words: Words, source: Source) -> Iterator[Found]:
    start, end = _trimmed(words.low, source.start, source.end)
    pages = [pages for one in find_pages(words.low, start, end) for pages in one.ranges]
    yield Found("other-evidence", start, end, pages=tuple(pages))


def _nothing(words: Words, source: Source) -> Iterator[Found]:
    message = f"{words.text[source.start : source.end]!r} names no source."
    yield Found("", source.start, source.end, trouble=(("unknown-guideline", message),))


READERS = {"odg": _odg, "acoem": _acoem, "other": _other, "nothing": _nothing}


def _with_ends(mentions: tuple[Mention, ...], end: int) -> Iterator[tuple[Mention, int]]:
    stops = [mention.start for mention in mentions[1:]] + [end]
    return zip(mentions, stops, strict=True)


def _cited(words: Words, mention: Mention, start: int, end: int) -> Found:
    """The mention with the sections and pages that stand behind it."""
    places = list(mention.sections)
    ranges: dict[PageRange, None] = {}
    trouble = []
    last, place = start, start
    lists = find_pages(words.low, start, end)
    for stop, pages in [*((one.start, one) for one in lists), (end, None)]:
        here = find_sections(words, place, stop, mention.code)
        places += here
        last = here[-1][1] if here else last
        if pages:
            ranges |= dict.fromkeys(pages.ranges)
            trouble += [_reversed(written) for written in pages.reversed]
            last = place = pages.end
    stop = _trimmed(words.low, mention.start, _closed(words.low, max(last, mention.end), end))[1]
    sections = tuple(dict.fromkeys(words.text[a:b] for a, b in places))
    return Found(mention.code, mention.start, stop, mention.edition, sections, tuple(ranges), tuple(trouble))


def _closed(low: str, stop: int, end: int) -> int:
    return stop + (stop < end and low[stop] == ")")


def _trimmed(low: str, start: int, end: int) -> Place:
    while end > start and low[end - 1] in TRAILING:
        end -= 1
    while start < end and low[start] in TRAILING.replace("(", ""):
        start += 1
    return start, end


def _reversed(written: PageRange) -> tuple[str, str]:
    return "reversed-pages", f"The pages {written[0]}-{written[1]} are written backwards."


def _unknown(words: Words, code: str, start: int, end: int) -> Found:
    start, end = _trimmed(words.low, start, end)
    message = f"{words.text[start:end]!r} names no known chapter; add its spelling to the guideline's data file."
    return Found(code, start, end, trouble=(("unknown-guideline", message),))


def _merged(found: Iterable[Found]) -> Iterator[Found]:
    """One citation a guideline and edition; works of other evidence stay apart."""
    kept: dict[object, Found] = {}
    for number, one in enumerate(found):
        key = number if one.code in ("", "other-evidence") else (one.code, one.edition)
        first = kept.get(key)
        kept[key] = (
            one
            if first is None
            else replace(
                first,
                sections=tuple(dict.fromkeys(first.sections + one.sections)),
                pages=tuple(dict.fromkeys(first.pages + one.pages)),
                trouble=first.trouble + one.trouble,
            )
        )
    return iter(kept.values())

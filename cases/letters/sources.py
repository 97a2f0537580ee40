"""Cuts the free text of a citation into its sources: ODG, ACOEM, the MTUS and every other evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cases.letters.guideline_names import source_names
from cases.letters.mentions import DASH, Mention, find_odg_chapters
from cases.letters.words import Words

HEAD_NOISE_RE = re.compile(
    rf"""
    (?: [ ,;:./()\[\]{DASH}]
      | (?:odg|twc|wldi|work\ ?loss\ data\ institute|official\ disability\ guidelines?)\b
      | (?:occupational\ medicine\ )?(?:practice\ |treatment\ |clinical\ )?guidelines?\b
      | (?:integrated\ )?treatment(?:\ index|/disability\ duration|\ in\ workers.{{0,2}}\ comp(?:ensation)?)\b
      | (?:(?:\d+(?:st|nd|rd|th)|second|third)\ )?(?:annual\ )?(?:edition\b|ed\b\.?|edn\b)
      | (?:on-?line|internet|web)(?:[ -]based)?\b | (?:current|latest|updated?|version|accessed|revised|release|effective)\b
      | (?:chapters?|ch\.?|section)\ ?(?:\d{{1,2}}\b|(?=[ :])) | (?:the|for|on|of|in|under|from|see|per|regarding)\b
      | (?P<date>\d{{1,2}}[/-]\d{{1,2}}[/-]\d{{2,4}}) | (?P<year>(?:19|20)\d\d)(?![\d/-])
    )*
    """,
    re.VERBOSE,
)
MARKER_RE = re.compile(r"other medical treatment guidelines?(?: or medical evidence)?")
ODG_SITE_RE = re.compile(r"(?:https?://)?(?:www\.)?(?:odg|worklossdata|disabilityguidelines)\S*|https?://\S*odg\S*")
LOOSE_LEAD_RE = re.compile(r"(?:[ .,;:-]|\(?\d{1,2}[.)]|(?:chapters?|sections?)\b|the\b)*")
NAME_GLUE = " ,;:./()&-–—"  # noqa: RUF001
NUMBERED_RE = re.compile(r"(?:(?<=[ .;,])|^)\(?\d{1,2}[.)] ?(?=[a-z\"“])")
ACCESSED_RE = re.compile(r"[ ,.;(\[]*(?:last )?(?:accessed|retrieved|visited|updated)?(?: on)?[ :]*[\d/.-]*[\])]?")
JOINT_RE = re.compile(r"[ ,.;]*(?:and|or|&) ")
WEB = ("http", "www.")
BREAK_RE = re.compile(r"; ?|\. |(?:^| )(?:and|or|&) ")
CITED_ALONE_RE = re.compile(
    r"(?:up ?to ?date|medscape|e-?medicine|pub ?med|medline|web ?md|drugs\.com|rx ?list|epocrates|wikipedia|wheeless|mayo clinic"
    r"|ama guides|fda|u\.?s\.? food (?:and|&) drug administration|food (?:and|&) drug administration|cochrane|aetna|cigna|aanem|mcg|pdr|physicians?'? desk reference)"
)
NO_SOURCE_RE = re.compile(
    r"[\W\d]*(?:none|n/?a|not applicable|no (?:guidelines?|citations?|evidence)[a-z ,]*|clinical (?:judge?ment|experience)|(?:medical )?experience|unknown|same|see (?:below|above|rationale))?[\W\d]*"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher's part of a free text: `kind` is `mtus`, `odg`, `acoem`, `other`, or `nothing` where none is cited.

    The part is `[start, end)`; what stands behind the name begins at `head`.
    """

    kind: str
    start: int
    head: int
    end: int
    edition: int | None = None


def find_sources(words: Words, start: int, end: int) -> tuple[Source, ...]:
    """The sources of a free text in their order, each up to the next one."""
    found: list[Source] = []
    for hit in _hits(words.low, start, end):
        if found and (joined := _join(words.low, found[-1], hit)):
            found[-1] = joined
            continue
        begin = _begin(words.low, found[-1] if found else None, hit, start)
        if found:
            found[-1] = replace(found[-1], end=begin)
        found.append(replace(hit, start=begin, end=end))
    return tuple(found) or tuple(_loose(words, start, end))


def _hits(low: str, start: int, end: int) -> Iterator[Source]:
    """Every publisher's name with what belongs to the name (`head` is behind it)."""
    place = start
    while match := source_names().search(low, place, end):
        kind = str(match.lastgroup).replace("other_evidence", "other")
        kind = "odg" if kind == "other" and ODG_SITE_RE.match(match[0]) else kind
        noise = HEAD_NOISE_RE.match(low, match.end(), end)
        assert noise
        head = noise.end() if kind in ("odg", "acoem") else match.end()
        year = noise["year"] if kind in ("odg", "acoem") else None
        yield Source(kind, match.start(), head, match.end(), int(year) if year else None)
        place = head


def _join(low: str, last: Source, hit: Source) -> Source | None:
    """The last source and this name as one, where the name goes on with the same source."""
    between = low[last.head : hit.start]
    if MARKER_RE.fullmatch(low, last.start, last.head) and not between.strip(NAME_GLUE):
        return replace(hit, start=last.start) if hit.kind == "other" else hit
    if {last.kind, hit.kind} == {"mtus", "acoem"} and not between.strip(NAME_GLUE):
        return replace(last, kind="mtus", head=hit.head)
    if last.kind == hit.kind == "odg" and low.startswith(WEB, hit.start):
        return last
    if last.kind == hit.kind == "other" and not _is_another(low, last, hit):
        return replace(last, head=hit.head)
    return None


def _is_another(low: str, last: Source, hit: Source) -> bool:
    """Whether between two names of other evidence one work ends and the next begins."""
    between = low[last.head : hit.start]
    if MARKER_RE.match(low, hit.start) or ";" in between or NUMBERED_RE.search(between) or JOINT_RE.fullmatch(between):
        return True
    if low.startswith(WEB, max(last.start, low.rfind(" ", 0, last.head) + 1)):
        return bool(re.search("[a-z]", ACCESSED_RE.sub("", between, count=1))) or low.startswith(WEB, hit.start)
    alone = CITED_ALONE_RE.match(low, last.start) and CITED_ALONE_RE.match(low, hit.start)
    return bool(alone) and not between.strip(" ,;&")


def _begin(low: str, last: Source | None, hit: Source, start: int) -> int:
    """Where the source of this name begins: works of other evidence have their title before the publisher."""
    if last is None:
        return start if hit.kind == "other" else hit.start
    if hit.kind != "other" or MARKER_RE.match(low, hit.start):
        return hit.start
    floor = last.head
    if last.kind == "other":
        accessed = ACCESSED_RE.match(low, last.head, hit.start)
        floor = accessed.end() if accessed else floor
        return floor
    breaks = [match.end() for match in BREAK_RE.finditer(low, floor, hit.start)]
    return breaks[-1] if breaks else hit.start


def _loose(words: Words, start: int, end: int) -> Iterator[Source]:
    """Sources of a text that names no publisher: chapters of the ODG, or evidence of any kind."""
    numbered = [match.start() for match in NUMBERED_RE.finditer(words.low, start, end)]
    places = sorted({start, *numbered, end})
    for left, right in zip(places, places[1:], strict=False):
        if NO_SOURCE_RE.fullmatch(words.low, left, right):
            yield Source("nothing", left, left, right)
            continue
        lead = LOOSE_LEAD_RE.match(words.low, left, right)
        head = lead.end() if lead else left
        chapter = next(iter(find_odg_chapters(words, head, right)), None)
        is_odg = (
            chapter
            and chapter.start == head
            and (_stands_alone(words.low, chapter, right) or "chapter" in words.low[left:head])
        )
        yield Source("odg" if is_odg else "other", head, head, right)


def _stands_alone(low: str, chapter: Mention, end: int) -> bool:
    return chapter.end == end or low[chapter.end] in ",:(." or "chapter" in low[chapter.start : chapter.end]

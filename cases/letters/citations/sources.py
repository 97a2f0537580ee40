"""Cuts the free text of a citation into its sources: ODG, ACOEM, the MTUS and every other evidence."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from cases.letters.citations.guideline_names import END, YEAR, source_names
from cases.letters.citations.odg_chapters import find_odg_chapters
from cases.letters.words import Words, match_here

Kind = Literal["mtus", "odg", "acoem", "other", "nothing"]

_BEHIND_A_NAME = rf"""
    [ ,:./()\[\]–—-]
  | (?:occupational\ medicine\ )?(?:practice\ |treatment\ |clinical\ )?guidelines?\b
  | (?:(?:\d+(?:st|nd|rd|th)|second|third)\ )?(?:annual\ )?(?:edition\b|ed\b\.?|edn\b)
  | (?:on-?line|internet|web)(?:[ -]based)?\b
  | (?:current|latest|updated?|version|accessed|revised|release|effective)\b
  | (?:chapters?|ch\.?|section)\ ?(?:\d{{1,2}}\b|(?=[ :]))
  | (?:the|for|on|of|in|under|from|see|per|regarding)\b
  | \d{{1,2}}[/-]\d{{1,2}}[/-]\d{{2,4}}{END} | (?P<year>{YEAR})(?![\d/-])
"""
BEHIND_ACOEM_RE = re.compile(f"(?: {_BEHIND_A_NAME} )*", re.VERBOSE)
BEHIND_ODG_RE = re.compile(
    rf"""
    (?: {_BEHIND_A_NAME} | ;
      | (?:odg|twc|wldi|work\ ?loss\ data\ institute|official\ disability\ guidelines?)\b
      | (?:integrated\ )?treatment
        (?:\ index|/disability\ duration|\ in\ workers.{{0,2}}\ comp(?:ensation)?|(?=\ integr))\b
    )*
    """,
    re.VERBOSE,
)
BEHIND = {"odg": BEHIND_ODG_RE, "acoem": BEHIND_ACOEM_RE, "other": re.compile(""), "mtus": re.compile("")}
GROUP_KINDS: dict[str, Kind] = {"mtus": "mtus", "odg": "odg", "acoem": "acoem", "other_evidence": "other"}
NAME_GLUE = " ,;:./()&–—-"
WEB = ("http", "www.")
SITES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("odg", re.compile(r"(?:https?://)?(?:www\.)?(?:\S{0,30}odg|worklossdata|disabilityguidelines)\S*")),
    ("acoem", re.compile(r"(?:https?://)?(?:www\.)?\S{0,30}acoem\S*")),
)
MARKER_RE = re.compile(r"other medical treatment guidelines?(?: or medical evidence)?")
LEAD_CHAPTER_RE = re.compile(r"[^,;:.()]{0,60}\b(?:chapter|section)[ ,(–-]*(?:of|in|from|under|per)?(?: the)? ?$")
LOOSE_LEAD_RE = re.compile(r"(?:[ .,;:-]|\(?\d{1,2}[.)]|(?:chapters?|sections?|the)\b)*")
NUMBERED_RE = re.compile(r"(?:(?<=[ .;,])|^)\(?\d{1,2}[.)] ?(?=[a-z\"“])")
ACCESSED_RE = re.compile(r"[ ,.;(\[]*(?:last )?(?:accessed|retrieved|visited|updated)?(?: on)?[ :]*[\d/.-]*[\])]?")
JOINT_RE = re.compile(r"[ ,.;]*(?:and|or|&) ")
BREAK_RE = re.compile(r"; ?|\. |(?:^| )(?:and|or|&) ")
SITE_RE = re.compile(
    r"up ?to ?date|medscape|e-?medicine|pub ?med|medline|web ?md|drugs\.com|rx ?list|epocrates|wikipedia|wheeless|"
    r"mayo clinic|ama guides|fda|(?:u\.?s\.? )?food (?:and|&) drug administration|cochrane|aetna|cigna|aanem|mcg|pdr"
)
NO_SOURCE_RE = re.compile(
    r"(?:none|n/?a|not applicable|no (?:guidelines?|citations?|evidence)[a-z ,]*|unknown|same|"
    r"(?:clinical |medical )?(?:judge?ment|experience)|see (?:below|above|rationale))?"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher's part `[start, end)` of a free text; what is cited of it stands behind `head`.

    The kind `nothing` is a text that plainly names no source.
    """

    kind: Kind
    start: int
    head: int
    end: int
    edition: int | None = None


def find_sources(words: Words, start: int, end: int) -> tuple[Source, ...]:
    """The sources of a free text in their order, each up to the next one."""
    found: list[Source] = []
    for name in _names(words.low, start, end):
        joined = _join(words.low, found[-1], name) if found else None
        if joined:
            found[-1] = joined
            continue
        begin = _begin(words, found[-1] if found else None, name, start)
        if found:
            found[-1] = replace(found[-1], end=begin)
        before = name.kind == "odg" and begin < name.start
        found.append(replace(name, start=begin, head=begin if before else name.head))
    return tuple(found) or tuple(_unnamed(words, start, end))


def _names(low: str, start: int, end: int) -> Iterator[Source]:
    """Every publisher's name with what belongs to the name (`head` is behind it)."""
    place = start
    while match := source_names().search(low, place, end):
        kind: Kind = GROUP_KINDS[str(match.lastgroup)]
        if kind == "other":
            kind = next((owner for owner, site in SITES if site.match(match[0])), kind)
        behind = match_here(BEHIND[kind], low, match.end(), end)
        place = max(behind.end(), match.end())
        year = behind.groupdict().get("year")
        yield Source(kind, match.start(), place, end, int(year) if year else None)


def _join(low: str, last: Source, name: Source) -> Source | None:
    """The last source and this name as one, where the name goes on with the same source."""
    is_next = not low[last.head : name.start].strip(NAME_GLUE)
    if is_next and MARKER_RE.fullmatch(low, last.start, last.head):
        return replace(name, start=last.start) if name.kind == "other" else name
    if last.kind == name.kind == "mtus" or (is_next and {last.kind, name.kind} == {"mtus", "acoem"}):
        return replace(last, kind="mtus", head=name.head)
    if last.kind == name.kind == "odg" and is_next:
        return replace(last, head=name.head)
    if last.kind == name.kind and last.kind in ("odg", "acoem") and low.startswith(WEB, name.start):
        return last
    if last.kind == name.kind == "other" and not _is_another(low, last, name):
        return replace(last, head=name.head)
    return None


def _is_another(low: str, last: Source, name: Source) -> bool:
    """Whether between two names of other evidence one work ends and the next begins."""
    between = low[last.head : name.start]
    if MARKER_RE.match(low, name.start) or ";" in between or NUMBERED_RE.search(between) or JOINT_RE.fullmatch(between):
        return True
    is_behind_address = low.startswith(WEB, max(last.start, low.rfind(" ", 0, last.head) + 1))
    if is_behind_address or "accessed" in between:
        return low.startswith(WEB, name.start) or any(c.isalpha() for c in ACCESSED_RE.sub("", between, count=1))
    if low.startswith(":", name.head) and between.endswith((". ", ", ")):
        return True
    both_sites = SITE_RE.match(low, last.start) and SITE_RE.match(low, name.start)
    return bool(both_sites) and not between.strip(" ,&")


def _begin(words: Words, last: Source | None, name: Source, start: int) -> int:
    """Where the source of this name begins: other works have their title before it, the ODG sometimes a chapter."""
    low = words.low
    if last is None:
        before = name.kind == "other" or (name.kind == "odg" and LEAD_CHAPTER_RE.match(low, start, name.start))
        return start if before else name.start
    if name.kind != "other" or MARKER_RE.match(low, name.start):
        return name.start
    if last.kind == "other":
        return match_here(ACCESSED_RE, low, last.head, name.start).end()
    breaks = [match.end() for match in BREAK_RE.finditer(low, last.head, name.start)]
    return breaks[-1] if breaks else name.start


def _unnamed(words: Words, start: int, end: int) -> Iterator[Source]:
    """The sources of a text that names no publisher: chapters of the ODG, or evidence of any kind."""
    numbered = [match.start() for match in NUMBERED_RE.finditer(words.low, start, end)]
    for left, right in itertools.pairwise(sorted({start, *numbered, end})):
        head = match_here(LOOSE_LEAD_RE, words.low, left, right).end()
        if NO_SOURCE_RE.fullmatch(words.low[left:right].strip(" .,;:()-0123456789")):
            yield Source("nothing", left, left, right)
        elif _is_odg_chapter(words, left, head, right):
            yield Source("odg", head, head, right)
        else:
            yield Source("other", head, head, right)


def _is_odg_chapter(words: Words, left: int, head: int, right: int) -> bool:
    """Whether an entry begins with a chapter of the ODG: "Chapter: Neck", "Pain chapter", "Chronic pain, …"."""
    chapter = next(iter(find_odg_chapters(words, head, right)), None)
    if chapter is None or chapter.start != head:
        return False
    said = "chapter" in words.low[left:head] or "chapter" in words.low[head : chapter.end]
    return said or chapter.end == right or words.low[chapter.end] in ",:(."

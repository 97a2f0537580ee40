"""Finds where a citation names a guideline: MTUS chapters, and chapters of the ODG behind its name."""

import re
from dataclasses import dataclass

from cases.letters.guideline_names import (
    END,
    YEAR,
    chapter_numbers,
    code_of,
    mtus_names,
    odg_chapters,
    short_mtus_names,
)
from cases.letters.section_names import Place, is_section, known_end
from cases.letters.words import Words

DASH = "–—-"  # noqa: RUF001
GLUE_RE = re.compile(
    rf"""
    (?: [ ,;:./()\[\]{DASH}] | (?:and|the|of|from|in|for|to|as|by|their|its|per|see|under)\b
      | (?:current|updated?|revised|version|clinical|practice|medical|treatment)\b
      | (?:and\ )?(?:guidelines?|occupational\ medicine|topics?|chapters?(?!\ ?\d))\b
      | (?:2nd|second|3rd|third)\ ed(?:ition\b|\.|n\b|\b) | edition\b
      | (?P<year>{YEAR}){END}
    )*
    """,
    re.VERBOSE,
)
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z.]*"
EDITION = rf"[ ,:{DASH}]*\(?(?:(?:revised|version|edition|ed\.)[ ,:]*)?(?:{MONTH}[ ,]*(?:\d{{1,2}},?\ )?)?(?P<year>{YEAR}){END}(?![-/.]\d)\)?"
MTUS_TAIL_RE = re.compile(
    rf"(?: ?(?:medical )?(?:treatment )?guidelines?{END})?(?:{EDITION})?(?: guidelines?{END})?(?: chapters?{END})?"
)
ODG_TAIL_RE = re.compile(
    rf"""
    (?: [ ,{DASH}]* (?:
          (?P<chapter> chapters?\b | sections?\b(?!\ ?\(s\)) )
        | \(\ ?(?: [^()]{{0,60}}\b(?:acute|chronic|updated?|online|version|web|lumbar|thoracic|revised|edition|accessed|trauma)\b[^()]{{0,60}} | odg | {YEAR} | [\d/.\ -]+ ) \)
        | (?:last\ )?(?:updated|revised)[ :]*(?:on\ )?[\d/.-]+
        | (?:disorders?|complaints?|conditions?|guidelines?|procedures?\ summary|treatment\ index|online|web)\b(?!\ for\b)
        | (?:online|web)\ version
        | (?P<year>{YEAR}){END}(?![-/.]\d)
    ) )*
    """,
    re.VERBOSE,
)
SECTION_LABEL_RE = re.compile(r"sections? ?\(s\)|sections?:")
NOT_BEFORE_NAME_RE = re.compile(r"[a-z'’]$")  # noqa: RUF001
BEFORE_NAME = frozenset(
    "and the mtus acoem guidelines guideline medicine of in on for by under per from ca california edition ed treatment s or plus also with chapter chapters part".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A guideline named at `[start, end)` of the words; `sections` that the name itself says."""

    code: str
    start: int
    end: int
    edition: int | None = None
    sections: tuple[Place, ...] = ()


def find_mtus_mentions(words: Words, start: int, end: int) -> tuple[Mention, ...]:
    """Every guideline of the MTUS named in the words; `mtus` where only the schedule or ACOEM as a whole is."""
    found: list[Mention] = []
    place = start
    while match := mtus_names().search(words.low, place, end):
        place = match.end()
        if _may_start(words.low, match, start) and not (found and _is_listed(words.low, match, found[-1], end)):
            mention = _mtus_mention(words, match, end)
            place = mention.end
            found.append(mention)
    return tuple(_without_echoes(words.low, found))


def find_odg_chapters(words: Words, start: int, end: int) -> tuple[Mention, ...]:
    """Every chapter named in the words, which stand behind the name of the ODG (or instead of it)."""
    found: list[Mention] = []
    for match in odg_chapters().finditer(words.low, start, end):
        tail = ODG_TAIL_RE.match(words.low, match.end(), end)
        assert tail
        if match.start() >= (found[-1].end if found else start) and _is_chapter(words.low, match, tail, start, end):
            year = int(tail["year"]) if tail["year"] else None
            found.append(Mention(code_of(str(match.lastgroup)), match.start(), tail.end(), year))
    return tuple(found)


def _is_chapter(low: str, match: re.Match[str], tail: re.Match[str], start: int, end: int) -> bool:
    first = match.start() == start
    if tail["chapter"]:
        return True
    topic = known_end(low, match.start(), end, "odg-pain" if first else "odg")
    if first:
        return topic is None or topic <= tail.end()
    if not low[tail.end() : end].strip(" .") and is_section(low[start : match.start()].rstrip(), "odg"):
        return True
    separated = (
        low[match.start() - 1] in ",;:/.("
        or low[match.start() - 2] in ",;:/.()" + DASH
        or low.endswith(("and ", "& "), 0, match.start())
    )
    return separated and (
        tail.end() == end or low[tail.end()] in ",;:/.()" or low.startswith((" and ", " & ", " - "), tail.end())
    )


def _may_start(low: str, match: re.Match[str], start: int) -> bool:
    if match.lastgroup in ("mtus", "acoem", "number"):
        return True
    before = low[max(start, match.start() - 14) : match.start()].rstrip()
    return not NOT_BEFORE_NAME_RE.search(before) or before.split()[-1].strip("(,;:") in BEFORE_NAME


def _is_listed(low: str, match: re.Match[str], last: Mention, end: int) -> bool:
    """Whether a name is only a section in the list of the guideline before it."""
    if (
        SECTION_LABEL_RE.search(low, last.end, match.start()) is None
        or known_end(low, match.start(), end, last.code) is None
    ):
        return False
    tail = MTUS_TAIL_RE.match(low, match.end(), end)
    return not (tail and tail["year"])


def _mtus_mention(words: Words, match: re.Match[str], end: int) -> Mention:
    """The mention that starts with this name: "MTUS", "ACOEM", "Chapter 12" and a title make one together."""
    low, start = words.low, match.start()
    code, year = "mtus", None
    while True:
        group = str(match.lastgroup)
        code = _code(group, match[0], code)
        if group not in ("mtus", "acoem", "number"):
            return _named(words, start, match, code, year)
        glue = GLUE_RE.match(low, match.end(), end)
        assert glue
        year = int(glue["year"]) if glue["year"] else year
        following = mtus_names().match(low, glue.end(), end) or short_mtus_names().match(low, glue.end(), end)
        if following is None or _other_chapter(following, code):
            return _unnamed(low, start, match, code, year, end)
        match = following


def _code(group: str, written: str, code: str) -> str:
    if group == "number":
        return chapter_numbers().get(int(re.sub(r"\D", "", written)), code)
    return code if group in ("mtus", "acoem") else code_of(group)


def _other_chapter(following: re.Match[str], code: str) -> bool:
    """Whether a chapter number is already known and what follows is another chapter."""
    group = str(following.lastgroup)
    return code != "mtus" and group != "acoem" and group != "mtus" and _code(group, following[0], code) != code


def _named(words: Words, start: int, name: re.Match[str], code: str, year: int | None) -> Mention:
    tail = MTUS_TAIL_RE.match(words.low, name.end())
    assert tail
    part = name.start() + name[0].rfind(":") + 1
    part += len(words.low[part : name.end()]) - len(words.low[part : name.end()].lstrip())
    sections = ((part, name.end()),) if is_section(words.low[part : name.end()], code) else ()
    return Mention(code, start, tail.end(), int(tail["year"]) if tail["year"] else year, sections)


def _unnamed(low: str, start: int, last: re.Match[str], code: str, year: int | None, end: int) -> Mention:
    tail = GLUE_RE.match(low, last.end(), end)
    assert tail
    return Mention(code, start, max(last.end(), start + len(low[start : tail.end()].rstrip(" ,;:.(/-"))), year)


def _without_echoes(low: str, found: list[Mention]) -> list[Mention]:
    """Drops a bare "MTUS" beside a chapter that is named; "ACOEM" alone stays."""
    if all(mention.code == "mtus" for mention in found):
        return found[:1]
    return [m for m in found if m.code != "mtus" or "acoem" in low[m.start : m.end]]

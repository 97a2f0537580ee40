"""Finds where a citation names the MTUS: its chapters old and new, by title, by number, or as a whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cases.letters.citations.guideline_names import END, YEAR, chapter_numbers, code_of, mtus_names, short_mtus_names
from cases.letters.citations.section_names import Place, is_section, known_end
from cases.letters.words import Words, match_here

PUBLISHERS = ("mtus", "acoem")
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z.]*"
GLUE_RE = re.compile(
    rf"""
    (?: [ ,;:./()\[\]–—-]
      | (?:and|the|of|from|in|for|to|as|by|their|its|per|see|under|current|version)\b
      | (?:clinical|practice|medical|treatment|guidelines?|occupational\ medicine|topics?|chapters?(?!\ ?\d))\b
      | (?:2nd|second|3rd|third)\ ed(?:ition\b|\.|n\b|\b) | edition\b
      | (?:effective|revised|{MONTH})\b (?:\ \d{{1,2}},)? | 8\ c\.?c\.?r\b\.? | §
      | (?P<year>{YEAR}){END}
    )*
    """,
    re.VERBOSE,
)
EDITION = (
    r"[ ,:–—-]*\(?(?:(?:revised|effective|version|edition|ed\.)[ ,:]*)?"
    rf"(?:{MONTH}[ ,]*(?:\d{{1,2}},? )?)?"
    rf"(?P<year>{YEAR}){END}(?![-/.]\d)\)?"
)
TAIL_RE = re.compile(
    rf"(?: ?(?:medical )?(?:treatment )?guidelines?{END})?(?:{EDITION})?(?: guidelines?{END})?(?: chapters?{END})?"
)
LIST_LABEL_RE = re.compile(r"sections? ?\(s\)|sections?:")


@dataclass(frozen=True, slots=True)
class Mention:
    """A guideline named at `[start, end)` of the words; `sections` are those that the name itself says."""

    code: str
    start: int
    end: int
    edition: int | None = None
    sections: tuple[Place, ...] = ()


def find_mtus_mentions(words: Words, start: int, end: int) -> tuple[Mention, ...]:
    """Every guideline of the MTUS named in the words; `mtus` where only the schedule or ACOEM as a whole is."""
    found: list[Mention] = []
    for mention in _named(words, start, end):
        if found and _goes_on(words.low, found[-1], mention):
            found[-1] = _joined(found[-1], mention)
        else:
            found.append(mention)
    if all(mention.code == "mtus" for mention in found):
        return tuple(found[:1])
    return tuple(m for m in found if m.code != "mtus" or "acoem" in words.low[m.start : m.end])


def _named(words: Words, start: int, end: int) -> Iterator[Mention]:
    place, last = start, None
    while match := mtus_names().search(words.low, place, end):
        place = match.end()
        if last is None or not _is_listed(words.low, match, last, end):
            last = mention_at(words, match, end)
            place = last.end
            yield last


def _goes_on(low: str, last: Mention, mention: Mention) -> bool:
    """Whether the same chapter is only named again: "Neck and Upper Back Complaints, Chapter 8"."""
    same = last.code == mention.code and (last.edition is None or mention.edition is None)
    return same and GLUE_RE.fullmatch(low, last.end, mention.start) is not None


def _joined(last: Mention, mention: Mention) -> Mention:
    edition = last.edition or mention.edition
    return replace(last, end=mention.end, edition=edition, sections=last.sections + mention.sections)


def _is_listed(low: str, match: re.Match[str], last: Mention, end: int) -> bool:
    """Whether a name is only a section in the list of the guideline before it."""
    if known_end(low, match.start(), end, last.code) is None:
        return False
    labelled = LIST_LABEL_RE.search(low, last.end, match.start()) is not None
    return labelled and not match_here(TAIL_RE, low, match.end(), end)["year"]


def mention_at(words: Words, match: re.Match[str], end: int) -> Mention:
    """The mention that starts with this name: "MTUS", "ACOEM", "Chapter 12" and a title make one together."""
    start, year, code = match.start(), None, "mtus"
    while True:
        code = _code(code, match)
        if match.lastgroup not in (*PUBLISHERS, "number"):
            return _titled(words, start, match, (code, year))
        glue = match_here(GLUE_RE, words.low, match.end(), end)
        year = int(glue["year"]) if glue["year"] else year
        following = _continuation(words.low, glue, end, code)
        if following is None:
            stop = match.start() + len(words.low[match.start() : glue.end()].rstrip(" ,;:.(/-"))
            return Mention(code, start, max(match.end(), stop), year)
        match = following


def _continuation(low: str, glue: re.Match[str], end: int, code: str) -> re.Match[str] | None:
    """The name behind the glue, if it says more of the same guideline."""
    following = mtus_names().match(low, glue.end(), end) or short_mtus_names().match(low, glue.end(), end)
    if following is None or code == "mtus" or following.lastgroup in PUBLISHERS:
        return following
    another = following.lastgroup == "number" or ";" in glue[0] or " and " in glue[0]
    return None if another else following


def _code(code: str, match: re.Match[str]) -> str:
    group = str(match.lastgroup)
    if group in PUBLISHERS:
        return code
    if group == "number":
        return chapter_numbers().get(int(re.sub(r"\D", "", match[0])), code)
    title = code_of(group)
    is_revised = title.removesuffix("-disorders") == code.removesuffix("-complaints")  # "Chapter 10 Elbow Disorders"
    return code if is_revised else title


def _titled(words: Words, start: int, title: re.Match[str], known: tuple[str, int | None]) -> Mention:
    code, year = known
    tail = match_here(TAIL_RE, words.low, title.end(), len(words.low))
    part = title.end() - len(title[0].rpartition(":")[2].lstrip())
    sections = ((part, title.end()),) if is_section(words.low[part : title.end()], code) else ()
    return Mention(code, start, tail.end(), int(tail["year"]) if tail["year"] else year, sections)

"""Finds the chapters of the ODG in the words behind its name: context decides, for most are named like a body part."""

import re

from cases.letters.citations.guideline_names import END, YEAR, code_of, odg_chapters
from cases.letters.citations.mentions import Mention
from cases.letters.citations.section_names import is_section, known_end
from cases.letters.words import Words, match_here

ASIDE = "acute|chronic|updated?|online|version|web|lumbar|thoracic|revised|edition|accessed|trauma"
TAIL_RE = re.compile(
    rf"""
    (?: [ ,–—-]* (?:
          (?P<chapter> chapters?\b | sections?\b(?!\ ?\(s\)) )
        | \(\ ?(?: [^()]{{0,60}}\b(?:{ASIDE})\b[^()]{{0,60}} | odg | {YEAR} | [\d/.\ -]+ ) \)
        | (?:last\ )?(?:updated|revised)[ :]*(?:on\ )?[\d/.-]+
        | (?:disorders?|complaints?|conditions?|guidelines?|procedures?\ summary|treatment\ index)\b(?!\ for\b)
        | (?:online|web)(?:\ version)?\b
        | (?P<year>{YEAR}){END}(?![-/.]\d)
    ) )*
    """,
    re.VERBOSE,
)
BETWEEN_RE = re.compile(r"(?: (?:of|for|to|in|on)(?: the)?)? ?$")
JOINTS = ("and ", "& ", ", ", "; ", ": ", ". ", "- ", "– ", "/ ", "/", "(", ",", ";", ":")
ENDINGS = (",", ";", ":", ".", "/", "(", ")", " and ", " & ", " - ", " – ")


def find_odg_chapters(words: Words, start: int, end: int) -> tuple[Mention, ...]:
    """Every chapter named in `words.text[start:end]`, which stands behind the name of the ODG (or instead of it)."""
    found: list[Mention] = []
    place = start
    while match := odg_chapters().search(words.low, place, end):
        tail = match_here(TAIL_RE, words.low, match.end(), end)
        place = match.end()
        if tail["chapter"] or _is_chapter(words.low, match, tail.end(), (start, end)):
            year = int(tail["year"]) if tail["year"] else None
            found.append(Mention(code_of(str(match.lastgroup)), match.start(), tail.end(), year))
            place = tail.end()
    return tuple(found)


def _is_chapter(low: str, match: re.Match[str], stop: int, bounds: tuple[int, int]) -> bool:
    """Whether a name without the word "chapter" is one: it comes first, stands alone, or ends "MRI of the elbow"."""
    start, end = bounds
    if match.start() == start:
        topic = known_end(low, start, end, "odg-pain")
        return topic is None or topic <= stop
    if not low[stop:end].strip(" .") and is_section(BETWEEN_RE.sub("", low[start : match.start()]), "odg"):
        return True
    alone = stop == end or low.startswith(ENDINGS, stop)
    return alone and low.endswith(JOINTS, start, match.start())

"""Splits the section names of a citation: the longest known name first, for names contain every separator."""

import functools
import re
from collections.abc import Iterator, Mapping

from cases.letters.citations.guideline_names import knows_sections
from cases.letters.taxonomy import guidelines
from cases.letters.words import Words, lower

Place = tuple[int, int]

WORD_RE = re.compile(r"[a-z0-9]+(?:\.\d+)*")
LEAD_RE = re.compile(
    r"""
    (?: [ ,;:.–—/&|•*-]
      | (?:and|the|see|under|regarding|re|per|on|for|in|of|at|from)\b
      | (?:topics?|sections?\ ?(?:\(s\))?|chapters?|procedures?|subject|heading)(?=[ :]*:|\ on\b|\ for\b)
      | \(?\d\)\ | https?://\S+ | www\.\S+
    )+
    """,
    re.VERBOSE,
)
TRAIL_RE = re.compile(r"(?:[ ,;:.–—/&-]|\b(?:and|the|or|of|topics?|sections?|chapters?|from|for|to|in|see)\b)+$")
SPLIT_RE = re.compile(r"[();]|, | and | & |\. |\.$| / |/|,?\ (?:https?://|www\.)")
NOISE_RE = re.compile(
    r"""
    [\d\ .,:;/()\[\]%–-]+
    | (?:(?:which|that)\ (?:is|are|was|were)\ )? (?:a\ )?
        part\ of\ (?:the\ )? (?:california\ |ca\ )? mtus (?:\ guidelines?)?
    | \(? (?:(?:last|most)\ )? (?:updated?|revised|accessed|current|recent|dated|reviewed|effective|version|edition)
        \b [^a-z]* (?: (?:version|edition|update|accessed|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* [^a-z]*
        )* \)?
    | \(? (?:online|on-line|web|internet|electronic) (?:\ ?-?\ ?based)? (?:\ (?:version|edition))? \)?
    | (?:integrated\ )?treatment (?: \ index | /disability\ duration(?:\ guidelines?)? | \ guidelines?
        | \ in\ workers.{0,2}\ comp(?:ensation)? )? (?:\ \(?twc\)?)?
    | (?:the\ )? (?:(?:medical|practice|clinical|evidence[ -]based)\ )*
        (?:guidelines?|citations?|criteria|chapters?|sections?|topics?|pages?|recommendations?|states?|evidence|etc
        |procedures?(?:\ summar(?:y|ies))?)
    | (?:\d+(?:st|nd|rd|th)\ )? (?:annual\ )? ed(?:ition|\.)? | (?:tables?|figures?|algorithms?)\ [\d-]+
    | (?:title\ )?8,?\ (?:c\.?c\.?r\.?|california\ code\ of\ regulations)[^a-z]* | (?:sections?|§+)\ ?[\d.\ -]+
    | (?:states?|says?|notes?|recommends?|indicates?|suggests?|supports?|do|does|is|are|was|were|has|have)\b.*
    | (?:which|that|because)\b.*
    | official\ disability\ guidelines?(?:\ \(?odg\)?)? | none | n/?a | twc | odg | mtus | acoem
    | (?:acute\ (?:and|&)\ )?chronic | acute | llc | inc | tx | corpus\ christi | encinitas
    """,
    re.VERBOSE,
)
ASIDE_RE = re.compile(r" ?\((?:last )?(?:updated?|accessed|revised|online|web|acute (?:and|&) chronic)\b[^()]{0,60}\)$")
MOST_WORDS = 14
LONGEST = 250


@functools.cache
def known_sections(code: str) -> Mapping[str, tuple[str, ...]]:
    """The known section names of a guideline in lower case by their first word, longest first."""
    names = {lower(name) for g in knows_sections(guidelines()[code]) for name in (*g.sections, *g.aliases)}
    index: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        index.setdefault(_first_word(name, 0), []).append(name)
    return {word: tuple(found) for word, found in index.items()}


def find_sections(words: Words, start: int, end: int, code: str, *, labelled: bool = False) -> tuple[Place, ...]:
    """The section names of the guideline `code` in `words.text[start:end]`, which holds nothing else but noise.

    Behind the label "Section(s):" even a bare number is a section's name.
    """
    while end > start and words.low[end - 1] == " ":
        end -= 1
    found = _sections(words, start, end, code)
    return tuple(place for place, known in found if known or labelled or not _is_noise(words.low, place))


def is_section(low: str, code: str) -> bool:
    """Whether these words, in lower case, are a known section name of the guideline."""
    return low in known_sections(code).get(_first_word(low, 0), ())


def _sections(words: Words, start: int, end: int, code: str) -> Iterator[tuple[Place, bool]]:
    place = start
    while (place := _skip_lead(words.low, place, end)) < end:
        stop = known_end(words.low, place, end, code)
        if stop is not None:
            yield (place, stop), True
        else:
            stop = _unknown_end(words, place, end, code)
            yield _trimmed(words.low, place, stop), False
        place = stop


def _skip_lead(low: str, place: int, end: int) -> int:
    lead = LEAD_RE.match(low, place, end)
    return lead.end() if lead else place


def known_end(low: str, place: int, end: int, code: str) -> int | None:
    """Where the longest known section name that starts at `place` ends, if one does."""
    for name in known_sections(code).get(_first_word(low, place), ()):
        stop = place + len(name)
        if stop <= end and low.startswith(name, place) and _ends_name(low, stop, end):
            return stop
    return None


def _ends_name(low: str, stop: int, end: int) -> bool:
    if stop == end or low[stop] in ",;.":
        return True
    return low.startswith((" and ", " & ", " - ", " – ", "/ ", " /", ")"), stop)


def _first_word(low: str, place: int) -> str:
    match = WORD_RE.match(low, place)
    return match[0] if match else ""


def _unknown_end(words: Words, start: int, end: int, code: str) -> int:
    depth = 0
    for match in SPLIT_RE.finditer(words.low, start, end):
        mark = match[0]
        if mark == "(":
            depth += 1
        elif mark == ")":
            depth -= 1
        elif depth <= 0 and _splits(words, start, match, end, code):
            return match.start()
    return end


def _splits(words: Words, start: int, match: re.Match[str], end: int, code: str) -> bool:
    low, mark, stop = words.low, match[0], match.start()
    after = _skip_lead(low, match.end(), end)
    if mark in (";", ".") or mark.endswith(("://", "www.")):
        return True
    if after >= end:
        return False
    if mark == ". ":
        return not words.text[after].islower() and not low[max(start, stop - 12) : stop].replace(".", "").isdigit()
    if mark == ", ":
        return not words.text[after].islower() or known_end(low, after, end, code) is not None
    if mark in (" and ", " & "):
        return _joins_two_names(low, (start, stop), (after, end), code)
    return mark == " / " or low.endswith(("chapter", "section"), start, stop)


def _joins_two_names(low: str, left: Place, right: Place, code: str) -> bool:
    """Whether an "and" stands between two names: "Surgery for A & Surgery for B", or both are known."""
    if _first_word(low, left[0]) == _first_word(low, right[0]):
        return True
    known = left[1] - left[0] < LONGEST and is_section(low[left[0] : left[1]], code)
    return known and known_end(low, *right, code) is not None


def _is_noise(low: str, place: Place) -> bool:
    if not 0 < place[1] - place[0] < LONGEST:
        return True
    name = low[place[0] : place[1]]
    return name.count(" ") >= MOST_WORDS or NOISE_RE.fullmatch(name) is not None


def _trimmed(low: str, start: int, end: int) -> Place:
    trail = TRAIL_RE.search(low, max(start, end - 40), end)
    stop = trail.start() if trail else end
    aside = ASIDE_RE.search(low, start + 1, stop)
    stop = aside.start() if aside else stop
    if low.startswith("(", start) and low.find(")", start, stop) == stop - 1:
        return start + 1, stop - 1
    unbalanced = low.count("(", start, stop) < low.count(")", start, stop)
    return start, stop - (unbalanced and low[stop - 1] == ")")

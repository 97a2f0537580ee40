"""Reads how many sessions of a therapy a request asks for, and the words that say so.

The total as stated comes first ("8 sessions"), then frequency times duration
("2x/wk for 6 weeks" is 12), then a bare count ("#12", "QTY 8", "x 6"). Of a
range the most counts: "12-18 sessions" is 18, "2-3 times a week for 6 weeks"
is 18. Several totals add up, but not those that only explain one in brackets.
"""

import functools
import re
from collections.abc import Callable
from typing import NamedTuple

from cases.letters.model import Fact
from cases.letters.words import Words

UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
UNITS += "sixteen seventeen eighteen nineteen".split()
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
NUMBERS = {word: value for value, word in enumerate(UNITS, start=1)} | TENS | {"once": 1, "twice": 2, "thrice": 3}
# A month of treatment is four weeks: "2 times a week for 3 months" is 24.
DAYS = {"d": 1, "w": 7, "m": 28, "y": 364}
FAR = 60  # characters between a frequency and its duration: "2 times a week for the right knee and ankle for 6 weeks"

SPELT = rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(UNITS[:9])}))?|{'|'.join(reversed(UNITS))})\b"
# "12", "12.00", "twelve (12)", "12 (twelve)"; never part of a date, a dose, a vertebral level or a longer code.
ONE = rf"(?:\d{{1,3}}(?:\.0+)?(?!\d|\.\d|/\d)|{SPELT})(?:\s?\(\s?(?:\d{{1,3}}|{SPELT})\s?\))?"
RANGE = rf"(?>(?:{ONE}\s?(?:-|–|to|or)\s?)?{ONE})"
MOST = rf"(?<![a-wyz\d.$/])(?<!\d[-–]){RANGE}"
SESSION = r"(?:sessions?|visits?|treatments?|appointments?|ses{1,3}ions?|vists?|tx|txs|trx)\b"
TIMES = rf"(?:times?|x|×|days?|{SESSION})"
EACH = r"(?:per|a|an|each|every|in\sa|p/|/|x)"
PERIOD = r"(?:week(?:s|ly)?|wk(?:s|ly)?|w|month(?:s|ly)?|mos?|days?|daily|years?|yrs?)(?![a-wyz])"
# What may stand between a number and its "sessions": "8 additional one-hour physical therapy sessions".
LENGTH = r"(?:(?:one|two|\d{1,2})[\s-]?(?:hours?|hrs?|min\w*)[\s-])?"
BETWEEN = r"""(?: (?! (?:weeks?|wks?|months?|days?|hours?|hrs?|min\w*|times?|x|per|of|for|to|with|every)\b )
    [a-z][a-z'./&-]* [\s,]{1,3} ){0,9}"""
# What stands before a bare count, and what shows that a number is none.
COUNT = r"""(?: \# | \b(?: qty | quantity | quanity | number | no\. | total | additional | initial | trial | another
    | extra | remaining | times | for ) | (?<![a-z])x | × ) [\s:.\#=(]{0,3} (?: of\s )?"""
UNCOUNTED = r"""x times? days? weeks? wks? w months? mos? hours? hrs? min\w* mg mcg ml cc % percent units? levels? body
    areas? years? yrs? per / th st nd rd lbs? inch views? modalit\w* eval\w* re-?eval\w* weekly daily
    a\s(?:week|month|day) parts? regions? refills?""".split()
NO_COUNT = rf"(?! [\s-]? (?: {SESSION} | {' | '.join(UNCOUNTED)} ) (?![a-z]) )"
LEVELS = "level phase grade type stage digit toe finger cpt code tooth class".split()
NO_LEVEL = "".join(rf"(?<!{word}\s)" for word in LEVELS)

MARKS = rf"""
      (?P<rate>  # "2-3 times a week", "2x/wk", "2 visits/week"; "2 weekly"; "twice a week"; "every other week"
          (?P<often> {MOST} ) \s? (?: {TIMES} [\s,]{{0,3}} {EACH}? | {EACH} ) \s? (?P<each> {PERIOD} )
        | (?P<some> {MOST} ) \s {BETWEEN} {SESSION} \s? (?: of\s [a-z\s]{{1,30}}? )?
          (?P<some_each> (?: per | a | each | every | / ) \s? {PERIOD} | weekly | monthly )
        | (?P<seldom> {MOST} ) \s (?P<by> weekly | monthly | daily ) \b
        | \b (?P<word> once | twice | thrice ) \s? {EACH}? \s? (?P<word_each> {PERIOD} )
        | \b (?P<skipped> bi-? )? (?P<bare> weekly | monthly | daily )\b
        | \b (?P<other> every\sother | every\s(?:2|two) | every ) \s (?P<other_each> weeks? | months? | days? )\b
      )
    | (?P<total>  # "8 sessions", "12-18 additional physical therapy visits"
        (?P<sum> {MOST} ) [\s-]{{0,2}} {LENGTH} {BETWEEN} {SESSION} )
    | (?P<cross>  # "3x4", "2 x 6 weeks"
        (?P<times> {MOST} ) \s? (?:x|×|times?|by) \s? (?P<weeks> {RANGE} )
        (?! \s? (?: min | hour | hr | mg | cc | ml ) ) (?: [\s-]? (?P<cross_unit> {PERIOD} ) )? )
    | (?P<term>  # "6 weeks"
        (?P<long> {MOST} ) [\s-]? (?: more\s | additional\s | consecutive\s )? (?P<unit> {PERIOD} ) )
    | (?P<count>  # "#12", "QTY: 12", "x 6", "additional 8", "12x"
        {COUNT} (?P<counted> {MOST} ) {NO_COUNT} | (?P<again> {MOST} ) \s? (?: x | times )\b )
    | (?P<lone>  # "Physical therapy sessions, 12"
        {NO_LEVEL} (?!one\b) {MOST} {NO_COUNT} )
    | (?P<open> \( ) | (?P<close> \) )
    """
NUMBER_RE = re.compile(rf"\d{{1,3}}(?!\d)(?:\.0+)?|\b{SPELT}|once|twice|thrice")
STARTS_RE = re.compile(rf"\d|\b{SPELT}|\b(?:once|twice|weekly|monthly|daily|every)\b")
DATE_RE = re.compile(r"\d{1,2}([/-])\d{1,2}\1\d{2,4}")


class Mark(NamedTuple):
    """A number in a request: kind, place, number, in (or for) how many days, and inside how many brackets."""

    kind: str
    start: int
    end: int
    number: int
    days: int
    depth: int


def count_visits(words: Words, *, bare: bool = True) -> Fact[int] | None:
    """The number of sessions asked for, with the words that say so; `None` where not stated.

    Where it is not sure that the request is of sessions at all, `bare` numbers ("#12", "x 6") are better left out.
    """
    if not STARTS_RE.search(words.low):
        return None
    marks = find_marks(words.low)
    for rule in (_totals, _products, _counts, _lone) if bare else (_totals, _products):
        found = rule(marks)
        if found:
            span = words.span(found[0].start, max(mark.end for mark in found))
            return Fact(sum(mark.number for mark in found), span)
    return None


def says_sessions(words: Words) -> bool:
    """Whether a number of sessions or visits is stated in one of these words."""
    return any(mark.kind == "total" for mark in find_marks(words.low))


@functools.cache
def _marks_re() -> re.Pattern[str]:
    return re.compile(MARKS, re.VERBOSE)


def find_marks(low: str) -> list[Mark]:
    """All that counts something in a lower-case request."""
    marks: list[Mark] = []
    depth = 0
    for match in _marks_re().finditer(DATE_RE.sub(lambda date: "~" * len(date.group()), low)):
        kind = match.lastgroup or ""
        if kind in {"open", "close"}:
            depth = max(0, depth + (1 if kind == "open" else -1))
        else:
            number, days = READERS[kind](match)
            marks.append(Mark(kind, match.start(), match.end(), number, days, depth))
    return marks


def _number(words: str | None) -> int:
    """The last number of a range: "2-3" is 3, "twenty-four" is 24; "12 (twelve)" is 12."""
    found = NUMBER_RE.findall(words or "")
    return _value(found[-1]) if found else 1


def _value(word: str) -> int:
    if word[0].isdigit():
        return int(word.partition(".")[0])
    return sum(NUMBERS[part] for part in word.replace("-", " ").split())


def _rate(match: re.Match[str]) -> tuple[int, int]:
    some = (match["some_each"] or "").split(" ")[-1].strip("/")
    period = match["each"] or some or match["by"] or match["word_each"] or match["bare"] or match["other_each"]
    every = 2 if match["skipped"] or (match["other"] or "every") != "every" else 1
    return _number(match["often"] or match["some"] or match["seldom"] or match["word"]), DAYS[period[0]] * every


def _cross(match: re.Match[str]) -> tuple[int, int]:
    weeks = _number(match["weeks"]) * DAYS[(match["cross_unit"] or "w")[0]] // DAYS["w"]
    return _number(match["times"]) * max(weeks, 1), 0


def _term(match: re.Match[str]) -> tuple[int, int]:
    number = _number(match["long"])
    return number, number * DAYS[match["unit"][0]]


def _count(match: re.Match[str]) -> tuple[int, int]:
    number = _number(match["counted"] or match["again"])
    follows_a_rate = match.group().startswith(("x", "×", "times", "for"))
    return number, number * DAYS["w"] if follows_a_rate else 0


READERS: dict[str, Callable[[re.Match[str]], tuple[int, int]]] = {
    "rate": _rate,
    "total": lambda match: (_number(match["sum"]), 0),
    "cross": _cross,
    "term": _term,
    "count": _count,
    "lone": lambda match: (_number(match["lone"]), 0),
}


def _totals(marks: list[Mark]) -> list[Mark]:
    totals = _outermost([mark for mark in marks if mark.kind == "total"])
    # "1 session of massage 2x6": the one is no total.
    return totals if sum(mark.number for mark in totals) > 1 or not _products(marks) else []


def _products(marks: list[Mark]) -> list[Mark]:
    found = [mark for mark in marks if mark.kind == "cross"]
    for at, mark in enumerate(marks):
        if mark.kind == "rate":
            term = _duration(marks, at)
            if term:
                found.append(_product(mark, term))
    return sorted(_outermost(found), key=lambda mark: mark.start)


def _product(rate: Mark, term: Mark) -> Mark:
    number = max(1, round(rate.number * term.days / rate.days))
    return Mark("product", min(rate.start, term.start), max(rate.end, term.end), number, 0, rate.depth)


def _duration(marks: list[Mark], at: int) -> Mark | None:
    """The duration that belongs to the rate: the next mark, or the one before ("6 weeks, 2 times a week")."""
    rate = marks[at]
    after = marks[at + 1] if at + 1 < len(marks) else None
    if after and after.kind == "term" and after.start - rate.end <= FAR:
        return after
    if after and after.kind == "count" and after.days and after.start - rate.end <= 3:
        return after
    before = marks[at - 1] if at else None
    return before if before and before.kind == "term" and rate.start - before.end <= FAR else None


def _counts(marks: list[Mark]) -> list[Mark]:
    return _outermost([mark for mark in marks if mark.kind == "count"])[:1]


def _lone(marks: list[Mark]) -> list[Mark]:
    lone = [mark for mark in marks if mark.kind == "lone"]
    return lone if len(lone) == 1 else []


def _outermost(marks: list[Mark]) -> list[Mark]:
    """Without what only explains another mark: "12 sessions (6 visits for each knee)"."""
    depth = min((mark.depth for mark in marks), default=0)
    return [mark for mark in marks if mark.depth == depth]

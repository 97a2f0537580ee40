"""Dates that the summary states in words, of the injury and of the utilization review, beside those of the header."""

import datetime
import itertools
import re
from collections.abc import Iterator

from cases.letters.dates import DATE, is_spelled, parse_date
from cases.letters.header import NAMES, Header
from cases.letters.model import Fact, Problem, Span
from cases.letters.text import folded

DATE_RE = re.compile(rf"(?<![\d/-]){DATE}")
REACH = 110
"""Characters before a date in which the words stand that say whose date it is."""
FAR = 320
"""Characters behind a date up to which the words can stand that say so."""

MOST_DATES = 200
OPENING = 300
"""Characters of a summary in which the date of the injury is told."""
AROUND = 120
"""Characters before and behind the words "utilization review" in which its date is told."""

# Small words between what a date is of and the date itself.
LINKS = (
    r"(?:[\s,:(]|dated|date|of|on|is|was|from|in|at|about|approximately|a|the|work|that|which|occurr(?:ed|ing)"
    r"|reported|stated|listed|noted|as|to\sbe){0,20}"
)

# Each ends where the date begins.
INJURY_RE = re.compile(
    rf"""
    (?: \bdate\sof\s(?:the\s)?(?:industrial\s|work\s)?(?:injury|loss|accident)
      | \binjury\sdate
      | \bdoi\b
      | \b(?:industrial|occupational|work|related)[\s-](?:injury|injuries|accident|claim|incident)
      | \b(?:was|were|got)\sinjured
      | \b(?:sustained|suffered|incurred|report(?:ed|s))\s(?:[\w/-]+\s){{0,5}}(?:injury|injuries)
      | \b(?:injury|injuries|accident|incident)\s(?:that\s)?(?:occurred|of|on|from|dated)
      | \bclaim\sfrom
    )
    {LINKS}\Z
    """,
    re.VERBOSE,
)
INJURY_HINT_RE = re.compile(r"injur|doi|loss|accident|incident|claim")
REVIEW_RE = re.compile(
    rf"""
    (?: (?<!by\s)\b(?:utilization\sreview|ur)\b(?:\s?\((?:ur|utilization\sreview[\w\s]{{0,12}})\))?
        (?:\s(?:report|determination|decision|documentation|letter|form|notice|board|denial(?:/modification)?))?
        (?:,?\swith\sa\sdecision\sdate)?
        (?:\s(?:denied|non-?\s?certified|modified)\s(?:certification|the\srequest)?)?
      | \b(?:prior|previous|original|initial)\s(?:peer\s)?(?:review|determination|decision)
      | \b(?:previously|subsequently|was|been)\s(?:reviewed\sand\s)?(?:denied|non-?\s?certified|modified)
    )
    {LINKS}\Z
    """,
    re.VERBOSE,
)
REVIEW_HINT_RE = re.compile(r"review|ur\b|determination|decision|denied|certified|modified")
# Behind the date: "On 05/09/2014, Utilization Review (UR) denied", or
# "On 12-01-2016 the request for X was non-certified by utilization review".
REVIEWED_RE = re.compile(
    r"[,\s]{0,3}(?:the\s)?(?:(?:original\s)?(?:utilization\sreview|ur\b)"
    r"|request\sfor\s[^;]{1,300}?\s(?:was|were)\s(?:denied|non-?\s?certified|modified)\s"
    r"by\s(?:the\s)?(?:utilization\sreview|ur\b))"
)


def with_narrative_dates(header: Header, low: str, summary: Span) -> Header:
    """The header with the dates of injury and review that only the summary states; each is a problem.

    Where both state one, it is a problem that they differ.
    """
    missing = [name for name in ("injury_date", "ur_denial_date") if name not in header.facts]
    problems = list(_find_contradictions(header, low, summary))
    found = find_narrative_dates(low, summary) if missing else {}
    added = {name: found[name] for name in missing if name in found}
    for name, fact in added.items():
        message = f"The {NAMES[name]} stands only in the summary, in words."
        problems.append(Problem("date-from-narrative", message, fact.span))
    return Header(header.facts | added, (*header.problems, *problems)) if problems else header


def find_narrative_dates(low: str, span: Span) -> dict[str, Fact[datetime.date]]:
    """The first date of the injury and the first of the utilization review told in the summary at `span`."""
    found: dict[str, Fact[datetime.date]] = {}
    for name, fact in _told(low, span, span):
        found.setdefault(name, fact)
    return found


def _find_contradictions(header: Header, low: str, summary: Span) -> Iterator[Problem]:
    """Dates of the header that the summary states otherwise, where it tells of the injury and of the review."""
    places = {"injury_date": Span(summary.start, min(summary.end, summary.start + OPENING))}
    if (review := low.find("utilization review", *summary)) >= 0:
        places["ur_denial_date"] = Span(max(summary.start, review - AROUND), min(summary.end, review + AROUND))
    for name, place in places.items():
        stated = header.facts.get(name)
        words = low[slice(*place)]
        if stated is None or is_spelled(words, stated.value):
            continue
        told = [fact for whose, fact in _told(low, summary, place) if whose == name]
        if told and stated.value not in [fact.value for fact in told]:
            message = f"The {NAMES[name]} is {stated.value} in the header and {told[0].value} in the summary."
            yield Problem("dates-contradict", message, told[0].span)


def _told(low: str, summary: Span, place: Span) -> Iterator[tuple[str, Fact[datetime.date]]]:
    """Name and value of each date at a place of the summary whose name the words around it tell."""
    for match in itertools.islice(DATE_RE.finditer(low, *place), MOST_DATES):
        span = Span(*match.span())
        name = _whose(low, summary, span)
        day = parse_date(match.group())
        if name and day:
            yield name, Fact(day, span)


def _whose(low: str, span: Span, place: Span) -> str | None:
    """The fact that a date states, by the words right before and behind it."""
    before = folded(low[max(span.start, place.start - REACH) : place.start]) + " "
    if INJURY_HINT_RE.search(before) and INJURY_RE.search(before):
        return "injury_date"
    if REVIEW_HINT_RE.search(before) and REVIEW_RE.search(before):
        return "ur_denial_date"
    if before.endswith((" on ", ".on ")) and REVIEWED_RE.match(folded(low[place.end : place.end + FAR])):
        return "ur_denial_date"
    return None

"""Dates that the summary states in words where the header lacks them: of the injury and of the utilization review."""

import datetime
import itertools
import re

from cases.letters.dates import DATE, parse_date
from cases.letters.header import NAMES, Header
from cases.letters.model import Fact, Problem, Span
from cases.letters.text import folded

DATE_RE = re.compile(rf"(?<![\d/-]){DATE}")
REACH = 160
"""Characters before a date in which the words stand that say whose date it is."""

MOST_DATES = 200

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
# Behind the date: "On 05/09/2014, Utilization Review (UR) denied", or
# "On 12-01-2016 the request for X was non-certified by utilization review".
REVIEWED_RE = re.compile(
    r"[,\s]{0,3}(?:the\s)?(?:(?:original\s)?(?:utilization\sreview|ur\b)"
    r"|request\sfor\s[^;]{1,300}?\s(?:was|were)\s(?:denied|non-?\s?certified|modified)\s"
    r"by\s(?:the\s)?(?:utilization\sreview|ur\b))"
)


def with_narrative_dates(header: Header, low: str, summary: Span) -> Header:
    """The header with the dates of injury and review that only the summary states; each is a problem."""
    missing = [name for name in ("injury_date", "ur_denial_date") if name not in header.facts]
    found = find_narrative_dates(low, summary) if missing else {}
    added = {name: found[name] for name in missing if name in found}
    problems = (
        Problem("date-from-narrative", f"The {NAMES[name]} stands only in the summary, in words.", fact.span)
        for name, fact in added.items()
    )
    return Header({**header.facts, **added}, (*header.problems, *problems))


def find_narrative_dates(low: str, span: Span) -> dict[str, Fact[datetime.date]]:
    """The first date of the injury and the first of the utilization review told in the summary at `span`."""
    found: dict[str, Fact[datetime.date]] = {}
    for match in itertools.islice(DATE_RE.finditer(low, *span), MOST_DATES):
        name = _whose(low, span, Span(*match.span()))
        day = parse_date(match.group())
        if name and day:
            found.setdefault(name, Fact(day, Span(*match.span())))
    return found


def _whose(low: str, span: Span, place: Span) -> str | None:
    """The fact that a date states, by the words right before and behind it."""
    before = folded(low[max(span.start, place.start - REACH) : place.start]) + " "
    if INJURY_RE.search(before):
        return "injury_date"
    after = folded(low[place.end : place.end + 2 * REACH])
    if REVIEW_RE.search(before) or (before.endswith((" on ", ".on ")) and REVIEWED_RE.match(after)):
        return "ur_denial_date"
    return None

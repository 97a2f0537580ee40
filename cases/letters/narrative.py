"""Dates that the summary states in words where the header lacks them: of the injury and of the utilization review."""

import re
from collections.abc import Iterator

from cases.letters.dates import DATE, parse_date
from cases.letters.header import NAMES, Header
from cases.letters.model import Fact, Problem, Span

DATE_RE = re.compile(rf"(?<![\d/-]){DATE}")
REACH = 160
"""Characters before a date in which the words stand that say whose date it is."""

LINK = r"(?:\s|,|:|\(|dated|date|of|on|is|was|from|in|at|about|approximately|a|the|work|that|which|occurred|occurring|reported|stated|listed|noted|as|to be)"
LINKS = rf"{LINK}{{0,12}}"

# Each ends where the date begins.
INJURY_RE = re.compile(
    rf"""
    (?: \bdate\sof\s(?:the\s)?(?:industrial\s|work\s)?(?:injury|loss|accident)
      | \b(?:industrial|work|occupational|reported|original|initial)?[\s-]?(?:related\s)?injury\sdate
      | \bdoi\b
      | \b(?:industrial|occupational|work|work[\s-]related|industrial-work)[\s-](?:injury|injuries|accident|claim|incident)
      | \b(?:was|were|got)\sinjured
      | \b(?:sustained|suffered|incurred|reported|reports)\s(?:an?|the|his|her|multiple)?\s?(?:[\w/-]+\s){{0,4}}(?:injury|injuries)
      | \b(?:injury|injuries|accident|incident)\s(?:that\s)?(?:occurred|of|on|from|dated)
      | \bclaim\sfrom
    )
    {LINKS}\Z
    """,
    re.VERBOSE,
)
REVIEW_RE = re.compile(
    rf"""
    (?: \b(?:utilization\sreview|\bur\b)(?:\s?\((?:ur|utilization\sreview[\w\s]{{0,12}})\))?
        (?:\s(?:report|determination|decision|documentation|letter|form|denial|physician|notice|board))?
        (?:,?\swith\sa\sdecision\sdate)?
        (?:\s(?:denied|non-?\s?certified|modified)\s(?:certification|the\srequest)?)?
      | \b(?:prior|previous|original|initial)\s(?:peer\s)?(?:review|determination|decision)
      | \b(?:previously|subsequently|was|been)\s(?:reviewed\sand\s)?(?:denied|non-?\s?certified|modified)
    )
    {LINKS}\Z
    """,
    re.VERBOSE,
)
# "On 05/09/2014, Utilization Review (UR) denied", "On 12-01-2016 the request for X was non-certified by utilization review".
REVIEWED_RE = re.compile(
    r"[,\s]{0,3}(?:the\s)?(?:(?:original\s)?(?:utilization\sreview|ur\b)"
    r"|request\sfor\s[^;]{1,300}?\s(?:was|were)\s(?:denied|non-?\s?certified|modified)\sby\s(?:the\s)?(?:utilization\sreview|ur\b))"
)


def with_narrative_dates(header: Header, low: str, summary: Span) -> Header:
    """The header with the dates of injury and review that it lacks, where the summary states them; each is a problem."""
    missing = [name for name in ("injury_date", "ur_denial_date") if name not in header.facts]
    found = find_narrative_dates(low, summary) if missing else {}
    added = {name: found[name] for name in missing if name in found}
    problems = (
        Problem("date-from-narrative", f"The {NAMES[name]} stands only in the summary, in words.", fact.span)
        for name, fact in added.items()
    )
    return Header({**header.facts, **added}, (*header.problems, *problems))


def find_narrative_dates(low: str, span: Span) -> dict[str, Fact[object]]:
    """The first date of the injury and the first of the utilization review told in the summary at `span`."""
    found: dict[str, Fact[object]] = {}
    for place in _dates(low, span):
        name = _whose(low, span, place)
        day = parse_date(low[place.start : place.end])
        if name and day:
            found.setdefault(name, Fact(day, place))
    return found


def _dates(low: str, span: Span) -> Iterator[Span]:
    for match in DATE_RE.finditer(low, *span):
        yield Span(*match.span())


def _whose(low: str, span: Span, place: Span) -> str | None:
    start = max(span.start, place.start - REACH)
    before = " ".join(low[start : place.start].split()) + " "
    if INJURY_RE.search(before):
        return "injury_date"
    after = " ".join(low[place.end : place.end + 400].split())
    if REVIEW_RE.search(before) or (before.endswith((" on ", ".on ")) and REVIEWED_RE.match(after)):
        return "ur_denial_date"
    return None

"""A letter before it is written: who, when, what was asked for, how it was decided and why."""

import datetime
from dataclasses import dataclass
from random import Random
from typing import Literal

from benchmarks.corpus import mix
from benchmarks.corpus.chance import ranked
from benchmarks.corpus.citations import Field, Language, cite
from benchmarks.corpus.mix import Treatment
from benchmarks.corpus.narrative import Told, tell
from benchmarks.corpus.rationale import Rationale, explain
from benchmarks.corpus.requests import Asked, ask

Layout = Literal["determination", "prose", "page", "section", "review"]

MAIN_PARTS = ("lumbar-spine", "cervical-spine", "shoulder", "knee", "wrist", "ankle", "elbow", "hand", "hip", "foot")
FIRST_NUMBER = 1_000_000
"""Invented letters are numbered from here: above every number that was ever given to a real one."""

LANGUAGES: dict[Layout, Language] = {
    "determination": "determination",
    "prose": "prose",
    "page": "page",
    "section": "section",
    "review": "section",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One item."""

    asked: Asked
    outcome: str
    administrator: Field
    reviewer: Field
    rationale: Rationale


@dataclass(frozen=True, slots=True)
class Days:
    """The five dates of a letter, in the order in which they happen."""

    injury: datetime.date
    review: datetime.date
    received: datetime.date
    assigned: datetime.date
    decided: datetime.date


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a letter is about."""

    index: int
    layout: Layout
    case_number: str
    priority: str
    days: Days
    states: tuple[str, ...]
    specialties: tuple[str, ...]
    sex: str
    age: int | None
    summary: Told
    decisions: tuple[Decision, ...]


def plan(rng: Random, index: int) -> Plan:
    """The letter of an index, drawn from the mix of its year."""
    days = _days(rng)
    layout = _layout(rng, days.decided)
    decisions = _decisions(rng, days.decided, layout)
    sex = "male" if rng.random() < mix.share_of_men() else "female"
    age = None if rng.random() < mix.rate("no_age") else int(mix.curve("patient", "age").at(rng.random()))
    asked = [decision.asked.original or decision.asked.words for decision in decisions]
    return Plan(
        index=index,
        layout=layout,
        case_number=f"CM{days.received:%y}-{FIRST_NUMBER + index % (10_000_000 - FIRST_NUMBER):07}",
        priority="expedited" if rng.random() < mix.rate("expedited") else "standard",
        days=days,
        states=tuple(mix.choice("state").at(rng.random()).split(", ")),
        specialties=tuple(mix.choice("specialty").at(rng.random()).split(", ")),
        sex=sex,
        age=age,
        summary=tell(rng, sex, age, (days.injury, days.review), asked),
        decisions=decisions,
    )


def _days(rng: Random) -> Days:
    year = mix.years().at(rng.random())
    last = 89 if year == 2025 else 364
    decided = datetime.date(year, 1, 1) + datetime.timedelta(days=int(rng.random() * (last + 1)))
    assigned = _before(rng, decided, "decided" if year < 2018 else "decided_late")
    received = _before(rng, assigned, "assigned")
    review = _before(rng, received, "received")
    return Days(_before(rng, review, "injury"), review, received, assigned, decided)


def _before(rng: Random, day: datetime.date, gap: str) -> datetime.date:
    return day - datetime.timedelta(days=int(mix.curve("gap", gap).at(rng.random())))


def _layout(rng: Random, decided: datetime.date) -> Layout:
    """The layout of a letter by the day of its decision."""
    if decided < datetime.date(2013, 11, 1):
        return "determination"
    if decided < datetime.date(2014, 7, 1):
        return "prose"
    if decided.year in (2016, 2017) and rng.random() < mix.rate("review"):
        return "review"
    return "page" if decided < datetime.date(2016, 12, 1) else "section"


def _decisions(rng: Random, decided: datetime.date, layout: Layout) -> tuple[Decision, ...]:
    """The items of a letter; they lean the same way, and what goes with a surgery follows it."""
    count = 1 if layout == "review" else mix.numbers_of_items().at(rng.random())
    part, leaning = ranked(MAIN_PARTS, rng.random()), rng.random()
    found: list[Decision] = []
    surgery: str | None = None
    for _ in range(count):
        if surgery and rng.random() < mix.among_items("ancillary"):
            treatment = mix.treatments(mix.ANCILLARY).at(rng.random())
            outcome = surgery if surgery == "upheld" or rng.random() < 0.6 else "upheld"
        else:
            treatment, outcome = _drawn(rng, decided.year, leaning)
        decision = _decision(rng, treatment, outcome, part, decided, layout)
        surgery = outcome if treatment.category == "surgery" else surgery
        part = decision.asked.part
        found.append(decision)
    return tuple(found)


def _drawn(rng: Random, year: int, leaning: float) -> tuple[Treatment, str]:
    category = mix.categories(year).at(rng.random())
    group = mix.classes(year).at(rng.random()) if category == mix.DRUGS else category
    treatment = mix.treatments(group).at(rng.random())
    is_together = rng.random() < mix.among_items("together")
    luck = leaning if is_together else rng.random()
    return treatment, "overturned" if luck < mix.overturn_rate(year, group) else "upheld"


def _decision(
    rng: Random, treatment: Treatment, outcome: str, part: str, decided: datetime.date, layout: Layout
) -> Decision:
    asked = ask(rng, treatment, part, with_partial=layout == "section")
    administrator, reviewer = cite(rng, asked, decided.year, LANGUAGES[layout])
    return Decision(asked, outcome, administrator, reviewer, explain(rng, asked, outcome, decided))

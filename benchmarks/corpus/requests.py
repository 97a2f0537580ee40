"""What is asked for, in words, with what the words say: treatment, body parts, visits."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from benchmarks.corpus import mix
from benchmarks.corpus.chance import ranked
from benchmarks.corpus.grammar import Phrase, capital
from benchmarks.corpus.mix import Treatment
from benchmarks.corpus.tables import table

NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
SIDES = ("right", "left", "bilateral", "right", "left")
COURSES = ((2, 6), (2, 4), (3, 4), (2, 3), (1, 6), (2, 6), (3, 6), (1, 4), (2, 8), (3, 2), (1, 8), (2, 5))
AMOUNTS = (60, 90, 30, 120, 60, 90, 100, 180, 45, 240)
REFILLS = ("1 refill", "2 refills", "3 refills", "one refill", "5 refills")
SCHEDULES = (
    "{times} times a week for {weeks} weeks",
    "{times}x/week for {weeks} weeks",
    "{times} times per week for {weeks} weeks",
    "{times} times per week x {weeks} weeks",
    "{word} times weekly for {weeks} weeks",
    "{times}x per week x {weeks} weeks",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request in words. `part` is the part of the body it is about, `authorized` what was approved of `original`."""

    treatment: Treatment
    words: str
    body_parts: tuple[str, ...] = ()
    part: str = ""
    visits: int | None = None
    is_retrospective: bool = False
    original: str | None = None
    authorized: str | None = None

    @property
    def is_partial(self) -> bool:
        """Whether a part of what was asked for had been approved before."""
        return self.authorized is not None


def ask(rng: Random, treatment: Treatment, part: str, *, with_partial: bool) -> Asked:
    """A request for a treatment; `part` is what the letter is mostly about."""
    wording = ranked(treatment.wordings, rng.random())
    part, values, total = _values(rng, treatment, wording, part)
    words = wording.filled(values)
    names_part = "part" in wording.names or "Part" in wording.names
    own = next((codes for start, codes in treatment.named.items() if words.startswith(start)), treatment.body_parts)
    asked = Asked(treatment, words, tuple(table("parts")["part"][part]["codes"]) if names_part else own, part, total)
    number = _number(wording)
    if with_partial and number and rng.random() < mix.rate("partial"):
        return _partial(rng, asked, wording, values, number)
    return _as_written(rng, asked)


def _partial(rng: Random, asked: Asked, wording: Phrase, values: Mapping[str, str], slot: str) -> Asked:
    """What is left of a request of which a number was approved; sometimes all of it is decided."""
    total = asked.visits or int(values["amount"])
    approved = max(1, ranked((total // 2, total * 2 // 3, total // 3), rng.random()))
    authorized = wording.filled({**values, slot: _counted(approved, slot, rng)})
    if rng.random() < mix.rate("partial_is_whole"):
        return replace(asked, authorized=authorized)
    left = total - approved
    rest = wording.filled({**values, slot: _counted(left, slot, rng)})
    return replace(
        asked, words=rest, visits=left if asked.visits else None, original=asked.words, authorized=authorized
    )


def _as_written(rng: Random, asked: Asked) -> Asked:
    """The request with the prefixes, capitals and slips of whoever typed it."""
    luck = rng.random()
    if luck < mix.rate("retrospective"):
        day = datetime.date(2012, 1, 1) + datetime.timedelta(days=int(rng.random() * 4000))
        words = f"Retrospective request for {asked.words} (DOS: {day:%m/%d/%Y})"
        return replace(asked, words=words, is_retrospective=True)
    luck -= mix.rate("retrospective")
    if luck < mix.rate("capitals"):
        return replace(asked, words=asked.words.upper())
    if luck - mix.rate("capitals") < mix.rate("typo"):
        right, wrong = ranked(tuple(table("forms")["typos"].items()), rng.random())
        return replace(asked, words=asked.words.replace(right, wrong))
    if asked.treatment.category == mix.ANCILLARY and rng.random() < mix.rate("associated"):
        return replace(asked, words=f"Associated surgical service: {asked.words}")
    return asked


def _values(rng: Random, treatment: Treatment, wording: Phrase, part: str) -> tuple[str, dict[str, str], int | None]:
    """The part of the body, the words for each slot, and the number of visits asked for."""
    if treatment.parts and (part not in treatment.parts or rng.random() < 0.3):
        part = ranked(treatment.parts, rng.random())
    values: dict[str, str] = {}
    total = None
    times, weeks = ranked(COURSES, rng.random())
    for name in wording.names:
        slot = name.lower()
        if slot == "part":
            values[name] = _named_part(rng, treatment, part)
        elif slot == "drug":
            values[name] = ranked(treatment.drugs, rng.random())
        elif slot == "amount":
            values[name] = str(ranked(AMOUNTS, rng.random()))
        elif slot == "refills":
            values[name] = ranked(REFILLS, rng.random())
        else:
            total = times * weeks
            values[name] = _schedule(rng, times, weeks) if slot == "schedule" else _counted(total, slot, rng)
        if name != slot:
            values[name] = capital(values[name])
    return part, values, total


def _named_part(rng: Random, treatment: Treatment, part: str) -> str:
    row = table("parts")["part"][part]
    name = str(ranked(row["names"], rng.random()))
    if row.get("sided") and not treatment.is_unsided:
        return f"{ranked(SIDES, rng.random())} {name}"
    return name


def _schedule(rng: Random, times: int, weeks: int) -> str:
    form = ranked(SCHEDULES, rng.random())
    if times < 2:
        return f"once a week for {weeks} weeks"
    return form.format(times=times, weeks=weeks, word=NUMBERS[times])


def _number(wording: Phrase) -> str | None:
    """The slot that holds the number of what is asked for."""
    return next((name for name in wording.names if name in ("amount", "count", "Count", "number")), None)


def _counted(number: int, slot: str, rng: Random) -> str:
    """A number as digits, as a word, or as both; tablets are counted in digits."""
    if slot.lower() != "count" or number >= len(NUMBERS):
        return str(number)
    word = NUMBERS[number]
    form = ranked((str(number), word, f"{word} ({number})"), rng.random())
    return capital(form) if slot == "Count" else form

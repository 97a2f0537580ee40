"""Why an item was decided as it was: sentences that give the reasons meant, among others that give none."""

import datetime
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks.corpus import mix
from benchmarks.corpus.chance import Choice, ranked
from benchmarks.corpus.grammar import Grammar, Phrase, grammar, phrase, rare_word
from benchmarks.corpus.mix import Treatment
from benchmarks.corpus.requests import Asked
from benchmarks.corpus.tables import table

Codes = tuple[str, ...]

NUMBERS_OF_REASONS = Choice.of([(1, 35), (2, 45), (3, 20)])
GENERAL = 0.35
"""How much of what gives no reason is about guidelines."""

TWINS = 6
"""How many rationales of a treatment and outcome are used again and again."""

DAY_OF_TWINS = datetime.date(2015, 6, 1)
DOCTORS = ("treating physician", "provider", "requesting physician", "treating provider")
PATIENTS = ("the patient", "the injured worker", "the claimant", "the applicant")


@dataclass(frozen=True, slots=True)
class Rationale:
    """The words and the reasons that they give."""

    text: str
    reasons: tuple[str, ...]


def explain(rng: Random, asked: Asked, outcome: str, decided: datetime.date) -> Rationale:
    """The rationale of an item; some stand word for word in other letters too."""
    if asked.treatment.kind == mix.ANCILLARY:
        return _of_service(rng, outcome)
    if rng.random() < mix.rate("twin"):
        return _twin(asked.treatment, outcome, int(rng.random() ** 2 * TWINS))
    return _explain(rng, asked, outcome, decided)


def _of_service(rng: Random, outcome: str) -> Rationale:
    """What is said of a service that goes with a surgery is always the same."""
    [(codes, sentence)] = _drawn(rng, mix.ANCILLARY, outcome)
    return Rationale(sentence.form, codes)


@functools.lru_cache(maxsize=2048)
def _twin(treatment: Treatment, outcome: str, number: int) -> Rationale:
    """A rationale that speaks of the request without naming it; the same for every seed."""
    rng = Random(f"{treatment.code}/{treatment.category}/{outcome}/{number}")
    return _explain(rng, Asked(treatment, "the treatment requested"), outcome, DAY_OF_TWINS)


def _explain(rng: Random, asked: Asked, outcome: str, decided: datetime.date) -> Rationale:
    given = _given(rng, asked, decided)
    length = mix.curve("length", "rationale").at(rng.random())
    closing = _sentences().say(outcome, rng.random, given)
    words = closing.count(" ") + 1
    told: list[str] = []
    codes: list[str] = []
    for reason, sentence in _drawn(rng, asked.treatment.kind, outcome):
        if words < length or not told:
            told.append(_sentences().fill(sentence, rng.random, given))
            codes += reason
            words += told[-1].count(" ") + 1
    text = " ".join([*_filler(rng, given, length - words), *told, closing])
    return Rationale(text, tuple(dict.fromkeys(codes)))


def _filler(rng: Random, given: Mapping[str, str], words: float) -> list[str]:
    """Sentences of about as many words in all: first of guidelines, then of the case."""
    general: list[str] = []
    own: list[str] = []
    while words > 6:
        is_general = rng.random() < GENERAL
        sentence = _sentences().say("guideline" if is_general else "case", rng.random, given)
        (general if is_general else own).append(sentence)
        words -= sentence.count(" ") + 1
    return general + own


def _drawn(rng: Random, kind: str, outcome: str) -> list[tuple[Codes, Phrase]]:
    """Up to three different reasons that fit, each with a sentence and what else it says."""
    choice = _reasons(kind, outcome)
    found: dict[str, tuple[Codes, Phrase]] = {}
    for _ in range(NUMBERS_OF_REASONS.at(rng.random())):
        code, sentences = choice.at(rng.random())
        found.setdefault(code, ranked(sentences, rng.random()))
    return list(found.values())


@functools.cache
def _reasons(kind: str, outcome: str) -> Choice[tuple[str, tuple[tuple[Codes, Phrase], ...]]]:
    """The reasons for a kind of treatment, each with the sentences that fit it."""
    rows = [
        row
        for row in table("reasons")["reason"]
        if row["outcome"] == outcome and kind in row.get("kinds", (kind,)) and _fits(kind, row)
    ]
    return Choice.of(((row["code"], _sentences_of(kind, row)), row["weight"]) for row in rows)


def _sentences_of(kind: str, row: Mapping[str, Any]) -> tuple[tuple[Codes, Phrase], ...]:
    also, places = row.get("also", {}), row.get("only", {}).get(kind, range(len(row["sentences"])))
    return tuple(
        ((row["code"], also[str(place)]) if str(place) in also else (row["code"],), phrase(row["sentences"][place]))
        for place in places
    )


def _fits(kind: str, row: Mapping[str, Any]) -> bool:
    """What goes with a surgery has reasons of its own."""
    return (kind == mix.ANCILLARY) == (row.get("kinds") == [mix.ANCILLARY])


@functools.cache
def _sentences() -> Grammar:
    talk, closing = table("reasons")["talk"], table("reasons")["closing"]
    return grammar({**talk, **closing})


def _given(rng: Random, asked: Asked, decided: datetime.date) -> dict[str, str]:
    draw: Callable[[], float] = rng.random
    patient, doctor = ranked(PATIENTS, draw()), ranked(DOCTORS, draw())
    called = table("reasons")["called"].get(asked.treatment.code, "this treatment")
    day = decided - datetime.timedelta(days=30 + int(draw() * 200))
    return {
        "request": asked.words,
        "treatment": called,
        "patient": patient,
        "doctor": f"the {doctor}",
        "date": f"{day.month}/{day.day}/{day.year}",
        "number": str(2 + int(draw() * 9)),
        "pages": str(10 + int(draw() * 300)),
        "rare": rare_word(draw()),
    }

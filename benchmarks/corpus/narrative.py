"""The clinical case summary: how a case is told, up to the utilization review."""

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.corpus import mix
from benchmarks.corpus.chance import ranked
from benchmarks.corpus.grammar import Grammar, grammar, rare_word
from benchmarks.corpus.tables import table

SUBJECTS = ("The patient", "The injured worker", "The claimant", "The applicant")
DATE_FORMS = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y")
LONGEST_LIST = 3


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a summary, and whether they state the date of the utilization review."""

    text: str
    states_review: bool


def tell(
    rng: Random, sex: str, age: int | None, days: tuple[datetime.date, datetime.date], asked: Sequence[str]
) -> Told:
    """A summary of a patient; `days` are those of the injury and of the utilization review."""
    draw = rng.random
    subject, form = ranked(SUBJECTS, draw()), ranked(DATE_FORMS, draw())
    given = {
        "sex": sex,
        "age": str(age),
        "subject": subject.lower(),
        "Subject": subject,
        "he": "he" if sex == "male" else "she",
        "his": "his" if sex == "male" else "her",
        "injured": days[0].strftime(form),
        "denied": days[1].strftime(form),
        "requests": "; ".join(asked[:LONGEST_LIST]),
    }
    opener = _grammar().say("opener" if age else "opener_without_age", draw, given)
    states_review = draw() < 0.9
    review = _grammar().say("reviewed" if states_review else "reviewed_undated", draw, given)
    words = mix.curve("length", "summary").at(draw()) - len(opener.split()) - len(review.split())
    sentences, since = [opener], (days[1] - days[0]).days
    while words > 6:
        day = (days[1] - datetime.timedelta(days=int(draw() * since))).strftime(form)
        given |= {"date": day, "number": str(1 + int(draw() * 10)), "rare": rare_word(draw())}
        sentence = _grammar().say("told", draw, given)
        sentences.append(sentence)
        words -= sentence.count(" ") + 1
    return Told(" ".join([*sentences, review]), states_review)


@functools.cache
def _grammar() -> Grammar:
    return grammar(table("narrative"))

"""Letters by seed and index: each made on its own, so that ranges can be made side by side."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import NamedTuple

from benchmarks.corpus import mix
from benchmarks.corpus.layouts import FORMATS, Written, write
from benchmarks.corpus.plan import Decision, Plan, plan
from benchmarks.corpus.truth import TrueItem, Truth
from benchmarks.corpus.typeset import glue, typeset


class Made(NamedTuple):
    """A letter as extracted text, and what it was made from."""

    text: str
    truth: Truth


def generate(seed: int, letters: int, *, start: int = 0) -> Iterator[Made]:
    """The letters of a seed from index `start` on, one at a time; the same for any range that holds them."""
    return (make_letter(seed, index) for index in range(start, start + letters))


def make_letter(seed: int, index: int) -> Made:
    """The letter of an index."""
    rng = Random(f"{seed}/{index}")
    made = plan(rng, index)
    if rng.random() < mix.rate("glued" if made.days.decided.year < 2016 else "glued_late"):
        made = replace(made, summary=replace(made.summary, text=glue(rng, made.summary.text)))
    written = write(rng, made)
    return Made(typeset(rng, written.paragraphs), _truth(seed, made, written))


def _truth(seed: int, made: Plan, written: Written) -> Truth:
    has_header, days = written.has_header, made.days
    has_assigned = has_header and made.layout in ("page", "section")
    return Truth(
        name=f"letter-{seed}-{made.index:07}",
        format=FORMATS[made.layout],
        year=days.decided.year,
        case_number=made.case_number if has_header else None,
        priority=made.priority if has_header and made.layout != "determination" else None,
        received_date=days.received if has_header else None,
        assigned_date=days.assigned if has_assigned else None,
        decision_date=days.decided if has_header else None,
        injury_date=days.injury,
        ur_denial_date=days.review if has_header or made.summary.states_review else None,
        states=made.states,
        specialties=tuple(map(mix.specialty_code, made.specialties)),
        age=made.age,
        sex=made.sex,
        summary=made.summary.text,
        items=tuple(_true_item(decision, written) for decision in made.decisions),
    )


def _true_item(decision: Decision, written: Written) -> TrueItem:
    asked, administrator, reviewer = decision.asked, decision.administrator, decision.reviewer
    is_stated = written.states_administrator
    return TrueItem(
        request=asked.words,
        original_request=asked.original,
        authorized=asked.authorized,
        outcome=decision.outcome,
        treatment=asked.treatment.code,
        body_parts=asked.body_parts,
        visits=asked.visits,
        is_retrospective=asked.is_retrospective,
        administrator_basis=administrator.basis if is_stated else "none",
        reviewer_basis=reviewer.basis,
        administrator=administrator.citations if is_stated else (),
        reviewer=reviewer.citations,
        reasons=decision.rationale.reasons,
        rationale=decision.rationale.text,
    )

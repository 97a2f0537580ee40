"""Writes a planned letter in its layout: paragraphs in order, the lines of each as long as they come."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.corpus import mix
from benchmarks.corpus.citations import Field
from benchmarks.corpus.plan import Decision, Layout, Plan
from benchmarks.corpus.tables import table

FORMATS: Mapping[Layout, str] = {
    "determination": "maximus-2013",
    "prose": "maximus-2013-b",
    "page": "maximus-2014",
    "section": "maximus-2016",
    "review": "professional-review",
}
EXPERT, PHYSICIAN = "expert reviewer", "physician reviewer"


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in paragraphs, and which facts it states."""

    paragraphs: list[str]
    has_header: bool
    states_administrator: bool = True


def write(rng: Random, plan: Plan) -> Written:
    """The letter of a plan."""
    return _WRITERS[plan.layout](rng, plan)


def _labelled(rng: Random, plan: Plan) -> Written:
    """From mid 2014 on: an outcome word behind each heading, then labelled fields."""
    is_late = plan.layout == "section"
    has_header = rng.random() >= mix.rate("no_header_late" if is_late else "no_header")
    header = "scrambled" if rng.random() < mix.rate("scrambled_header") else "plain"
    has_block = is_late or rng.random() < mix.rate("credentials_block")
    paragraphs = [
        *([_header(plan, header)] if has_header else ()),
        "HOW THE IMR FINAL DETERMINATION WAS MADE",
        _form("process", "plain") if has_block else _process(plan, EXPERT),
        *([_credentials(rng, plan)] if has_block else ()),
        "CLINICAL CASE SUMMARY",
        _form("lead", "summary").format(reviewer=EXPERT),
        plan.summary.text,
        "IMR ISSUES, DECISIONS AND RATIONALES",
        _form("lead", "issues"),
    ]
    for decision in plan.decisions:
        paragraphs += _item(rng, decision, "section" if is_late else "page")
    return Written(paragraphs, has_header)


def _item(rng: Random, decision: Decision, language: str) -> Iterator[str]:
    verb = " is" if language == "section" and not decision.asked.is_partial and rng.random() < mix.rate("verb") else ""
    colon = " :" if rng.random() < mix.rate("blank_before_colon") else ":"
    gap = "\n" if rng.random() < mix.rate("outcome_alone") else " " * (1 + (rng.random() < mix.rate("two_blanks")))
    yield f"{_heading(decision)}{verb}{colon}{gap}{decision.outcome.capitalize()}"
    yield f"Claims Administrator guideline: {_ground(decision.administrator, 'administrator', language)}"
    yield f"MAXIMUS guideline: {_ground(decision.reviewer, 'reviewer', language)}"
    yield f"Decision rationale: {decision.rationale.text}"


def _heading(decision: Decision) -> str:
    """The words before the outcome, with what was asked for and approved before."""
    asked = decision.asked
    if asked.authorized is None:
        return asked.words
    form = _form("partial", "whole" if asked.original is None else "remaining")
    return form.format(original=asked.original, authorized=asked.authorized, request=asked.words)


def _ground(field: Field, side: str, language: str) -> str:
    who = _form("side", side)
    free = f"Decision based on Non-MTUS Citation {_numbered(field.works)}." if field.works else ""
    if field.basis == "none":
        return _form("none", language).format(side=who)
    if not field.mtus:
        return _form("outside", language).format(side=who) + free
    return f"Decision based on {field.mtus}.  {free}".rstrip()


def _numbered(works: Sequence[str]) -> str:
    if len(works) == 1:
        return works[0]
    return ". ".join(f"({number}) {work}" for number, work in enumerate(works, 1))


def _credentials(rng: Random, plan: Plan) -> str:
    comma = "," if rng.random() < mix.rate("tight_comma") else ", "
    return (
        "The Expert Reviewer has the following credentials:\n"
        f"State(s) of Licensure: {comma.join(plan.states)}\n"
        f"Certification(s)/Specialty: {', '.join(_misspelt(rng, name) for name in plan.specialties)}"
    )


def _misspelt(rng: Random, specialty: str) -> str:
    """The name, or now and then a slip of it."""
    is_slip = rng.random() < mix.rate("misspelt_specialty")
    return mix.specialty_typos().get(specialty, specialty) if is_slip else specialty


def _with_cover(rng: Random, plan: Plan) -> Written:
    """From late 2013 to mid 2014: a cover, and numbered decisions in sentences."""
    paragraphs = [
        _header(plan, "cover"),
        "HOW THE IMR FINAL DETERMINATION WAS MADE",
        _process(plan, PHYSICIAN),
        "DOCUMENTS REVIEWED",
        _form("lead", "documents"),
        "CLINICAL CASE SUMMARY",
        _form("lead", "summary").format(reviewer=PHYSICIAN),
        plan.summary.text,
        "IMR DECISION(S) AND RATIONALE(S)",
        _form("lead", "issues"),
    ]
    for position, decision in enumerate(plan.decisions, 1):
        paragraphs += [
            _decided(position, decision, "prose"),
            f"The Claims Administrator {_prose_ground(decision.administrator)}",
            f"The Physician Reviewer {_prose_ground(decision.reviewer)}",
            f"The Physician Reviewer's decision rationale:\n{decision.rationale.text}",
        ]
    return Written(paragraphs, has_header=True)


def _decided(position: int, decision: Decision, form: str) -> str:
    verdict = _form("verdict", decision.outcome)
    return _form("decision", form).format(position=position, request=decision.asked.words, verdict=verdict)


def _prose_ground(field: Field, *, is_marked: bool = False) -> str:
    """What a side based its decision on; 2013 marks what is part of the MTUS."""
    if field.basis == "none":
        return "did not cite any medical evidence for its decision."
    part, other = (", which is part of the MTUS", ", which is not part of the MTUS") if is_marked else ("", "")
    sources = [f"{field.mtus}{part}"] if field.mtus else []
    sources += [f"the {work}{other}" for work in field.works]
    joint = ", and " if is_marked else " and "
    return f"based its decision on {joint.join(sources)}."


def _determination(rng: Random, plan: Plan) -> Written:
    """2013: each decision in a sentence, twice, and a numbered part for each."""
    decisions = [_decided(position, decision, "determination") for position, decision in enumerate(plan.decisions, 1)]
    if rng.random() < mix.rate("glued_negation"):
        decisions = [decision.replace("not medically", "notmedically") for decision in decisions]
    paragraphs = [
        _header(plan, "notice"),
        *decisions,
        "INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE",
        _form("lead", "decisions"),
        *decisions,
        "Medical Qualifications of the Expert Reviewer:",
        _process(plan, PHYSICIAN),
        "Case Summary:",
        plan.summary.text,
        "Documents Reviewed for Determination:",
        _form("lead", "documents"),
    ]
    for position, decision in enumerate(plan.decisions, 1):
        paragraphs += _part(position, decision)
    return Written(paragraphs, has_header=True)


def _part(position: int, decision: Decision) -> Iterator[str]:
    yield f"{position}) Regarding the request for {decision.asked.words}:"
    yield "Medical Treatment Guidelines Relied Upon by the Expert Reviewer to Make His/Her Decision"
    yield f"The Claims Administrator {_prose_ground(decision.administrator, is_marked=True)}"
    if decision.reviewer == decision.administrator and decision.reviewer.basis != "none":
        yield _form("decision", "same")
    else:
        yield f"The Expert Reviewer {_prose_ground(decision.reviewer, is_marked=True)}"
    yield f"Rationale for the Decision:\n{decision.rationale.text}"


def _review(rng: Random, plan: Plan) -> Written:
    """The professional review: one issue, its outcome in the heading of the rationale."""
    decision = plan.decisions[0]
    necessity = "NOT MEDICALLY NECESSARY" if decision.outcome == "upheld" else "MEDICALLY NECESSARY"
    ground = decision.reviewer
    cited = ". ".join(filter(None, (ground.mtus, *ground.works))) or "No medical evidence was cited"
    paragraphs = [
        "MEDICAL PROFESSIONAL REVIEW",
        f"ISSUE AT DISPUTE: {decision.asked.words}",
        f"CASE SUMMARY: {plan.summary.text}",
        f"DOCUMENTS REVIEWED FOR DETERMINATION: {_form('lead', 'documents')}",
        f"MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY: {cited}.",
        f"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS {necessity}: {decision.rationale.text}",
        f"MEDICAL REVIEWER QUALIFICATIONS: {_board(plan, 'reviewer').strip()}",
    ]
    return Written(paragraphs, has_header=False, states_administrator=False)


def _process(plan: Plan, reviewer: str) -> str:
    return _form("process", "plain") + _board(plan, reviewer)


def _board(plan: Plan, reviewer: str) -> str:
    names = {"specialties": _listed(plan.specialties), "states": _listed(plan.states)}
    return _form("process", "board").format(reviewer=reviewer, **names)


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _header(plan: Plan, form: str) -> str:
    days = plan.days
    return _form("header", form).format(
        number=plan.case_number,
        assigned=f"{days.assigned:%m/%d/%Y}",
        injury=f"{days.injury:%m/%d/%Y}",
        decided=f"{days.decided:%m/%d/%Y}",
        review=f"{days.review:%m/%d/%Y}",
        received=f"{days.received:%m/%d/%Y}",
        priority=plan.priority.capitalize(),
        capitals=plan.priority.upper(),
    )


@functools.cache
def _form(group: str, name: str) -> str:
    return str(table("forms")[group][name])


_WRITERS: Mapping[Layout, Callable[[Random, Plan], Written]] = {
    "determination": _determination,
    "prose": _with_cover,
    "page": _labelled,
    "section": _labelled,
    "review": _review,
}

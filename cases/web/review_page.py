"""What the review page of a letter shows: its text, its facts and problems, its state, and the way on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.models import Case, Correction
from cases.models.roles import Role
from cases.review.fields import ITEM_FIELDS
from cases.review.history import Entry
from cases.review.queue import Chosen, Place, find_neighbours, find_place, parse_place
from cases.review.rows import Rows, load_rows
from cases.review.settled import IDENTITY
from cases.review.signing import version_of
from cases.review.states import lacks, others_of_its_number, steps_from
from cases.web.access import visitor_role
from cases.web.letter_text import Mark, find_marks, flowing, marked_text
from cases.web.review_form import SPARE, Sent, guideline_groups, parts_of, problem_mark
from cases.web.review_queue import query_of, read_chosen

MOST_FIELDS = 700
"""Fields that a form is planned for; boxes that are ticked come on top."""
FIELDS_OF_AN_ITEM = 3 * len(ITEM_FIELDS)
FIELDS_OF_A_CITATION = 6
CHANGED = "{who} changed this letter while you had it open. Your input is kept: look at both, then save again."


@dataclass(frozen=True, slots=True)
class Told:
    """One problem on the page: its mark in the form, its words, where it stands, and whether it may be accepted."""

    mark: str
    code: str
    message: str
    anchor: str
    line: int
    may_be_accepted: bool
    is_ticked: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """A form that could not be saved: what was typed, what was wrong (where, why), and what others did meanwhile."""

    sent: Sent
    reason: str
    ticked: frozenset[str]
    version: str
    errors: tuple[tuple[str, str], ...] = ()
    others: tuple[Entry, ...] = ()
    is_outdated: bool = False


def page_of(request: HttpRequest, case: Case, tried: Tried | None = None, *, status: int = 200) -> HttpResponse:
    chosen = read_chosen(request.GET)
    (rows,) = load_rows([case.pk])
    marks = find_marks(case)
    anchors = frozenset(mark.anchor for mark in marks)
    place = place_in_queue(request, chosen, case)
    made = list(Correction.objects.accepted().filter(case=case).select_related("author"))
    groups = _groups(rows)
    shown = _group(groups, asked_item(request))
    context = {
        "case": case,
        "groups": [(each[0], each[-1], each == shown) for each in groups] if len(groups) > 1 else [],
        # Who has not been told of another's change is still to be told of it.
        "version": tried.version if tried and not tried.is_outdated else version_of(case.pk),
        "text": marked_text(flowing(case.text), marks),
        "parts": parts_of(rows, anchors, made, shown=shown, sent=tried.sent if tried else None, others=_others(tried)),
        "problems": _problems(case, marks, tried),
        "guidelines": guideline_groups(),
        "tried": tried,
        "reason": tried.reason if tried else "",
        "changed": _changed(tried),
        "query": query_of(chosen, at=str(place) if place else "", item=asked_item(request)),
        "queue_query": query_of(chosen),
        "neighbours": find_neighbours(chosen, place),
        "may_open_original": not case.is_redacted or visitor_role(request) >= Role.ADMINISTRATOR,
        **_about_state(case, rows),
    }
    return render(request, "cases/review_letter.html", context, status=status)


def asked_item(request: HttpRequest) -> str:
    """The item that an address asks for, as it stands there; nothing where it is no number."""
    asked = request.GET.get("item", "")
    return asked if asked.isascii() and asked.isdecimal() and len(asked) < 5 else ""


def _groups(rows: Rows) -> list[range]:
    """The positions of the items whose forms go on one page: Django takes no more than a thousand fields at once."""
    groups = [range(1, 1)]
    fields = 0
    for position in sorted(rows.items):
        cited = len(rows.citations[position]) + SPARE
        fields += FIELDS_OF_AN_ITEM + FIELDS_OF_A_CITATION * cited
        if fields > MOST_FIELDS and len(groups[-1]):
            groups.append(range(position, position))
            fields = FIELDS_OF_AN_ITEM + FIELDS_OF_A_CITATION * cited
        groups[-1] = range(groups[-1].start, position + 1)
    return groups


def _group(groups: Sequence[range], item: str) -> range:
    """The group of the item that is asked for, else the first."""
    return next((group for group in groups if int(item or 1) in group), groups[0])


def _about_state(case: Case, rows: Rows) -> dict[str, Any]:
    steps = steps_from(case.status)
    return {
        "steps": steps,
        "publishing": next((step for step in steps if step.code in ("publish", "release")), None),
        "lacks": list(lacks(rows)),
        "versions": others_of_its_number(case),
    }


def _changed(tried: Tried | None) -> str:
    if tried is None or not tried.is_outdated:
        return ""
    return CHANGED.format(who=tried.others[0].who if tried.others else "Somebody")


def _others(tried: Tried | None) -> Mapping[str, str]:
    """By field what others have made of it since the form was shown."""
    if tried is None:
        return {}
    return {
        detail.key: f"{entry.who}: {detail.old} → {detail.new}"
        for entry in reversed(tried.others)
        for detail in entry.details
        if detail.key
    }


def _problems(case: Case, marks: Sequence[Mark], tried: Tried | None) -> list[Told]:
    places = {mark.anchor: mark for mark in marks}
    told = []
    for number, problem in enumerate(case.problems, start=1):
        anchor, mark = f"words-problem-{number}", problem_mark(problem)
        line = case.text.count("\n", 0, places[anchor].start) + 1 if anchor in places else 0
        ticked = tried is not None and mark in tried.ticked
        is_identity = problem["code"] == IDENTITY
        told.append(
            Told(mark, problem["code"], problem["message"], anchor if line else "", line, not is_identity, ticked)
        )
    return told


def place_in_queue(request: HttpRequest, chosen: Chosen, case: Case) -> Place | None:
    """Where the letter stands in the queue, or stood when the reviewer came to it."""
    return parse_place(request.GET.get("at", "")) or find_place(chosen, case)

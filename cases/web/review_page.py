"""What the review page of a letter shows: its text, its facts and problems, its state, and the way on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.models import Case, Correction
from cases.models.roles import Role
from cases.review.history import Entry
from cases.review.queue import Chosen, Place, find_neighbours, find_place, parse_place
from cases.review.rows import Rows, load_rows
from cases.review.settled import IDENTITY
from cases.review.signing import version_of
from cases.review.states import lacks, others_of_its_number, steps_from
from cases.web.access import visitor_role
from cases.web.letter_text import Mark, find_marks, flowing, marked_text
from cases.web.review_form import Sent, guideline_groups, parts_of, problem_mark
from cases.web.review_queue import query_of, read_chosen

ITEMS_AT_ONCE = 10
"""Items whose form is on one page: a form may have only so many fields."""
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
    shown = _group(asked_item(request), len(rows.items))
    context = {
        "case": case,
        "groups": _groups(shown, len(rows.items)),
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


def _group(item: str, items: int) -> range:
    """The positions of the items whose form is shown: those around the one that is asked for."""
    position = min(max(int(item or 1), 1), max(items, 1))
    first = position - (position - 1) % ITEMS_AT_ONCE
    return range(first, first + ITEMS_AT_ONCE)


def _groups(shown: range, items: int) -> list[tuple[int, int, bool]]:
    """First and last item of each group, and whether it is the one shown; none where all fit on a page."""
    starts = range(1, items + 1, ITEMS_AT_ONCE) if items > ITEMS_AT_ONCE else range(0)
    return [(start, min(start + ITEMS_AT_ONCE - 1, items), start == shown.start) for start in starts]


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

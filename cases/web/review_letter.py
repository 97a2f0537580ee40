"""The review page of a letter: its text beside its facts, corrections, its state, and the file as it came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.exports.record import whole_cases
from cases.models import Case, Correction
from cases.review.correct import correct
from cases.review.history import Entry, find_changes_since
from cases.review.queue import Chosen, Place, find_neighbours, find_place, parse_place
from cases.review.rows import Rows, load_rows
from cases.review.settled import IDENTITY
from cases.review.signing import Conflict, Refused, parse_version, version_of
from cases.review.states import lacks, others_of_its_number, steps_from, take_step
from cases.web.access import Role, open_to, visitor_role
from cases.web.letter_text import Mark, find_marks, flowing, marked_text
from cases.web.review_form import Sent, element_of, guideline_groups, parts_of, problem_mark, read_form
from cases.web.review_queue import query_of, read_chosen

ITEMS_AT_ONCE = 10
"""Items whose form is on one page: a form may have only so many fields."""
ADMINISTRATORS_ONLY = "Words were taken out of this letter: its file is for administrators."
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
    errors: tuple[tuple[str, str], ...] = ()
    others: tuple[Entry, ...] = ()


@open_to(Role.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows a letter for review; takes corrections, several at once, and publishes where that was asked for."""
    case = found_case(slug)
    if request.method != "POST":
        return _page(request, case)
    (rows,) = load_rows([case.pk])
    sent = read_form(request.POST, rows)
    ticked = frozenset(request.POST.getlist("accept"))
    reason = request.POST.get("reason", "")
    if sent.errors:
        return _page(
            request,
            case,
            Tried(sent, reason, ticked, tuple((element_of(key), said) for key, said in sent.errors.items())),
            status=422,
        )
    accepted = [problem for problem in case.problems if problem_mark(problem) in ticked]
    try:
        said = _save(request, case, sent, accepted=accepted, reason=reason)
    except Refused as error:
        return _page(request, case, Tried(sent, reason, ticked, (("", str(error)),)), status=422)
    except Conflict:
        since = find_changes_since(case, *parse_version(request.POST.get("version", "")))
        # Others may have changed what the errors of the form depend on.
        return _page(request, found_case(slug), Tried(sent, reason, ticked, (), tuple(since)), status=409)
    messages.success(request, f"{case.title}: {said}")
    return HttpResponseRedirect(_onward(request, case))


@open_to(Role.REVIEWER)
@require_POST
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes the state of a letter, with a reason."""
    case = found_case(slug)
    code, reason = request.POST.get("step", ""), request.POST.get("reason", "")
    try:
        now = take_step(case.pk, code, author=editor(request), reason=reason, version=request.POST.get("version", ""))
    except Refused as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(here(request, case))
    except Conflict:
        since = find_changes_since(case, *parse_version(request.POST.get("version", "")))
        messages.error(request, f"Nothing was done: {since[0].who if since else 'somebody'} changed this letter first.")
        return HttpResponseRedirect(here(request, case))
    messages.success(request, f"{now.title}: {now.get_status_display().lower()}.")
    return HttpResponseRedirect(here(request, now))


@open_to(Role.REVIEWER)
@require_safe
def original(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The file as it came, to be kept and not to be shown; of a redacted letter for administrators only."""
    case = found_case(slug)
    if case.is_redacted and visitor_role(request) < Role.ADMINISTRATOR:
        raise PermissionDenied(ADMINISTRATORS_ONLY)
    if not default_storage.exists(case.source.file):
        messages.error(request, "The file is not where it was kept; restore it from a backup.")
        return HttpResponseRedirect(here(request, case))
    return FileResponse(
        default_storage.open(case.source.file),
        as_attachment=True,
        filename=case.source.name,
        content_type="application/octet-stream",
        headers={"Cache-Control": "no-store"},
    )


def found_case(slug: str) -> Case:
    """A letter in any state, with all that a page shows of it."""
    return get_object_or_404(whole_cases(Case.objects.all()), slug=slug)


def editor(request: HttpRequest) -> User:
    """Who asks; the mark of the view lets nobody in who is not signed in."""
    assert isinstance(request.user, User)
    return request.user


def here(request: HttpRequest, case: Case) -> str:
    """The review page of a letter, in the part of the queue that the reviewer walks through."""
    place = request.GET.get("at", "")
    query = query_of(read_chosen(request.GET), at=place if parse_place(place) else "", item=_item(request))
    return f"{reverse('review-letter', args=[case.slug])}?{query}".rstrip("?")


def _save(request: HttpRequest, case: Case, sent: Sent, *, accepted: Sequence[dict[str, Any]], reason: str) -> str:
    """Makes the corrections, then publishes, all of it or nothing; returns what was done in words."""
    publishes, author = request.POST.get("then") in ("publish", "release"), editor(request)
    version: str | None = request.POST.get("version", "")
    done = []
    with transaction.atomic():
        if sent.changes or accepted or not publishes:
            made = correct(case.pk, sent.changes, author=author, reason=reason, version=version, accepted=accepted)
            done.append(f"{len(made)} correction{'' if len(made) == 1 else 's'} saved")
            version = None
        if publishes:
            take_step(case.pk, request.POST["then"], author=author, reason=reason, version=version)
            done.append("published")
    return f"{', '.join(done)}."


def _onward(request: HttpRequest, case: Case) -> str:
    """The next letter of the queue where that was asked for; else the same again."""
    chosen = read_chosen(request.GET)
    case.refresh_from_db(fields=["slug"])
    if request.POST.get("then") not in ("next", "publish", "release"):
        return here(request, case)
    neighbours = find_neighbours(chosen, _place(request, chosen, case))
    if neighbours.after is None or neighbours.after.pk == case.pk:
        return f"{reverse('review')}?{query_of(chosen)}".rstrip("?")
    return f"{reverse('review-letter', args=[neighbours.after.slug])}?{query_of(chosen)}".rstrip("?")


def _page(request: HttpRequest, case: Case, tried: Tried | None = None, *, status: int = 200) -> HttpResponse:
    chosen = read_chosen(request.GET)
    (rows,) = load_rows([case.pk])
    marks = find_marks(case)
    anchors = frozenset(mark.anchor for mark in marks)
    place = _place(request, chosen, case)
    made = list(Correction.objects.accepted().filter(case=case).select_related("author"))
    shown = _group(_item(request), len(rows.items))
    context = {
        "case": case,
        "groups": _groups(shown, len(rows.items)),
        "version": version_of(case.pk),
        "text": marked_text(flowing(case.text), marks),
        "parts": parts_of(rows, anchors, made, shown=shown, sent=tried.sent if tried else None, others=_others(tried)),
        "problems": _problems(case, marks, tried),
        "guidelines": guideline_groups(),
        "tried": tried,
        "reason": tried.reason if tried else "",
        "changed": CHANGED.format(who=tried.others[0].who) if tried and tried.others else "",
        "query": query_of(chosen, at=str(place) if place else "", item=_item(request)),
        "queue_query": query_of(chosen),
        "neighbours": find_neighbours(chosen, place),
        "may_open_original": not case.is_redacted or visitor_role(request) >= Role.ADMINISTRATOR,
        **_about_state(case, rows),
    }
    return render(request, "cases/review_letter.html", context, status=status)


def _item(request: HttpRequest) -> str:
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


def _place(request: HttpRequest, chosen: Chosen, case: Case) -> Place | None:
    """Where the letter stands in the queue, or stood when the reviewer came to it."""
    return parse_place(request.GET.get("at", "")) or find_place(chosen, case.pk)

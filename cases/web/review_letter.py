"""The review page of a letter: its text beside its facts, corrections, its state, and the file as it came."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.exports.record import whole_cases
from cases.models import Case
from cases.review.correct import correct
from cases.review.history import find_changes_since
from cases.review.queue import find_neighbours, parse_place
from cases.review.rows import load_rows
from cases.review.signing import Conflict, Refused, parse_version
from cases.review.states import take_step
from cases.web.access import Role, open_to, visitor_role
from cases.web.review_form import element_of, problem_mark, read_form
from cases.web.review_page import Tried, asked_item, page_of, place_in_queue
from cases.web.review_queue import query_of, read_chosen

PUBLISHING = ("publish", "release")
"""Steps that the form of corrections offers besides saving."""
ADMINISTRATORS_ONLY = "Words were taken out of this letter: its file is for administrators."


@open_to(Role.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows a letter for review; takes corrections, several at once, and publishes where that was asked for."""
    case = found_case(slug)
    if request.method != "POST":
        return page_of(request, case)
    (rows,) = load_rows([case.pk])
    sent = read_form(request.POST, rows)
    tried = Tried(
        sent,
        reason=request.POST.get("reason", ""),
        ticked=frozenset(request.POST.getlist("accept")),
        version=request.POST.get("version", ""),
        errors=tuple((element_of(key), said) for key, said in sent.errors.items()),
    )
    if tried.errors:
        return page_of(request, case, tried, status=422)
    try:
        said = _save(request, case, tried)
    except Refused as error:
        return page_of(request, case, replace(tried, errors=(("", str(error)),)), status=422)
    except Conflict:
        since = find_changes_since(case, *parse_version(tried.version))
        return page_of(request, found_case(slug), replace(tried, others=tuple(since), is_outdated=True), status=409)
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
    query = query_of(read_chosen(request.GET), at=place if parse_place(place) else "", item=asked_item(request))
    return f"{reverse('review-letter', args=[case.slug])}?{query}".rstrip("?")


def _save(request: HttpRequest, case: Case, tried: Tried) -> str:
    """Makes the corrections, then publishes, all of it or nothing; returns what was done in words."""
    then, author, reason = request.POST.get("then", ""), editor(request), tried.reason
    accepted = [problem for problem in case.problems if problem_mark(problem) in tried.ticked]
    changes = tried.sent.changes
    version: str | None = tried.version
    done = []
    with transaction.atomic():
        if changes or accepted or then not in PUBLISHING:
            made = correct(case.pk, changes, author=author, reason=reason, version=version, accepted=accepted)
            done.append(f"{len(made)} correction{'' if len(made) == 1 else 's'} saved")
            version = None
        if then in PUBLISHING:
            take_step(case.pk, then, author=author, reason=reason, version=version)
            done.append("published")
    return f"{', '.join(done)}."


def _onward(request: HttpRequest, case: Case) -> str:
    """The next letter of the queue where that was asked for; else the same again."""
    chosen = read_chosen(request.GET)
    case.refresh_from_db(fields=["slug"])
    if request.POST.get("then") not in ("next", *PUBLISHING):
        return here(request, case)
    neighbours = find_neighbours(chosen, place_in_queue(request, chosen, case))
    if neighbours.after is None or neighbours.after.pk == case.pk:
        return f"{reverse('review')}?{query_of(chosen)}".rstrip("?")
    return f"{reverse('review-letter', args=[neighbours.after.slug])}?{query_of(chosen)}".rstrip("?")

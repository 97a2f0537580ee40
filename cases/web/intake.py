"""The page of an intake: what became of each file, while the worker is at it and after."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from cases.ingest.limits import megabytes
from cases.ingest.progress import ENDS, Progress, progress_of
from cases.ingest.queue import has_worker, retry
from cases.models import Intake, IntakeFile
from cases.models.choices import Status
from cases.models.intake import RETRYABLE, UNFINISHED, State
from cases.web.access import Role, open_to, visitor_role

A_PAGE = 100
READABLE = (Status.PUBLISHED, Status.SUPERSEDED)
"""Letters that an uploader may read; the others are the reviewers' business."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One choice of what the page lists; `state` is empty for all files."""

    state: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One file and what became of it. `letters` are addresses and words for the letters that it led to."""

    file: IntakeFile
    label: str
    size: str
    letters: tuple[tuple[str, str], ...]
    note: str
    is_retryable: bool


@open_to(Role.UPLOADER)
@require_safe
def intake(request: HttpRequest, key: int) -> HttpResponse:
    """The whole page, or for a script that looks again only what may have changed."""
    shown = get_object_or_404(Intake.objects.select_related("received_by"), pk=key)
    (progress,) = progress_of([shown])
    state = request.GET.get("state", "")
    tabs = list(_tabs(progress, state))
    chosen = next((tab.state for tab in tabs if tab.is_chosen), "")
    page = _page(shown, chosen, request.GET.get("page"))
    context = {
        "intake": shown,
        "progress": progress,
        "tabs": tabs,
        "chosen": chosen,
        "page": page,
        "page_query": f"state={chosen}&" if chosen else "",
        "lines": [_line(file, is_reviewer=visitor_role(request) >= Role.REVIEWER) for file in page],
        "is_stalled": not progress.is_finished and not has_worker(),
        "failed": IntakeFile.objects.filter(intake=shown).retryable().count(),
    }
    in_place = getattr(request, "htmx", None)
    response = render(request, "cases/intake.html#files" if in_place else "cases/intake.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@open_to(Role.UPLOADER)
@require_POST
def retry_files(request: HttpRequest, key: int) -> HttpResponse:
    """Queues one failed file of the intake once more, or all of them."""
    shown = get_object_or_404(Intake, pk=key)
    files = IntakeFile.objects.filter(intake=shown)
    one = request.POST.get("file", "")
    retry(files.filter(pk=int(one)) if one.isdecimal() and len(one) < 19 else files)
    return redirect(shown)


def _tabs(progress: Progress, state: str) -> Iterator[Tab]:
    yield Tab("", "All", progress.total, is_chosen=state not in progress.counts)
    for each in (*UNFINISHED, *ENDS):
        if count := progress.counts.get(each, 0):
            yield Tab(each.value, each.label, count, is_chosen=state == each)


def _page(shown: Intake, state: str, number: str | None) -> Page[IntakeFile]:
    files = IntakeFile.objects.filter(intake=shown).select_related("case__supersedes", "archive").order_by("pk")
    if state:
        files = files.filter(state=state)
    return Paginator(files.defer("case__text", "case__summary_words"), A_PAGE).get_page(number)


def _line(file: IntakeFile, *, is_reviewer: bool) -> Line:
    label = State(file.state).label
    if file.case and file.state in (State.HELD, State.REVIEW) and file.case.status == Status.PUBLISHED:
        label = "Added after review"
    return Line(
        file,
        label,
        megabytes(file.size),
        tuple(_letters(file, is_reviewer=is_reviewer)),
        _note(file),
        _is_retryable(file),
    )


def _is_retryable(file: IntakeFile) -> bool:
    """As `IntakeFileQuerySet.retryable` finds them."""
    return bool(file.state in RETRYABLE and file.case is None and file.file)


def _letters(file: IntakeFile, *, is_reviewer: bool) -> Iterator[tuple[str, str]]:
    """Only what may be read now is linked; an older version leads those who are no reviewers to the newest."""
    case = file.case
    if case and case.status in READABLE:
        is_old = case.status == Status.SUPERSEDED
        yield case.get_absolute_url(), f"{case.title} (there is a newer version)" if is_old else case.title
    if case and case.status in (Status.HELD, Status.IN_REVIEW) and is_reviewer:
        yield reverse("review-letter", args=[case.slug]), f"Review {case.title}"
    if case and case.supersedes and file.state == State.UPDATED and is_reviewer:
        yield case.supersedes.get_absolute_url(), "The earlier version"


def _note(file: IntakeFile) -> str:
    case = file.case
    if file.members and file.state != State.FAILED:
        return f"{file.taken:,} of {file.members:,} files taken out"
    if case and file.state == State.UNCHANGED and case.status not in READABLE:
        return f"{file.reason} That letter is not shown: {case.get_status_display()}."
    return file.reason

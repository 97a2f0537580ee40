"""The page that takes words out of a letter: chosen, previewed, then gone."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases.ingest.redact import redact
from cases.letters.model import Span
from cases.letters.text import folded
from cases.models import Case
from cases.review.redaction import blacked, find_places, was_public
from cases.review.settled import IDENTITY
from cases.review.signing import Conflict, Refused, version_of
from cases.web.access import Role, open_to
from cases.web.letter_text import Mark, flowing, marked_text
from cases.web.review_form import problem_mark
from cases.web.review_letter import editor, found_case, here

CHANGED = "Nothing was taken out: somebody changed this letter since you opened it. Look at the preview again."

LOOK = "Look at the text, then release the letter."
WAS_PUBLIC = "As the letter has been public, have “manage.py reindex” run: until then search keeps its words."
LISTED = 50
"""Places of a preview that have a link of their own."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """Words that look as if they identify a person: kind, place, and whether they are to go."""

    mark: str
    message: str
    line: int
    is_chosen: bool


@open_to(Role.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def redact_letter(request: HttpRequest, slug: str) -> HttpResponse:
    """Chooses words, shows the letter without them, and takes them out when that is confirmed."""
    case = found_case(slug)
    spans, words = _asked(request, case)
    reason, error, status = request.POST.get("reason", ""), "", 200
    if request.method == "POST" and request.POST.get("then") == "redact":
        try:
            version = request.POST.get("version", "")
            redact(case.pk, spans, words, author=editor(request), reason=reason, version=version)
            messages.success(request, f"{case.title}: the words are gone. {WAS_PUBLIC if was_public(case) else LOOK}")
            return HttpResponseRedirect(here(request, case))
        except Refused as refused:
            error, status = str(refused), 422
        except Conflict:
            error, status = CHANGED, 409
            case = found_case(slug)
    places = find_places(case.text, spans, words)
    marks = _marks(places)
    if request.method == "POST" and not places and not error:
        error, status = "None of these words stands in the letter.", 422
    context = {
        "case": case,
        "back": here(request, case),
        "suspects": _suspects(case, spans, is_first=request.method != "POST"),
        "words": "\n".join(words),
        "reason": reason,
        "error": error,
        "places": len(places),
        "numbers": range(1, min(len(marks), LISTED) + 1),
        "version": version_of(case.pk),
        "preview": marked_text(flowing(blacked(case.text, places)), marks) if marks else "",
    }
    return render(request, "cases/review_redact.html", context, status=status)


def _asked(request: HttpRequest, case: Case) -> tuple[list[Span], list[str]]:
    marks = set(request.POST.getlist("suspect"))
    spans = [Span(*each["span"]) for each in case.problems if problem_mark(each) in marks]
    return spans, [line for line in map(folded, request.POST.get("words", "").replace("\0", "").splitlines()) if line]


def _suspects(case: Case, spans: list[Span], *, is_first: bool) -> list[Suspect]:
    return [
        Suspect(
            problem_mark(each),
            each["message"],
            case.text.count("\n", 0, each["span"][0]) + 1,
            is_first or Span(*each["span"]) in spans,
        )
        for each in case.problems
        if each["code"] == IDENTITY
    ]


def _marks(places: list[Span]) -> list[Mark]:
    marks: list[Mark] = []
    end = 0
    for start, stop in places:
        if stop > end:  # of places that overlap, what is not marked yet
            marks.append(Mark(max(start, end), stop, f"gone-{len(marks) + 1}"))
            end = stop
    return marks

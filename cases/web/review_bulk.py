"""The page that gives all items with the same unclassified request a treatment, in one go."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases.letters import taxonomy
from cases.review.bulk import MOST, TREATMENT, compared, find_items, find_mends, find_unclassified, mend, undo
from cases.review.fields import fields_by_name
from cases.review.kinds import Choice
from cases.review.signing import Refused
from cases.web.access import Role, open_to
from cases.web.review_letter import editor

SHOWN = 200
"""Items of a preview that are listed; all of them are counted."""


@open_to(Role.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def treatments(request: HttpRequest) -> HttpResponse:
    """Requests that no rule knows; one of them with its items and what they shall be."""
    words = request.POST.get("request", request.GET.get("request", "")).replace("\0", "")
    if not words:
        return _list(request)
    if request.method != "POST":
        return _preview(request, words)
    treatment, reason, seen = (request.POST.get(name, "") for name in ("treatment", "reason", "expected"))
    expected = int(seen) if seen.isdecimal() and len(seen) < 9 else -1
    try:
        mend(words, treatment, author=editor(request), reason=reason, expected=expected)
    except Refused as error:
        return _preview(request, words, str(error), status=422)
    label = taxonomy.treatments()[treatment].label
    messages.success(request, f"{expected:,} item{'' if expected == 1 else 's'}: {label}. It can be undone below.")
    return HttpResponseRedirect(reverse("review-treatments"))


@open_to(Role.REVIEWER)
@require_POST
def undo_mend(request: HttpRequest) -> HttpResponse:
    """Takes back what was done in one go."""
    try:
        batch = uuid.UUID(request.POST.get("batch", ""))
        n = undo(batch, author=editor(request), reason=request.POST.get("reason", ""))
        messages.success(request, f"{n:,} correction{'' if n == 1 else 's'} withdrawn.")
    except Refused as error:
        messages.error(request, str(error))
    except ValueError:
        messages.error(request, "There is nothing of that name to undo.")
    return HttpResponseRedirect(reverse("review-treatments"))


def _list(request: HttpRequest) -> HttpResponse:
    context = {"requests": find_unclassified(), "mends": find_mends()}
    return render(request, "cases/review_treatments.html", context)


def _preview(request: HttpRequest, words: str, error: str = "", *, status: int = 200) -> HttpResponse:
    items = find_items(words)
    kind = fields_by_name()[True, TREATMENT].kind
    assert isinstance(kind, Choice)
    context = {
        "words": compared(words),
        "items": items[:SHOWN],
        "count": items.count(),
        "most": MOST,
        "groups": [
            (name, [pair for pair in pairs if pair[0] != taxonomy.UNCLASSIFIED]) for name, pairs in kind.grouped()
        ],
        "chosen": request.POST.get("treatment", ""),
        "reason": request.POST.get("reason", ""),
        "error": error,
    }
    return render(request, "cases/review_mend.html", context, status=status)

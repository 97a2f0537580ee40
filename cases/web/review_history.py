"""The history page of a letter: who, when, old, new, why; and corrections taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.models import Correction
from cases.review.correct import withdraw
from cases.review.history import find_history
from cases.review.signing import Conflict, Refused, version_of
from cases.web.access import Role, open_to
from cases.web.review_letter import editor, found_case

CONFLICT = (
    "Nothing was done: somebody changed this letter since you opened this page. Look at what is new, then decide."
)


@open_to(Role.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that happened to a letter; a correction in force can be taken back here."""
    case = found_case(slug)
    if request.method == "POST":
        return _withdraw(request, slug)
    context = {"case": case, "entries": find_history(case), "version": version_of(case.pk)}
    return render(request, "cases/review_history.html", context)


def _withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    key, reason = request.POST.get("correction", ""), request.POST.get("reason", "")
    number = int(key) if key.isdecimal() and len(key) < 15 else 0
    made = Correction.objects.filter(case__slug=slug, pk=number).values_list("pk", flat=True).first()
    try:
        withdraw(made or 0, author=editor(request), reason=reason, version=request.POST.get("version", ""))
        messages.success(request, "The correction is withdrawn; what stood under it is in force again.")
    except Refused as error:
        messages.error(request, str(error))
    except Conflict:
        messages.error(request, CONFLICT)
    return HttpResponseRedirect(reverse("review-history", args=[slug]))

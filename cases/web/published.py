"""Which letter an address shows, and what it answers where there is none to show."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render

from cases.exports.record import whole_cases
from cases.models import Case
from cases.models.choices import Status
from cases.web.access import Role, visitor_role

NO_REASON = "No reason was given."
WITHDRAWN = "This letter was withdrawn: {reason}\n"

Gone = Callable[[HttpRequest, Case], HttpResponse]
"""The answer for a letter that was withdrawn, in the form of the address."""


def gone_page(request: HttpRequest, case: Case) -> HttpResponse:
    return render(request, "410.html", {"reason": case.withdrawn_reason or NO_REASON}, status=410)


def gone_json(request: HttpRequest, case: Case) -> HttpResponse:
    answer = {"slug": case.slug, "status": case.status, "withdrawn_reason": case.withdrawn_reason or NO_REASON}
    return JsonResponse(answer, status=410, json_dumps_params={"ensure_ascii": False})


def gone_text(request: HttpRequest, case: Case) -> HttpResponse:
    said = WITHDRAWN.format(reason=case.withdrawn_reason or NO_REASON)
    return HttpResponse(said, status=410, content_type="text/plain; charset=utf-8")


def of_letter(gone: Gone) -> Callable[[Callable[[HttpRequest, Case], HttpResponse]], Callable[..., HttpResponse]]:
    """Decorator: gives the view the published letter of an address.

    An older version leads to the newest, a withdrawn letter is gone for a reason, and of
    anything else nobody is told that it exists. Reviewers are shown older versions too.
    """

    def decorate(view: Callable[[HttpRequest, Case], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, slug: str) -> HttpResponse:
            if shown := whole_cases().filter(slug=slug).first():
                return view(request, shown)
            found = Case.objects.filter(slug=slug, status__in=(Status.WITHDRAWN, Status.SUPERSEDED)).first()
            if found is None:
                raise Http404
            if found.status == Status.WITHDRAWN:
                return gone(request, found)
            if visitor_role(request) >= Role.REVIEWER:
                return view(request, whole_cases(Case.objects.filter(pk=found.pk)).get())
            return _to_newest(request, found)

        return answer

    return decorate


def _to_newest(request: HttpRequest, older: Case) -> HttpResponse:
    """The same form of the version that stands for this one today; it is not for ever, as there may come another."""
    newest = older.newest()
    if newest.status not in (Status.PUBLISHED, Status.WITHDRAWN):
        raise Http404
    return HttpResponseRedirect(request.get_full_path().replace(f"/{older.slug}", f"/{newest.slug}", 1))

"""The upload page: letters and archives in, and what came in lately."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from cases.ingest.intake import Arrival, NotKept, receive
from cases.ingest.keeping import why_not_kept
from cases.ingest.limits import Limits, megabytes
from cases.ingest.progress import progress_of
from cases.models import Intake
from cases.models.intake import Via
from cases.web.access import Role, open_to
from cases.web.bodies import takes_bytes
from cases.web.upload_files import END, NotWhole, read_upload

A_PAGE = 20
CUT_OFF = "The upload ended before all of it had come: send it again."
NOTHING_CHOSEN = "No file was chosen: choose letters (.txt, .pdf) or archives of them (.zip)."


@open_to(Role.UPLOADER)
@takes_bytes(lambda: int(settings.UPLOAD_LARGEST))
@csrf_exempt  # of the middleware, which would read the files before we say where to; `_receive` checks instead
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The form and the intakes so far; a form that is sent leads to the page of its intake."""
    if request.method != "POST":
        return _form(request)
    with tempfile.TemporaryDirectory(prefix="imr-upload-") as folder:
        try:
            return _receive(request, read_upload(request, Path(folder), _limits()))
        except NotWhole as error:
            return _form(request, str(error), status=400)
        except (NotKept, OSError) as error:
            reason = str(error) if isinstance(error, NotKept) else why_not_kept(error)
            return _form(request, reason, status=507)


@csrf_protect
def _receive(request: HttpRequest, arrivals: list[Arrival]) -> HttpResponse:
    if END not in request.POST:
        return _form(request, CUT_OFF, status=400)
    if not arrivals:
        return _form(request, NOTHING_CHOSEN, status=400)
    by = request.user if request.user.is_authenticated else None
    return redirect(receive(arrivals, via=Via.UPLOAD, by=by, limits=_limits()))


def _form(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    page = Paginator(Intake.objects.select_related("received_by").order_by("-pk"), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "problem": problem,
        "page": page,
        "intakes": progress_of(page.object_list),
        "largest": settings.UPLOAD_LARGEST,
        "most": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "limits": [megabytes(settings.UPLOAD_LARGEST), megabytes(_limits().file)],
    }
    return render(request, "cases/upload.html", context, status=status)


def _limits() -> Limits:
    return Limits(**settings.LETTER_LIMITS)

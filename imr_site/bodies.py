"""Refuses requests that bring more than their address takes, before any of it is read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.ingest.limits import megabytes
from cases.web.bodies import largest_body


class Bodies:
    """Middleware, which must stand before all that reads the body, as the check of forms does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], named: Mapping[str, Any]
    ) -> HttpResponse | None:
        most, brought = largest_body(view), _length(request)
        if brought <= most:
            return None
        return render(request, "413.html", {"brought": megabytes(brought), "most": megabytes(most)}, status=413)


def _length(request: HttpRequest) -> int:
    """The length that the request states; without one Django reads no body."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0

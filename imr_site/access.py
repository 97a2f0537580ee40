"""Keeps everybody out of what is not open to them: every address of the site goes through here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect

from cases.api.answers import refused_without_account
from cases.web.access import Opening, Role, lacks_second_step, may_open, opening_of, visitor_role

API = "/api/"
FOR_OTHERS = "This page is for {roles}. You are signed in as {name}, {role}."
SECOND_STEP = "Your role asks for a second step when you sign in. Set one up, and your pages open."
WITH_ARTICLE = {
    Role.READER: "a reader",
    Role.UPLOADER: "an uploader",
    Role.REVIEWER: "a reviewer",
    Role.ADMINISTRATOR: "an administrator",
}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form that does not prove to be ours."""
    return render(request, "403_csrf.html", status=403)


class Access:
    """Middleware: lets a request through to its view only where the view's mark lets the visitor in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], named: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        opening = opening_of(view)
        return None if may_open(request, opening) else _refusal(request, opening)


def _refusal(request: HttpRequest, opening: Opening) -> HttpResponseBase:
    """Somebody unknown is asked to sign in, somebody known is told who may."""
    if not request.user.is_authenticated:
        return _ask_to_sign_in(request)
    if lacks_second_step(request):
        messages.warning(request, SECOND_STEP)
        return redirect("mfa_index")
    raise PermissionDenied(
        FOR_OTHERS.format(
            roles=" and ".join(f"{role.group}s" for role in Role if role >= opening.role),
            name=request.user.get_username(),
            role=WITH_ARTICLE[visitor_role(request)],
        )
    )


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page, which leads back here; a form that was sent is not sent again."""
    if request.path.startswith(API):
        return refused_without_account()
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    to_sign_in = redirect_to_login(back)
    # A script that puts answers into a page must not put the sign-in page into it.
    return HttpResponseClientRedirect(to_sign_in.url) if getattr(request, "htmx", None) else to_sign_in

"""How the API answers: JSON, and one shape for everything that goes wrong."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from cases.models.roles import Role, open_to
from cases.search.params import Notice

METHODS = ("GET", "HEAD")
NO_ACCOUNT = "This site is open to accounts only. Sign in at /account/sign-in/ and send the session cookie along."

Json = dict[str, Any]


class Refused(Exception):
    """A question that has no answer; the notices say what is wrong with which parameter."""

    def __init__(self, status: int, code: str, message: str, notices: Sequence[Notice] = ()) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.notices = status, code, message, notices


def answering(view: Callable[..., Json]) -> Callable[..., JsonResponse]:
    """The view for a function that gives the answer to a GET as an object, or raises Refused."""

    # Only reading is answered, so there is nothing to forge; and what else is tried is to be told so in JSON.
    @open_to(Role.READER)
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **named: str) -> JsonResponse:
        if request.method not in METHODS:
            return _refusal(Refused(405, "method-not-allowed", "The API can only be read: use GET."))
        try:
            return _json(view(request, **named))
        except Refused as refused:
            return _refusal(refused)
        except SuspiciousOperation as error:
            return _refusal(Refused(400, "bad-request", str(error)))

    return answer


def refused_without_account() -> JsonResponse:
    """What a program without an account is told where search is not public."""
    return _refusal(Refused(401, "no-account", NO_ACCOUNT))


def _json(answer: Json, status: int = 200) -> JsonResponse:
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})


def _refusal(refused: Refused) -> JsonResponse:
    notices = [{"code": notice.code, "message": notice.reason} for notice in refused.notices]
    response = _json({"error": {"code": refused.code, "message": refused.message, "notices": notices}}, refused.status)
    if refused.status == 405:
        response["Allow"] = ", ".join(METHODS)
    return response

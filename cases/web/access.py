"""Who somebody is that asks for a page, and where staff find their pages."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from cases.models.roles import STAFF, Opening, Role, open_to, opening_of, role_of

__all__ = [
    "STAFF_LINKS",
    "Opening",
    "Role",
    "StaffLink",
    "lacks_second_step",
    "may_open",
    "open_to",
    "opening_of",
    "visitor_role",
]


SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second step: recovery codes alone do not."""


@dataclass(frozen=True, slots=True)
class StaffLink:
    """A page of the staff: the name of its address, what the header calls it, and who is shown it."""

    name: str
    label: str
    role: Role


STAFF_LINKS: tuple[StaffLink, ...] = (
    StaffLink("upload", "Upload", Role.UPLOADER),
    StaffLink("review", "Review", Role.REVIEWER),
    StaffLink("accounts", "Accounts", Role.ADMINISTRATOR),
)
"""In the order of the header. One line a page, such as `StaffLink("upload", "Upload", Role.UPLOADER)`."""


def may_open(request: HttpRequest, opening: Opening) -> bool:
    """Whether who asks may open what is so marked; asks the database nothing where everybody may."""
    if not opening.has_account and opening.role <= (Role.READER if settings.SEARCH_PUBLIC else Role.ANYONE):
        return True
    return _is_signed_in(request) and visitor_role(request) >= opening.role


def visitor_role(request: HttpRequest) -> Role:
    """The role of who asks. Staff without a second step of signing in are readers where one is required of them."""
    return Role.READER if lacks_second_step(request) else _account_role(request)


def lacks_second_step(request: HttpRequest) -> bool:
    """Whether somebody of the staff has yet to set up the second step that is required of them."""
    if not settings.STAFF_MFA or _account_role(request) not in STAFF:
        return False
    known: dict[str, bool] = vars(request)
    if "lacks_second_step" not in known:
        known["lacks_second_step"] = not is_mfa_enabled(request.user, SECOND_STEPS)
    return known["lacks_second_step"]


def _account_role(request: HttpRequest) -> Role:
    """The role of the account that asks, looked up once a request."""
    known: dict[str, Role] = vars(request)
    if "account_role" not in known:
        known["account_role"] = role_of(request.user) if _is_signed_in(request) else Role.ANYONE
    return known["account_role"]


def visitor(request: HttpRequest) -> dict[str, Any]:
    """Context processor: who is signed in, None for nobody; and the pages of the staff that they may open."""
    if not _is_signed_in(request):
        return {"visitor": None, "staff_links": ()}
    role = visitor_role(request)
    links = [link for link in STAFF_LINKS if link.role <= role]
    return {"visitor": request.user, "account_role": _account_role(request), "staff_links": links}


def _is_signed_in(request: HttpRequest) -> bool:
    """Errors may be told before anybody has looked who asks."""
    return hasattr(request, "user") and request.user.is_authenticated

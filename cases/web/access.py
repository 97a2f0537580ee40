"""Who somebody is that asks for a page, and where staff find their pages."""

from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class StaffLink:
    """A page of the staff: the name of its address, what the header calls it, and who is shown it."""

    name: str
    label: str
    role: Role


STAFF_LINKS: tuple[StaffLink, ...] = (StaffLink("review", "Review", Role.REVIEWER),)
"""In the order of the header. One line a page, such as `StaffLink("upload", "Upload", Role.UPLOADER)`."""


def may_open(request: HttpRequest, opening: Opening) -> bool:
    """Whether who asks may open what is so marked; asks the database nothing where everybody may."""
    if not opening.has_account and opening.role <= (Role.READER if settings.SEARCH_PUBLIC else Role.ANYONE):
        return True
    return _is_signed_in(request) and visitor_role(request) >= opening.role


def visitor_role(request: HttpRequest) -> Role:
    """The role of who asks. Staff without a second step of signing in are readers where one is required of them."""
    known: dict[str, Role] = vars(request)
    if "visitor_role" not in known:
        role = role_of(request.user) if _is_signed_in(request) else Role.ANYONE
        known["visitor_role"] = Role.READER if role in STAFF and lacks_second_step(request) else role
    return known["visitor_role"]


def lacks_second_step(request: HttpRequest) -> bool:
    """Whether somebody of the staff has yet to set up the second step that is required of them."""
    return bool(
        settings.STAFF_MFA
        and _is_signed_in(request)
        and role_of(request.user) in STAFF
        and not is_mfa_enabled(request.user)
    )


def visitor(request: HttpRequest) -> dict[str, Any]:
    """Context processor: who is signed in, None for nobody; and the pages of the staff that they may open."""
    if not _is_signed_in(request):
        return {"visitor": None, "staff_links": ()}
    role = visitor_role(request)
    return {"visitor": request.user, "staff_links": [link for link in STAFF_LINKS if link.role <= role]}


def _is_signed_in(request: HttpRequest) -> bool:
    """Errors may be told before anybody has looked who asks."""
    return hasattr(request, "user") and request.user.is_authenticated

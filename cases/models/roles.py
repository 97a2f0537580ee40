"""Roles: who may do what, and the mark on a view that says whom it is open to."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User

View = TypeVar("View", bound=Callable[..., Any])


class Role(IntEnum):
    """What somebody may do; each may do all that the former may. Staff are those from the uploader on."""

    ANYONE = 0
    READER = 1
    UPLOADER = 2
    REVIEWER = 3
    ADMINISTRATOR = 4

    @property
    def group(self) -> str:
        """The name of the role: of its group in the database, where it has one, and in words."""
        return self.name.lower()


STAFF = (Role.UPLOADER, Role.REVIEWER, Role.ADMINISTRATOR)
"""The roles that are groups in the database; who has an account and none of them is a reader."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Whom an address is open to: `role` and those above it; with `has_account` only to who is signed in."""

    role: Role
    has_account: bool = False


CLOSED = Opening(Role.ADMINISTRATOR, has_account=True)
"""What holds of a view without a mark."""


def open_to(role: Role, *, has_account: bool = False) -> Callable[[View], View]:
    """Decorator: marks a view with whom it is open to; the site's access middleware keeps the others out.

    Where search is public, who is not signed in counts as a reader.
    """
    opening = Opening(role, has_account=has_account or role in STAFF)

    def mark(view: View) -> View:
        vars(view)["opening"] = opening
        return view

    return mark


def opening_of(view: Callable[..., Any]) -> Opening:
    """The mark of a view; one without is open to administrators only."""
    opening = getattr(view, "opening", CLOSED)
    assert isinstance(opening, Opening)
    return opening


def role_of(user: AbstractBaseUser | AnonymousUser) -> Role:
    """The role in which somebody comes; who has no account, or a closed one, has none."""
    return given_role(user) if isinstance(user, User) and user.is_active else Role.ANYONE


def given_role(user: User) -> Role:
    """The highest role of an account, by the groups it is in; a superuser is an administrator."""
    if user.is_superuser:
        return Role.ADMINISTRATOR
    names = {group.name for group in user.groups.all()}
    return max((role for role in STAFF if role.group in names), default=Role.READER)


def give_role(user: User, role: Role) -> None:
    """Makes this the one role of somebody. Administrators are Django's superusers, so that its admin lets them in."""
    user.is_staff = user.is_superuser = role is Role.ADMINISTRATOR
    user.save(update_fields=["is_staff", "is_superuser"])
    user.groups.remove(*Group.objects.filter(name__in=[each.group for each in STAFF]))
    if role in STAFF:
        user.groups.add(Group.objects.get_or_create(name=role.group)[0])

"""Makers of accounts, one for each role, and of clients that are signed in as one."""

import itertools
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from cases.models.roles import Role, give_role

_numbers = itertools.count(1)


def make_user(role: Role = Role.READER, name: str = "", **columns: Any) -> User:
    """An account in one role, with the password `password`."""
    user: User = User.objects.create_user(name or f"{role.group}-{next(_numbers)}", password="password", **columns)
    give_role(user, role)
    return user


def signed_in(role: Role) -> Client:
    """A browser of somebody in this role; nobody is signed in for Role.ANYONE."""
    client = Client()
    if role is not Role.ANYONE:
        client.force_login(make_user(role))
    return client

"""Every address of the site is open to those it is meant for, and to no others."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from cases.models.roles import CLOSED, Opening, Role, give_role, open_to, opening_of, role_of
from tests.cases.account_makers import make_user, signed_in


def patterns(resolver: Any = None, route: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its view."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, f"{route}{each.pattern}")
        else:
            yield f"{route}{each.pattern}", each


def test_every_address_says_whom_it_is_open_to() -> None:
    unmarked = [route for route, pattern in patterns() if not hasattr(pattern.callback, "opening")]
    assert [route for route in unmarked if not route.startswith("admin/")] == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role, ids=lambda role: role.name)
def test_who_was_given_a_role_has_it(role: Role) -> None:
    user = make_user(Role.ADMINISTRATOR)
    give_role(user, role)
    assert role_of(user) == max(role, Role.READER)


def test_nobody_signed_in_has_no_role() -> None:
    assert role_of(AnonymousUser()) is Role.ANYONE


@pytest.mark.django_db
def test_an_account_that_was_closed_has_no_role() -> None:
    assert role_of(make_user(Role.REVIEWER, is_active=False)) is Role.ANYONE


def test_a_view_without_a_mark_is_for_administrators() -> None:
    assert opening_of(lambda request: None) == CLOSED


def test_a_page_of_the_staff_needs_an_account() -> None:
    @open_to(Role.UPLOADER)
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("in")

    assert opening_of(page) == Opening(Role.UPLOADER, has_account=True)
    assert page(RequestFactory().get("/")).status_code == HTTPStatus.OK


@pytest.mark.django_db
def test_who_is_not_signed_in_is_asked_to_and_comes_back(client: Client) -> None:
    answer = client.get("/account/second-step/?a=b")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/account/sign-in/?next=/account/second-step/%3Fa%3Db",
    )


@pytest.mark.django_db
def test_a_reader_finds_no_pages_of_the_staff_in_the_header() -> None:
    html = signed_in(Role.READER).get("/").content.decode()
    assert "Sign out" in html
    assert "/upload/" not in html

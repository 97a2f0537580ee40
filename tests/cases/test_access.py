"""Every address of the site is open to those it is meant for, and to no others."""

import re
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from pytest_django import Settings

from cases.models.roles import CLOSED, Opening, Role, give_role, open_to, opening_of, role_of
from imr_site import admin
from tests.cases.account_makers import make_user, signed_in
from tests.cases.makers import make_case

OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"
OPENINGS = {
    "everybody": Opening(Role.ANYONE),
    "readers": Opening(Role.READER),
    "every account": Opening(Role.READER, has_account=True),
    "uploaders": Opening(Role.UPLOADER, has_account=True),
    "reviewers": Opening(Role.REVIEWER, has_account=True),
    "administrators": CLOSED,
}
EXAMPLES = {"form": "csv", "name": "treatment", "slug": "cm15-0000042", "other": "nothing", "link": "1-set-password"}
"""What stands in an address for a part of it that varies; any other such part is a number."""
FORMS = {"/similar/"}
"""Pages for readers whose form is guarded by a cookie."""
SIGN_IN = "/account/sign-in/?next="


def open_addresses() -> dict[str, str]:
    """Every address of the table in docs/operating.md, with an example in it, and whom it is open to."""
    table = OPERATING.read_text().partition("### Who may open what")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| `")]
    return {
        re.sub(r"<(\w+)>", lambda part: EXAMPLES.get(part[1], "1"), address): whom
        for addresses, whom in rows
        for address in re.findall(r"`([^`]+)`", addresses)
    }


ADDRESSES = open_addresses()


def patterns(resolver: Any = None, route: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its view."""
    for each in (resolver or get_resolver()).url_patterns:
        own = str(each.pattern)
        whole = route + (own.removeprefix("^") if route else own)  # as Django joins them
        if isinstance(each, URLResolver):
            yield from patterns(each, whole)
        else:
            yield whole, each


def is_let_in(client: Client, address: str) -> bool:
    answer = client.get(address)
    to_sign_in = answer.status_code == HTTPStatus.FOUND and answer.headers["Location"].startswith(SIGN_IN)
    return not to_sign_in and answer.status_code not in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


def should_be_let_in(role: Role, whom: str, *, is_public: bool) -> bool:
    opening = OPENINGS[whom]
    if role is Role.ANYONE:
        return not opening.has_account and (is_public or opening.role is Role.ANYONE)
    return role >= opening.role


def answers_of(client: Client, addresses: Mapping[str, str], ask: Callable[[Client, str], bool]) -> dict[str, bool]:
    return {address: ask(client, address) for address in addresses}


def test_every_address_has_a_row_in_the_table() -> None:
    listed = {resolve(address).route for address in ADDRESSES}
    assert {route for route, _ in patterns() if not route.startswith("admin/")} - listed == set()


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_view_is_marked_as_the_table_says(address: str) -> None:
    assert opening_of(resolve(address).func) == OPENINGS[ADDRESSES[address]]


def test_every_view_but_the_admin_s_is_marked() -> None:
    unmarked = [route for route, pattern in patterns() if not hasattr(pattern.callback, "opening")]
    assert [route for route in unmarked if not route.startswith("admin/")] == []


@pytest.mark.django_db
@pytest.mark.parametrize("is_public", [True, False], ids=["public", "accounts only"])
@pytest.mark.parametrize("role", Role, ids=lambda role: role.name)
def test_each_address_lets_in_whom_the_table_says(role: Role, is_public: bool, settings: Settings) -> None:
    settings.SEARCH_PUBLIC = is_public
    make_case(slug="cm15-0000042")
    wanted = {each: should_be_let_in(role, whom, is_public=is_public) for each, whom in ADDRESSES.items()}
    # Signing out is left to the end, and what it does to the others is no matter then.
    in_order = dict(sorted(wanted.items(), key=lambda item: "sign-out" in item[0]))
    client = signed_in(role)
    assert {address: is_let_in(client, address) for address in in_order} == in_order


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role, ids=lambda role: role.name)
def test_the_whole_admin_is_for_administrators(role: Role) -> None:
    user = make_user()
    addresses = ["/admin/", f"/admin/auth/user/{user.pk}/change/", f"/admin/auth/user/{user.pk}/password/"]
    addresses += [f"/admin/{model._meta.label_lower.replace('.', '/')}/" for model, _ in admin.REGISTERED]
    client = signed_in(role)
    assert {each: is_let_in(client, each) for each in addresses} == dict.fromkeys(addresses, role is Role.ADMINISTRATOR)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*ADDRESSES, "/admin/auth/user/add/"])
def test_nothing_can_be_posted_without_the_proof_that_the_form_is_ours(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(Role.ADMINISTRATOR))
    answer = client.post(address)
    assert answer.status_code == (
        HTTPStatus.METHOD_NOT_ALLOWED if address.startswith("/api/") else HTTPStatus.FORBIDDEN
    )
    if not address.startswith("/api/"):
        assert "This form is no longer good" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", [a for a, whom in ADDRESSES.items() if whom == "readers" and a not in FORMS])
def test_who_only_searches_gets_no_cookie(address: str, client: Client) -> None:
    make_case(slug="cm15-0000042")
    assert not client.get(address).cookies


@pytest.mark.django_db
@pytest.mark.parametrize("address", [each for each, whom in ADDRESSES.items() if whom != "everybody"])
def test_nothing_that_was_for_who_is_signed_in_is_kept(address: str) -> None:
    make_case(slug="cm15-0000042")
    assert signed_in(Role.ADMINISTRATOR).get(address).headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role, ids=lambda role: role.name)
def test_who_was_given_a_role_has_it(role: Role) -> None:
    user = make_user(Role.ADMINISTRATOR)
    give_role(user, role)
    assert role_of(user) == max(role, Role.READER)
    assert user.is_superuser == user.is_staff == (role is Role.ADMINISTRATOR)


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
    answer = client.get("/account/password/?a=b")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{SIGN_IN}/account/password/%3Fa%3Db")


@pytest.mark.django_db
def test_who_may_not_is_told_for_whom_the_page_is() -> None:
    client = Client()
    client.force_login(make_user(Role.REVIEWER, "alice"))
    answer = client.get("/accounts/")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "This page is for administrators. You are signed in as alice, a reviewer." in answer.content.decode()


@pytest.mark.django_db
def test_a_program_without_an_account_is_told_so_in_json(client: Client, settings: Settings) -> None:
    settings.SEARCH_PUBLIC = False
    answer = client.get("/api/v1/items")
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer.json()["error"]["code"] == "no-account"


@pytest.mark.django_db
def test_a_script_that_changes_a_page_in_place_is_sent_to_the_sign_in_page_as_a_whole(
    client: Client, settings: Settings
) -> None:
    settings.SEARCH_PUBLIC = False
    answer = client.get("/?q=therapy", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == f"{SIGN_IN}/%3Fq%3Dtherapy"


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role, ids=lambda role: role.name)
def test_the_header_leads_only_where_one_may_go(role: Role) -> None:
    header = signed_in(role).get("/").content.decode().partition("</header>")[0]
    linked = re.findall(r'href="(/[^"]*)"', header)
    assert ("/accounts/" in linked) == (role is Role.ADMINISTRATOR)
    assert ("Sign out" in header) == (role is not Role.ANYONE)
    assert all(is_let_in(signed_in(role), address) for address in linked)

"""The pages of accounts in a browser: signing in with password, app and passkey, under the content policy."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from cases.models.roles import Role
from tests.cases.account_makers import make_user

pytestmark = [pytest.mark.usefixtures("no_tries_before"), pytest.mark.django_db(transaction=True)]

Axe = Callable[[Page], list[str]]
Enter = Callable[[Page, Role], str]
one_width = pytest.mark.parametrize("page", [1280], indirect=True)

TO_ANYBODY = [
    "/account/sign-in/",
    "/account/password/reset/",
    "/account/password/reset/1-abc-def/",
    "/account/inactive/",
]
TO_ADMINISTRATORS = [
    "/account/",
    "/account/password/",
    "/account/sign-out/",
    "/account/second-step/passkeys/",
    "/account/second-step/passkeys/add/",
    "/account/second-step/app/add/",
    "/accounts/",
]
PASSWORD = "password"
PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name or e-mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page: Page) -> None:
    """The page that asks for the password once more before what concerns the safety of an account."""
    page.get_by_label("Password", exact=True).fill("password")
    page.get_by_role("button", name="Confirm").click()


def give_passkeys(page: Page) -> None:
    """A browser with a place to keep passkeys, whose user always agrees."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})


def add_passkey(page: Page, *, alone: bool) -> None:
    page.goto("/account/second-step/passkeys/add/")
    confirm(page)
    page.get_by_label("It signs me in alone").set_checked(alone)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()


def assert_good(page: Page, axe: Axe) -> None:
    """Nothing keeps people out, and the page is as wide as its screen."""
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.parametrize("address", TO_ANYBODY)
def test_nothing_keeps_people_from_signing_in(page: Page, serious_axe_findings: Axe, address: str) -> None:
    page.goto(address)
    assert_good(page, serious_axe_findings)


def test_nothing_keeps_people_from_their_accounts(page: Page, serious_axe_findings: Axe, enter: Enter) -> None:
    name = enter(page, Role.ADMINISTRATOR)
    for address in TO_ADMINISTRATORS:
        page.goto(address)
        assert_good(page, serious_axe_findings)
    page.goto("/accounts/")
    page.get_by_role("table").get_by_role("link", name=name).click()
    assert_good(page, serious_axe_findings)


@one_width
def test_who_is_sent_to_sign_in_comes_back(page: Page) -> None:
    make_user(Role.ADMINISTRATOR, "alice")
    page.goto("/accounts/")
    sign_in(page, "alice", "wrong")
    expect(page.get_by_role("alert").first).to_contain_text("not correct")
    sign_in(page, "alice")
    expect(page).to_have_url(re.compile("/accounts/$"))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status").first).to_have_text("You are signed out.")


def test_an_app_is_set_up_and_then_asked_for(page: Page, serious_axe_findings: Axe, enter: Enter) -> None:
    name = enter(page, Role.UPLOADER)
    page.goto("/account/")
    page.get_by_role("link", name="Set up an app").click()
    confirm(page)
    assert_good(page, serious_axe_findings)
    secret = page.locator("dd code").inner_text()
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    page.get_by_label("Authenticator code").fill(code)
    page.get_by_role("button", name="Set up").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert_good(page, serious_axe_findings)
    recovery = page.locator(".codes li").first.inner_text()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/sign-in/")
    sign_in(page, name)
    assert_good(page, serious_axe_findings)
    page.get_by_label("Code", exact=True).fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


@one_width
def test_a_passkey_signs_in_alone(page: Page, enter: Enter) -> None:
    name = enter(page, Role.REVIEWER)
    give_passkeys(page)
    add_passkey(page, alone=True)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/sign-in/?next=/account/second-step/passkeys/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("^[^?]+/account/second-step/passkeys/$"))
    expect(page.get_by_role("link", name=name)).to_be_visible()
    expect(page.locator(".rows li")).to_contain_text("signs in alone")


@one_width
def test_a_passkey_is_the_second_step_after_the_password(page: Page, enter: Enter) -> None:
    name = enter(page, Role.REVIEWER)
    give_passkeys(page)
    add_passkey(page, alone=False)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/sign-in/")
    sign_in(page, name)
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


@one_width
def test_a_passkey_that_does_not_come_is_told(page: Page) -> None:
    page.goto("/account/sign-in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("#passkey-error")).to_contain_text("The passkey was not used")


def test_signing_in_works_without_script(page_without_script: Page) -> None:
    make_user(Role.READER, "charlie")
    page_without_script.goto("/account/sign-in/")
    sign_in(page_without_script, "charlie")
    expect(page_without_script.get_by_role("link", name="charlie")).to_be_visible()


def test_an_account_is_made_and_its_link_handed_over(page: Page, serious_axe_findings: Axe, enter: Enter) -> None:
    enter(page, Role.ADMINISTRATOR)
    page.goto("/accounts/")
    page.get_by_label("Name").fill("bob")
    page.get_by_label("Role").select_option("uploader")
    page.get_by_role("button", name="Make the account").click()
    assert_good(page, serious_axe_findings)
    link = page.get_by_label("The link").input_value()
    page.get_by_role("button", name="Sign out").click()
    page.goto(link)
    page.get_by_label("New Password", exact=True).fill("short")
    page.get_by_label("New Password (again)").fill("short")
    page.get_by_role("button", name="Set password").click()
    expect(page.locator(".field-error")).to_contain_text("too short")
    assert_good(page, serious_axe_findings)
    page.get_by_label("New Password", exact=True).fill("a long enough one")
    page.get_by_label("New Password (again)").fill("a long enough one")
    page.get_by_role("button", name="Set password").click()
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    sign_in(page, "bob", "a long enough one")
    expect(page.get_by_role("link", name="bob")).to_be_visible()


@one_width
def test_the_admin_stands_the_content_policy(page: Page, enter: Enter) -> None:
    enter(page, Role.ADMINISTRATOR)
    for address in ("/admin/", "/admin/auth/user/", "/admin/auth/user/add/", "/admin/cases/case/"):
        page.goto(address)
        expect(page.locator("#site-name")).to_be_visible()

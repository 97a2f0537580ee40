"""Signing in, the second step, and the administrators' pages of accounts."""

import re
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from cases.models.roles import Role, role_of
from tests.cases.account_makers import make_user, signed_in

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/sign-in/"
OLD_PASSWORD = "password"
PASSWORD = "a long enough one"


def sign_in(client: Client, name: str, password: str = OLD_PASSWORD, **more: str) -> HttpResponse:
    answer: Any = client.post(SIGN_IN, {"login": name, "password": password, **more})
    return answer  # type: ignore[no-any-return]


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"


def with_app(user: User) -> str:
    """Sets up an authenticator app for somebody; returns its secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def link_in(answer: Any) -> str:
    found = re.search(r'value="http://testserver(/account/password/reset/[^"]+)"', answer.content.decode())
    assert found
    return found[1]


def choose_password(link: str, password: str = PASSWORD) -> HttpResponse:
    """Opens a link to choose a password, in a browser of its own, and chooses."""
    client = Client()
    page: Any = client.get(link, follow=True)
    answer: Any = client.post(page.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)
    return answer  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", ["bob", "BOB", "bob@example.org"])
def test_one_signs_in_by_name_or_address(client: Client, name: str) -> None:
    make_user(Role.UPLOADER, "bob", email="bob@example.org")
    assert sign_in(client, name, next="/?q=mri").headers["Location"] == "/?q=mri"
    assert is_signed_in(client)


def test_signing_in_leads_to_no_other_site(client: Client) -> None:
    make_user(name="bob")
    assert sign_in(client, "bob", next="https://evil.example/").headers["Location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("bob", "wrong"), ("nobody", "password"), ("bob", "")])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(client: Client, name: str, password: str) -> None:
    make_user(name="bob")
    answer = sign_in(client, name, password)
    assert answer.status_code == 200
    assert ("not correct" in answer.content.decode()) == bool(password)
    assert not is_signed_in(client)


def test_a_closed_account_signs_nobody_in_and_puts_out_who_is(client: Client) -> None:
    user = make_user(name="bob")
    client.force_login(user)
    assert is_signed_in(client)
    User.objects.update(is_active=False)
    assert not is_signed_in(client)
    assert sign_in(client, "bob").headers["Location"] == "/account/inactive/"


def test_after_five_wrong_passwords_the_right_one_has_to_wait() -> None:
    make_user(name="bob")
    for _ in range(5):
        sign_in(Client(), "bob", "wrong")
    client = Client()
    assert "Too many failed" in sign_in(client, "bob").content.decode()
    assert not is_signed_in(client)


def test_one_address_cannot_try_many_names() -> None:
    make_user(name="bob")
    for number in range(10):
        sign_in(Client(), f"name-{number}", "wrong")
    assert "Too many failed" in sign_in(Client(), "bob").content.decode()


def test_one_address_cannot_make_sessions_without_end_by_asking_for_passkeys() -> None:
    asked = [Client().get("/account/sign-in/passkey/", headers={"Accept": "application/json"}) for _ in range(31)]
    assert [answer.status_code for answer in asked] == [200] * 30 + [429]
    assert "Too many tries" in asked[-1].content.decode()


def test_behind_a_proxy_each_visitor_has_a_limit_of_his_own(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    make_user(name="bob")
    for number in range(11):
        Client(headers={"X-Forwarded-For": "198.51.100.7"}).post(SIGN_IN, {"login": f"n{number}", "password": "x"})
    other = Client(headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})
    assert sign_in(other, "bob").status_code == 302


def test_the_sign_in_page_makes_no_session(client: Client) -> None:
    assert set(client.get(SIGN_IN).cookies) == {"csrftoken"}


def test_who_does_not_ask_to_stay_is_signed_out_with_the_browser(client: Client) -> None:
    make_user(name="bob")
    assert sign_in(client, "bob").cookies["sessionid"]["max-age"] == ""
    assert sign_in(Client(), "bob", remember="on").cookies["sessionid"]["max-age"]


def test_signing_out_needs_a_form_and_ends_the_session(client: Client) -> None:
    client.force_login(make_user())
    assert "Sign out" in client.get("/account/sign-out/").content.decode()
    assert is_signed_in(client)
    client.post("/account/sign-out/")
    assert not is_signed_in(client)


@pytest.mark.parametrize("address", ["/account/signup/", "/account/sign-up/", "/account/email/"])
def test_nobody_signs_up(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_password_is_changed_by_who_knows_it(client: Client) -> None:
    client.force_login(make_user(name="bob"))
    form = {"oldpassword": "password", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/account/password/", {**form, "oldpassword": "wrong"}).status_code == 200
    assert client.post("/account/password/", form).status_code == 302
    assert is_signed_in(client)
    sign_in(again := Client(), "bob", PASSWORD)
    assert is_signed_in(again)


def test_a_forgotten_password_is_mailed_a_link_where_the_site_sends_mail(client: Client) -> None:
    make_user(name="bob", email="bob@example.org")
    client.post("/account/password/reset/", {"email": "bob@example.org"})
    client.post("/account/password/reset/", {"email": "nobody@example.org"})
    assert [message.to for message in mail.outbox] == [["bob@example.org"]]
    link = re.search(r"http://testserver(/account/password/reset/\S+)", str(mail.outbox[0].body))
    assert link
    choose_password(link[1])
    assert sign_in(client, "bob", PASSWORD).status_code == 302


def test_a_site_without_mail_says_whom_to_ask(client: Client) -> None:
    page = client.get("/account/password/reset/").content.decode()
    assert "Ask one of its administrators" in page
    assert 'name="email"' not in page


def test_the_app_s_code_is_asked_for_after_the_password(client: Client) -> None:
    secret = with_app(make_user(name="bob"))
    assert sign_in(client, "bob").headers["Location"] == "/account/sign-in/second-step/"
    assert not is_signed_in(client)
    assert "Incorrect code" in client.post("/account/sign-in/second-step/", {"code": "000000"}).content.decode()
    client.post("/account/sign-in/second-step/", {"code": code_of(secret)})
    assert is_signed_in(client)


def test_a_recovery_code_signs_in_once(client: Client) -> None:
    user = make_user(name="bob")
    with_app(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    for browser, is_good in ((client, True), (Client(), False)):
        sign_in(browser, "bob")
        browser.post("/account/sign-in/second-step/", {"code": code})
        assert is_signed_in(browser) is is_good


def test_a_password_alone_cannot_take_the_second_step_away(client: Client) -> None:
    client.force_login(make_user(name="bob"))
    answer = client.get("/account/second-step/app/add/")
    assert answer.headers["Location"].startswith("/account/confirm/")


def test_secrets_of_second_steps_are_not_in_the_database_as_they_are() -> None:
    secret = with_app(make_user())
    assert secret not in str(Authenticator.objects.get().data)


def test_under_another_secret_key_no_code_fits_and_nothing_breaks(client: Client, settings: Settings) -> None:
    secret = with_app(make_user(name="bob"))
    settings.SECRET_KEY = "another"
    sign_in(client, "bob")
    assert "Incorrect code" in client.post("/account/sign-in/second-step/", {"code": code_of(secret)}).content.decode()


@pytest.mark.parametrize("role", [Role.UPLOADER, Role.REVIEWER, Role.ADMINISTRATOR], ids=lambda role: role.name)
def test_staff_without_the_second_step_are_readers_where_it_is_required(role: Role, settings: Settings) -> None:
    settings.STAFF_MFA = True
    user = make_user(role)
    client = Client()
    client.force_login(user)
    answer = client.get("/accounts/", follow=True)
    assert answer.request["PATH_INFO"] == "/account/"
    assert "asks for a second step" in answer.content.decode()
    with_app(user)
    assert client.get("/accounts/").status_code == (200 if role is Role.ADMINISTRATOR else 403)


def test_recovery_codes_alone_are_no_second_step(settings: Settings) -> None:
    settings.STAFF_MFA = True
    user = make_user(Role.ADMINISTRATOR)
    RecoveryCodes.activate(user)
    client = Client()
    client.force_login(user)
    assert client.get("/accounts/").status_code == 302


def test_readers_are_asked_for_no_second_step(settings: Settings) -> None:
    settings.STAFF_MFA, settings.SEARCH_PUBLIC = True, False
    assert signed_in(Role.READER).get("/").status_code == 200


def test_an_administrator_makes_an_account_and_its_owner_chooses_the_password(client: Client) -> None:
    made = signed_in(Role.ADMINISTRATOR).post("/accounts/", {"username": "bob", "chosen": int(Role.UPLOADER)})
    link = link_in(made)
    assert not User.objects.get(username="bob").has_usable_password()
    assert "too short" in choose_password(link, "short").content.decode()
    assert "Your password is set" in choose_password(link).content.decode()
    assert "no longer good" in Client().get(link).content.decode()
    sign_in(client, "bob", PASSWORD)
    assert is_signed_in(client)
    assert role_of(User.objects.get(username="bob")) is Role.UPLOADER


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"username": ""}, "This field is required"),
        ({"username": "Alice"}, "account with this name"),
        ({"username": "a b"}, "valid username"),
        ({"username": "bob", "email": "ALICE@example.org"}, "account with this e-mail address"),
        ({"username": "bob", "email": "nonsense"}, "valid email"),
        ({"username": "bob", "chosen": "9"}, "valid choice"),
    ],
)
def test_what_cannot_be_an_account_is_said(form: dict[str, str], said: str) -> None:
    make_user(name="alice", email="alice@example.org")
    client = signed_in(Role.ADMINISTRATOR)
    answer = client.post("/accounts/", {"chosen": "1", **form})
    assert said in answer.content.decode().replace("&#x27;", "'")
    assert User.objects.count() == 2


def test_a_role_is_changed_and_an_account_closed_and_opened_and_all_of_it_is_listed() -> None:
    user = make_user(Role.UPLOADER, "bob")
    client = signed_in(Role.ADMINISTRATOR)
    address = f"/accounts/{user.pk}/"
    client.post(address, {"chosen": int(Role.REVIEWER)})
    user = User.objects.get(pk=user.pk)
    assert (user.is_active, role_of(user)) == (False, Role.ANYONE)
    client.post(address, {"chosen": int(Role.REVIEWER), "is_active": "on"})
    assert role_of(User.objects.get(pk=user.pk)) is Role.REVIEWER
    page = client.get(address).content.decode()
    listed = [each.split("\n")[1].strip() for each in re.findall(r"<li>.*?</li>", page, re.DOTALL)]
    assert listed == ["opened", "closed", "role: uploader, now reviewer"]


def test_nobody_changes_their_own_role() -> None:
    user = make_user(Role.ADMINISTRATOR)
    client = Client()
    client.force_login(user)
    answer = client.post(f"/accounts/{user.pk}/", {"chosen": "1"}, follow=True)
    assert "only be changed by another administrator" in answer.content.decode()
    assert role_of(User.objects.get(pk=user.pk)) is Role.ADMINISTRATOR


def test_an_administrator_gives_a_link_to_who_forgot_the_password(client: Client) -> None:
    user = make_user(name="bob")
    answer = signed_in(Role.ADMINISTRATOR).post(f"/accounts/{user.pk}/link/")
    choose_password(link_in(answer))
    assert sign_in(Client(), "bob").status_code == 200
    assert sign_in(client, "bob", PASSWORD).status_code == 302


def test_a_closed_account_gets_no_link() -> None:
    user = make_user(is_active=False)
    assert signed_in(Role.ADMINISTRATOR).post(f"/accounts/{user.pk}/link/").status_code == 404


def test_an_administrator_removes_the_second_step_of_who_lost_it(client: Client) -> None:
    user = make_user(name="bob")
    with_app(user)
    administrator = signed_in(Role.ADMINISTRATOR)
    assert "set up" in administrator.get(f"/accounts/{user.pk}/").content.decode()
    administrator.post(f"/accounts/{user.pk}/remove-second-step/")
    sign_in(client, "bob")
    assert is_signed_in(client)


@pytest.mark.parametrize("address", ["/accounts/99/", "/accounts/99/link/"])
def test_an_account_that_is_not_there_is_not_found(address: str) -> None:
    assert signed_in(Role.ADMINISTRATOR).post(address).status_code == 404


def made_administrator(*arguments: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("make_administrator", *arguments, stdout=out)
    return out.getvalue()


def test_the_first_administrator_gets_a_password_that_is_shown_once(client: Client) -> None:
    said = made_administrator("--if-none")
    password = re.search(r"^    (\S{20,})$", said, re.MULTILINE)
    assert password
    sign_in(client, "admin", password[1])
    assert client.get("/accounts/").status_code == 200
    assert made_administrator("--if-none") == ""
    assert User.objects.count() == 1


def test_who_is_locked_out_gets_in_again_by_the_command(client: Client) -> None:
    user = make_user(Role.READER, "alice", is_active=False)
    with_app(user)
    password = re.search(r"^    (\S{20,})$", made_administrator("alice"), re.MULTILINE)
    assert password
    sign_in(client, "alice", password[1])
    assert client.get("/accounts/").status_code == 200


def test_the_admin_has_no_door_of_its_own() -> None:
    assert Client().get("/admin/login/").headers["Location"].startswith(SIGN_IN)
    client = signed_in(Role.ADMINISTRATOR)
    assert client.get("/admin/login/").headers["Location"] == "/admin/"
    assert client.get("/admin/password_change/").headers["Location"] == "/account/password/"

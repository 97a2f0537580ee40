"""What the address of a letter answers when the letter is no longer, or not yet, the public's."""

import pytest
from django.test import Client

from cases.models import Case
from cases.models.choices import Status
from cases.models.roles import Role
from tests.cases.account_makers import signed_in
from tests.cases.makers import make_case, make_item

pytestmark = pytest.mark.django_db

ENDINGS = ["/", ".json", ".txt"]
REASON = "It named “a patient” & was taken out."


def make_versions(status: Status = Status.PUBLISHED, **columns: str) -> tuple[Case, Case]:
    """An older version and the newest of one letter."""
    older = make_case(make_item("old words"), slug="cm15-0000042-abcdef", status=Status.SUPERSEDED)
    newest = make_case(make_item("new words"), slug="cm15-0000042", status=status, supersedes=older, **columns)
    return older, newest


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_withdrawn_letter_is_gone_and_its_address_says_why(client: Client, ending: str) -> None:
    case = make_case(make_item("secret"), status=Status.WITHDRAWN, withdrawn_reason=REASON)
    answer = client.get(f"/cases/{case.slug}{ending}")
    assert answer.status_code == 410
    said = answer.json()["withdrawn_reason"] if ending == ".json" else answer.content.decode()
    assert "named “a patient”" in said
    assert "secret" not in said


def test_a_reason_is_shown_and_never_obeyed(client: Client) -> None:
    case = make_case(status=Status.WITHDRAWN, withdrawn_reason="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(case.get_absolute_url()).content.decode()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_letter_withdrawn_without_a_reason_says_so(client: Client, ending: str) -> None:
    case = make_case(status=Status.WITHDRAWN)
    assert "No reason was given." in client.get(f"/cases/{case.slug}{ending}").content.decode()


def test_the_api_says_why_a_letter_is_gone(client: Client) -> None:
    case = make_case(status=Status.WITHDRAWN, withdrawn_reason=REASON)
    answer = client.get(f"/api/v1/cases/{case.slug}")
    assert answer.status_code == 410
    assert answer.json()["error"] == {"code": "withdrawn", "message": REASON, "notices": []}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("query", ["", "?q=/cm15"])
def test_an_older_version_leads_to_the_newest_in_the_same_form(client: Client, ending: str, query: str) -> None:
    make_versions()
    answer = client.get(f"/cases/cm15-0000042-abcdef{ending}{query}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/cm15-0000042{ending}{query}")


def test_an_older_version_leads_past_all_that_superseded_it(client: Client) -> None:
    oldest = make_case(slug="cm15-0000042-012345", status=Status.SUPERSEDED)
    older = make_case(slug="cm15-0000042-abcdef", status=Status.SUPERSEDED, supersedes=oldest)
    make_case(slug="cm15-0000042", supersedes=older)
    assert client.get(oldest.get_absolute_url(), follow=True).request["PATH_INFO"] == "/cases/cm15-0000042/"


def test_an_older_version_of_a_withdrawn_letter_is_gone_too(client: Client) -> None:
    older, _ = make_versions(Status.WITHDRAWN, withdrawn_reason=REASON)
    assert client.get(older.get_absolute_url(), follow=True).status_code == 410


@pytest.mark.parametrize("status", [Status.HELD, Status.IN_REVIEW])
def test_an_older_version_does_not_tell_of_a_newest_that_is_not_public(client: Client, status: Status) -> None:
    older, _ = make_versions(status)
    assert client.get(older.get_absolute_url()).status_code == 404
    assert client.get(f"/api/v1/cases/{older.slug}").json()["error"]["code"] == "not-found"


def test_the_api_names_the_newest_version(client: Client) -> None:
    older, newest = make_versions()
    answer = client.get(f"/api/v1/cases/{older.slug}")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "superseded"
    assert newest.slug in answer.json()["error"]["message"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR], ids=lambda role: role.name)
def test_reviewers_read_an_older_version_with_the_way_to_the_newest(role: Role) -> None:
    older, newest = make_versions()
    html = signed_in(role).get(older.get_absolute_url()).content.decode()
    assert "old words" in html
    assert f'<a href="{newest.get_absolute_url()}">' in html


def test_the_newest_version_says_that_there_was_another(client: Client) -> None:
    older, newest = make_versions()
    html = client.get(newest.get_absolute_url()).content.decode()
    assert 'data-notice="newer-version"' in html
    assert older.slug not in html
    assert older.slug in signed_in(Role.REVIEWER).get(newest.get_absolute_url()).content.decode()


def test_a_letter_of_one_version_says_nothing_of_versions(client: Client) -> None:
    assert "version" not in client.get(make_case().get_absolute_url()).content.decode().partition("<main")[2]

"""The site says whether it lives and whether it can serve, and its answers carry their headers."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from playwright.sync_api import Page


def test_a_living_process_says_so_without_asking_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_a_migrated_site_is_ready(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "missing": []})


@pytest.mark.django_db
def test_a_missing_migration_is_named(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("auth", "0012_alter_user_first_name_max_length")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["missing"] == ["migration auth.0012_alter_user_first_name_max_length"]


def test_no_database_is_named_without_its_error(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("password of imr at 10.1.2.3")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["missing"]) == (503, ["the database does not answer"])


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Robots-Tag", "noindex, nofollow"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
    ],
)
def test_every_answer_protects_reader_and_patient(client: Client, header: str, value: str) -> None:
    assert client.get("/healthz")[header] == value


def test_the_content_policy_allows_no_inline_script_or_style(client: Client) -> None:
    directives = client.get("/healthz")["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= set(directives)
    assert "unsafe" not in " ".join(directives)


def test_a_browser_reads_the_running_site(page: Page) -> None:
    response = page.goto("/readyz")
    assert response is not None
    assert response.ok
    assert "ready" in page.content()

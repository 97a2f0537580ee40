"""A setting from the environment is what it says, or an error that names variable, value and remedy."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from imr_site import environment as env

ROOT = Path(__file__).resolve().parents[2]
SECURE = """
from django.conf import settings as s
print(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.DEBUG)
"""


def run_with_settings(code: str, folder: Path, **variables: str) -> str:
    """What the code prints in a process of its own, with the site's settings under these variables."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "imr_site.settings",
            "VAR": str(folder),
            **variables,
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


@pytest.mark.parametrize(
    ("value", "meaning"), [("1", True), ("true", True), ("Yes", True), ("0", False), ("off", False)]
)
def test_a_flag_says_yes_or_no(monkeypatch: pytest.MonkeyPatch, value: str, meaning: bool) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert env.flag("DEBUG") is meaning


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert env.flag("DEBUG", default=True)
    assert env.text("DEBUG", "absent") == "absent"
    assert env.number("DEBUG", 7) == 7
    assert env.database("DEBUG") is None


def test_a_list_is_written_with_commas_or_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example  c.example")
    assert env.words("ALLOWED_HOSTS") == ["a.example", "b.example", "c.example"]


def test_a_database_address_keeps_its_password_and_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://bob:p%40ss@db.example:6432/imr?sslmode=require")
    found = env.database("DATABASE_URL")
    assert found
    assert [found[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "bob",
        "p@ss",
        "db.example",
        6432,
        "imr",
    ]
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    ("read", "value", "remedy"),
    [
        (env.flag, "perhaps", "1 or 0"),
        (lambda name: env.number(name, 1, least=1), "0", "a whole number, 1 or more"),
        (lambda name: env.number(name, 1), "-3", "a whole number, 0 or more"),
        (lambda name: env.number(name, 1), "many", "a whole number, 0 or more"),
        (lambda name: env.number(name, 1), "٣", "a whole number, 0 or more"),
        (lambda name: env.choice(name, "INFO", of=("INFO", "ERROR")), "loud", "one of INFO, ERROR"),
        (env.mapping, "[1]", "a JSON object"),
        (env.mapping, "{", "a JSON object"),
    ],
)
def test_a_bad_value_is_named_with_its_variable_and_the_remedy(
    monkeypatch: pytest.MonkeyPatch, read: object, value: str, remedy: str
) -> None:
    monkeypatch.setenv("SOMETHING", value)
    with pytest.raises(ImproperlyConfigured) as caught:
        read("SOMETHING")  # type: ignore[operator]
    assert "SOMETHING" in str(caught.value)
    assert repr(value) in str(caught.value)
    assert remedy in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["mysql://a:hidden@b/c", "postgresql://a:hidden@b:port/c", "postgresql://a:hidden@b", "hidden", "sqlite:///hidden"],
)
def test_a_bad_database_address_is_refused_without_telling_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured) as caught:
        env.database("DATABASE_URL")
    assert "DATABASE_URL" in str(caught.value)
    assert "postgresql://user:password@host:5432/name" in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_a_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    first = run_with_settings(code, tmp_path / "new")
    assert len(first) > 50
    assert run_with_settings(code, tmp_path / "new") == first
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert list((tmp_path / "new").iterdir()) == [tmp_path / "new" / "secret_key"]


def test_no_secret_is_made_where_one_is_given_or_none_is_needed(tmp_path: Path) -> None:
    assert run_with_settings("import django; django.setup()", tmp_path) == ""
    assert (
        run_with_settings("from django.conf import settings; print(settings.SECRET_KEY)", tmp_path, SECRET_KEY="x")
        == "x"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_site_behind_tls_insists_on_it(tmp_path: Path) -> None:
    assert run_with_settings(SECURE, tmp_path) == "False False False False False"
    assert run_with_settings(SECURE, tmp_path, HTTPS="1") == "True True True True False"


def test_the_pool_works_with_the_embedded_server_and_with_any(tmp_path: Path) -> None:
    code = "from django.conf import settings; d = settings.DATABASES['default']; print(d['ENGINE'], d['OPTIONS'])"
    pool = "{'pool': {'min_size': 1, 'max_size': 3}}"
    assert run_with_settings(code, tmp_path, DATABASE_POOL_SIZE="3") == f"imr_site.postgresql {pool}"
    assert (
        run_with_settings(code, tmp_path, DATABASE_POOL_SIZE="3", DATABASE_URL="postgres://a@b/c")
        == f"django.db.backends.postgresql {pool}"
    )


def test_original_files_may_lie_in_another_storage(tmp_path: Path) -> None:
    code = "from django.core.files.storage import default_storage as s; print(s.__class__.__name__, s.base_url)"
    memory = "django.core.files.storage.InMemoryStorage"
    assert run_with_settings(code, tmp_path).startswith("FileSystemStorage")
    assert (
        run_with_settings(code, tmp_path, FILES_BACKEND=memory, FILES_OPTIONS='{"base_url": "/kept/"}')
        == "InMemoryStorage /kept/"
    )

"""Reads one setting from the environment and says what is wrong with it, and what would be right."""

import functools
import json
import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
DATABASE_URL_REMEDY = "postgresql://user:password@host:5432/name"


def text(name: str, default: str = "") -> str:
    """The value without surrounding white space; an empty variable counts as absent."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in TRUE | FALSE:
        raise wrong(name, value, "1 or 0")
    return value in TRUE


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, `least` or more."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and int(value) >= least):
        raise wrong(name, value, f"a whole number, {least} or more")
    return int(value)


def choice(name: str, default: str, *, of: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in of:
        raise wrong(name, value, f"one of {', '.join(of)}")
    return value


def words(name: str, default: str = "") -> list[str]:
    """The parts of a list written with commas, blanks or both."""
    return text(name, default).replace(",", " ").split()


def folder(name: str, default: Path) -> Path:
    """An absolute path; a relative one counts from the current folder, `~` is the home folder."""
    return Path(text(name, str(default))).expanduser().resolve()


def mapping(name: str) -> dict[str, Any]:
    """A JSON object; empty where the variable is absent."""
    value = text(name, "{}")
    try:
        found = json.loads(value)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise wrong(name, value, 'a JSON object such as {"bucket_name": "letters"}')
    return found


def database(name: str) -> dict[str, Any] | None:
    """Django's settings for the PostgreSQL at this address; None where the variable is absent. A wrong one may hold a
    password, so the error does not repeat it."""
    url = text(name)
    if not url:
        return None
    try:
        found = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise wrong(name, "unreadable", DATABASE_URL_REMEDY) from error
    if found["ENGINE"] != "django.db.backends.postgresql" or not found["NAME"]:
        raise wrong(name, "no address of a PostgreSQL database", DATABASE_URL_REMEDY)
    return found


def wrong(name: str, value: str, remedy: str) -> ImproperlyConfigured:
    """The error for a variable that cannot be used: names it, its value and the remedy."""
    return ImproperlyConfigured(f"The environment variable {name} is {value!r}: set it to {remedy}, or leave it out.")


@functools.cache
def kept_secret(file: Path) -> str:
    """The secret in `file`, which is made on first need and readable by its owner only."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass  # another process was first: its secret is the one
        finally:
            fresh.unlink()
    return file.read_text()

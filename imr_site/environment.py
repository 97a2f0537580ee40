"""Reads one setting from the environment and says what is wrong with it, and what would be right."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"", "0", "false", "no", "off"})


def text(name: str, default: str = "") -> str:
    """The value without surrounding white space; an empty variable counts as absent."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise wrong(name, value, "1 or 0")
    return value in TRUE


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, `least` or more."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise wrong(name, value, f"a whole number, {least} or more")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """The parts of a list written with commas, blanks or both."""
    return text(name, default).replace(",", " ").split()


def folder(name: str, default: Path) -> Path:
    """An absolute path; a relative one counts from the current folder, `~` is the home folder."""
    return Path(text(name, str(default))).expanduser().resolve()


def wrong(name: str, value: str, remedy: str) -> ImproperlyConfigured:
    """The error for a variable that cannot be used: names it, its value and the remedy."""
    return ImproperlyConfigured(f"The environment variable {name} is {value!r}: set it to {remedy}, or leave it out.")

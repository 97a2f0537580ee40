"""How much a view takes in the body of a request; the site's middleware refuses more before any of it is read."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

USUAL = 2_621_440
"""Bytes that a view without a mark takes: a form, and no files."""


def takes_bytes(most: Callable[[], int]) -> Callable[[View], View]:
    """Decorator: marks a view with what tells the most bytes that a request to it may bring."""

    def mark(view: View) -> View:
        vars(view)["largest_body"] = most
        return view

    return mark


def largest_body(view: Callable[..., Any]) -> int:
    """The most bytes that a request to the view may bring."""
    most: Callable[[], int] = getattr(view, "largest_body", lambda: USUAL)
    return most()

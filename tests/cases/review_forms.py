"""Forms of the review pages as a browser would send them."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.test import Client

from cases.models import Case

Fields = dict[str, list[str]]


def form_of(html: str, name: str = "corrections") -> Fields:
    """What a browser would send of a form that nobody has touched."""
    match = re.search(rf'<form id="{name}".*?</form>', html, re.DOTALL)
    assert match
    sent: Fields = {}
    for tag in re.finditer(
        r"<(input|select|textarea)\b([^>]*)>(.*?)(?=<input|<select|<textarea|$)", match[0], re.DOTALL
    ):
        kind, attributes, inside = tag.groups()
        given = {key: unescape(value) for key, value in re.findall(r'([\w@-]+)="([^"]*)"', attributes)}
        if "name" not in given or (given.get("type") == "checkbox" and not re.search(r"\bchecked\b", attributes)):
            continue
        sent.setdefault(given["name"], []).append(_value(kind, given, inside))
    return sent


def _value(kind: str, attributes: Mapping[str, str], inside: str) -> str:
    if kind == "textarea":
        return unescape(inside.partition("</textarea>")[0]).removeprefix("\n")
    if kind == "select":
        chosen = re.search(r'<option value="([^"]*)"\s+selected', inside.partition("</select>")[0])
        first = re.search(r'<option value="([^"]*)"', inside)
        assert first
        return unescape((chosen or first)[1])
    return attributes.get("value", "")


def page(client: Client, case: Case, query: str = "") -> str:
    answer = client.get(f"/review/{case.slug}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def save(client: Client, case: Case, changed: Mapping[str, Any], query: str = "", html: str = "") -> Any:
    """Sends the form of the page with some fields changed."""
    return client.post(f"/review/{case.slug}/{query}", {**form_of(html or page(client, case)), **changed})

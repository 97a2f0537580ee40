"""The letter's own text as a page shows it: every fact's words can be linked to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from cases.models import Case, DisputedItem
from cases.web.presentation import citations_of

FULL_LINE_RE = re.compile(r"^(.{60,})\n(?=\S)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mark:
    """Some words of a text, `[start, end)` in characters, and the anchor that leads to them."""

    start: int
    end: int
    anchor: str


def find_marks(case: Case) -> tuple[Mark, ...]:
    """The words of every fact of a letter that stand in its text, in text order; outer ones before inner ones."""
    found = [*_marks("words", case.spans), *_problem_marks(case)]
    for item in case.items.all():
        found += _item_marks(item)
    inside = [mark for mark in found if 0 <= mark.start < mark.end <= len(case.text)]
    return tuple(sorted(inside, key=lambda mark: (mark.start, -mark.end)))


def marked_text(text: str, marks: Iterable[Mark]) -> SafeString:
    """The text, escaped, with an element around each mark. `marks` come in text order, outer ones first.

    Of two marks that overlap without one holding the other, the later one ends where the earlier ends.
    """
    pieces: list[str] = []
    ends: list[int] = []
    at = 0
    for mark in marks:
        while ends and ends[-1] <= mark.start:
            at = _close(text, at, ends, pieces)
        pieces += [escape(text[at : mark.start]), format_html('<span class="words" id="{}">', mark.anchor)]
        ends.append(min([mark.end, *ends[-1:]]))
        at = mark.start
    while ends:
        at = _close(text, at, ends, pieces)
    pieces.append(escape(text[at:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def flowing(text: str) -> str:
    """The text with a blank for each line end inside a paragraph, as a narrow screen has other lines; same length."""
    return FULL_LINE_RE.sub(r"\1 ", text)


def _close(text: str, at: int, ends: list[int], pieces: list[str]) -> int:
    end = ends.pop()
    pieces += [escape(text[at:end]), SafeString("</span>")]
    return end


def _item_marks(item: DisputedItem) -> Iterator[Mark]:
    prefix = f"words-{item.position}"
    yield from _marks(prefix, item.spans)
    for citation in citations_of(item):
        yield Mark(citation.start, citation.end, f"{prefix}-citation-{citation.position}")


def _problem_marks(case: Case) -> Iterator[Mark]:
    for number, problem in enumerate(case.problems, start=1):
        start, end = problem.get("span") or (0, 0)
        yield Mark(start, end, f"words-problem-{number}")


def _marks(prefix: str, spans: Mapping[str, Any]) -> Iterator[Mark]:
    for name, span in spans.items():
        if span and isinstance(span[0], list):
            for number, (start, end) in enumerate(span, start=1):
                yield Mark(start, end, f"{prefix}-{name}-{number}")
        elif span:
            start, end = span
            yield Mark(start, end, f"{prefix}-{name}")

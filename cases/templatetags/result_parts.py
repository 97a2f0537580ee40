"""Parts of a row of results: a page has twenty rows, for which included templates take ten times as long as this."""

import datetime
from collections.abc import Iterable, Sequence
from html import escape
from typing import Protocol

from django import template
from django.utils.safestring import SafeString

from cases.models import Case, GuidelineCitation
from cases.templatetags.imr import label, pages

register = template.Library()

NONE_NAMED = {"none": "Cited no medical evidence"}
"""What is said of a side without a citation, by its basis."""


class Cited(Protocol):
    """A citation as a page shows it: see `cases.web.presentation.Cited`."""

    @property
    def citation(self) -> GuidelineCitation:
        """Its row."""


class Side(Protocol):
    """What one side of an item relied on: see `cases.web.presentation.Side`."""

    @property
    def basis(self) -> str:
        """A code of the bases."""

    @property
    def citations(self) -> Sequence[Cited]:
        """What it cites."""


@register.filter
def outcome_badge(outcome: str) -> SafeString:
    """An outcome in a frame of its colour."""
    said = label(outcome, "outcome") or "Not read"
    return SafeString(f'<span class="outcome outcome-{escape(outcome or "unread")}">{escape(said)}</span>')


@register.filter
def decided(case: Case) -> SafeString:
    """The day of the decision."""
    return SafeString(f'<span class="when">{_in_words(case.decision_date)}</span>')


@register.filter
def cited_short(side: Side) -> SafeString:
    """The citations of one side, each with its sections and pages."""
    if not side.citations:
        return SafeString(NONE_NAMED.get(side.basis, "No guideline named"))
    return SafeString(" ".join(_citation(cited.citation) for cited in side.citations))


def _in_words(day: datetime.date | None) -> str:
    return f"{day:%B} {day.day}, {day.year}" if day else "Decision date not stated"


def _citation(citation: GuidelineCitation) -> str:
    parts: Iterable[str] = map(escape, (label(citation.guideline, "guideline"), *citation.sections))
    page = f'<span class="nowrap">{pages(citation.page_ranges)}</span>' if citation.page_ranges else ""
    return f'<span class="citation">{", ".join(filter(None, (*parts, page)))}</span>'

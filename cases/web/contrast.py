"""The page that sets the overturned decisions on a treatment beside the upheld ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.search.finder import Finder
from cases.search.params import SearchParams
from cases.search.sets.current import ask_current
from cases.stats.contrast import SAMPLE, Contrast, Feature, Given, contrast
from cases.web.access import Role, open_to
from cases.web.figures import read_figures
from cases.web.figures_head import head_of
from cases.web.treatments import OWN, about, labels, unknown

NARROWED_BY = ("body_part", "guideline", "year", "specialty")
SHORT = 8
"""Lines of a table that are shown at once."""
LONG = SHORT + 2
"""Lines that are shown without folding some: a click for two more is not worth it."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What was compared of one kind, or a part of it; the lines behind the first few are folded."""

    title: str
    features: tuple[Feature, ...]
    more: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """What one outcome has more often than the other, as far as that is sure."""

    outcome: str
    title: str
    given: Sequence[Given]
    tables: tuple[Lines, ...]


@open_to(Role.READER)
@require_safe
def contrast_page(request: HttpRequest, code: str) -> HttpResponse:
    """What differs between the overturned and the upheld decisions on a treatment."""
    if code not in labels():
        return unknown(request, code)
    filters, notices = read_figures(request.GET, OWN)
    params = filters.only("treatment", code)
    context = ask_current(
        lambda finder: {
            **head_of(params, notices, finder, own=OWN, narrowed_by=NARROWED_BY),
            **about(code, params),
            **_compared(params, finder),
        }
    )
    return render(request, "cases/contrast.html", context)


def _compared(params: SearchParams, finder: Finder) -> dict[str, object]:
    found = contrast(params, finder)
    sure = sum(feature.sureness > 0 for kind in found.kinds for feature in kind.features)
    return {
        "params": params,
        "contrast": found,
        "columns": tuple(_columns(found)) if found.has_shares else (),
        "all": [_lines(kind.title, kind.features) for kind in found.kinds] if not found.has_shares else (),
        "sure": sure,
        "sample": SAMPLE,
    }


def _columns(found: Contrast) -> Iterator[Column]:
    for outcome, title in (
        ("overturned", "More often where it was overturned"),
        ("upheld", "More often where it was upheld"),
    ):
        having = [
            _lines(kind.title, tuple(one for one in kind.features if _is_of(one, outcome))) for kind in found.kinds
        ]
        yield Column(outcome, title, found.given.get(outcome, ()), tuple(lines for lines in having if lines.features))


def _is_of(feature: Feature, outcome: str) -> bool:
    return feature.sureness > 0 and feature.is_of_overturned == (outcome == "overturned")


def _lines(title: str, features: tuple[Feature, ...]) -> Lines:
    shown = len(features) if len(features) <= LONG else SHORT
    return Lines(title, features[:shown], features[shown:])

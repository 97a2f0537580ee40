"""What a page of figures is asked: the filters of the search page, without words and outcomes."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from django.http import QueryDict

from cases.search.facets import by_name
from cases.search.kinds import UNKNOWN
from cases.search.params import Notice, SearchParams, read_params
from cases.search.population import OF_OUTCOME
from cases.stats.breakdown import Part

WORDS = "Words can ask for an outcome: figures are narrowed by filters alone."
OUTCOMES = "These figures are of all outcomes."
OWN = "This page shows all of them, or one by its address."


def read_figures(data: QueryDict, own: Collection[str] = ()) -> tuple[SearchParams, tuple[Notice, ...]]:
    """The filters of an address, and a notice for each thing that had to be mended or put aside.

    Put aside are words, outcomes, and the facets that are the page's `own`. Orders and pages are no part of it.
    """
    kept = data.copy()
    put_aside = tuple(_put_aside(kept, own))
    params, notices = read_params(kept)
    return replace(params.bare(), sort="", with_synonyms=True), (*put_aside, *notices)


def _put_aside(kept: QueryDict, own: Collection[str]) -> Iterator[Notice]:
    reasons = {"q": WORDS, **dict.fromkeys(OF_OUTCOME, OUTCOMES), **dict.fromkeys(own, OWN)}
    for name, reason in reasons.items():
        if any(value.strip() for value in kept.getlist(name)):
            label = by_name()[name].label if name in by_name() else "Words"
            yield Notice("put-aside", f"{label}: put aside.", reason)
        kept.pop(name, None)


def years_of(parts: Collection[Part], params: SearchParams) -> list[Part]:
    """The parts of a search by year as a row without a gap: a year without items is empty, what is undated left out."""
    known = {int(part.value): part for part in parts if part.value != UNKNOWN}
    if not known:
        return []
    years = range(min(known), max(known) + 1)
    return [known.get(year) or _empty(str(year), params) for year in years]


def _empty(year: str, params: SearchParams) -> Part:
    return Part(year, year, params.only("year", year), found=0, decided=0, overturned=0)

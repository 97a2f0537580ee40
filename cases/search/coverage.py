"""Which letters the site holds, by year, and how full each field of them is: what every total is a part of."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from cases.letters.taxonomy import UNCLASSIFIED
from cases.search.counts import block
from cases.search.facets import FACETS, Facet, by_name
from cases.search.finder import Finder
from cases.search.kinds import UNKNOWN
from cases.search.params import SearchParams, read_params
from cases.search.population import Tally
from cases.search.sets.current import ask_current

OF_THE_LETTER = "case__"
"""Begins the column of what is stated once for all items of a letter."""
EVERYTHING = SearchParams()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many published letters there are, and the first and last day any of them was decided on."""

    letters: int
    undated: int
    first: datetime.date | None
    last: datetime.date | None


@dataclass(frozen=True, slots=True)
class Held:
    """Some of what is held, and the queries that find it: its items, and its letters."""

    label: str
    tally: Tally
    of_items: str
    of_letters: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A number, and the query that finds so many."""

    number: int
    query: str


@dataclass(frozen=True, slots=True)
class Fullness:
    """How many state a fact, and how many do not: letters where it is a fact of the letter, else items."""

    label: str
    stated: Counted
    missing: Counted

    @property
    def whole(self) -> int:
        """All that could state it."""
        return self.stated.number + self.missing.number


@dataclass(frozen=True, slots=True)
class Holdings:
    """All that is held, the same by the year of decision, and the fullness of the facts of letters and of items."""

    everything: Held
    years: tuple[Held, ...]
    of_letters: tuple[Fullness, ...]
    of_items: tuple[Fullness, ...]


ASKED_FOR: tuple[tuple[str, str, str], ...] = (
    ("Treatment", f"treatment=-{UNCLASSIFIED}", f"treatment={UNCLASSIFIED}"),
    ("A guideline, by either side", "compared=-none", "compared=none"),
    ("A guideline, by the claims administrator", "cited_by=administrator", "cited_by=-administrator"),
    ("A guideline, by the reviewer", "cited_by=reviewer", "cited_by=-reviewer"),
    ("A page, for each guideline cited", f"compared=-none&page=-{UNKNOWN}", f"page={UNKNOWN}"),
    ("A section, for each guideline cited", f"compared=-none&section=-{UNKNOWN}", f"section={UNKNOWN}"),
    (
        "A page or a section, for each guideline cited",
        f"compared=-none&q=-(page:{UNKNOWN}+section:{UNKNOWN})",
        f"q=page:{UNKNOWN}+section:{UNKNOWN}",
    ),
)
"""Facts of an item that no single `unknown` stands for: what finds those that state it, and those that do not."""


def coverage() -> Coverage:
    """What a search without any condition finds; kept as every answer is, so that it costs nothing to say."""
    held = ask_current(lambda finder: finder.population(EVERYTHING))
    return Coverage(held.found.letters, held.undated, held.first, held.last)


def holdings() -> Holdings:
    """What is held and how full it is; every number is that of a search."""
    return ask_current(holdings_of)


def holdings_of(finder: Finder) -> Holdings:
    """The same by any way of finding."""
    stating = [facet for facet in FACETS if facet.kind.has_unknown and not facet.kind.of_citation]
    years = block(by_name()["year"], EVERYTHING, finder)
    return Holdings(
        everything=_held("All", EVERYTHING, finder),
        years=tuple(_held(year.label, EVERYTHING.only("year", year.value), finder) for year in years.values),
        of_letters=tuple(_of_letters(facet, finder) for facet in stating if _is_of_letter(facet)),
        of_items=(
            *(_asked_for(*each, finder=finder) for each in ASKED_FOR[:1]),
            *(_of_items(facet, finder) for facet in stating if not _is_of_letter(facet)),
            *(_asked_for(*each, finder=finder) for each in ASKED_FOR[1:]),
        ),
    )


def _is_of_letter(facet: Facet) -> bool:
    return facet.kind.column.startswith(OF_THE_LETTER)


def _held(label: str, params: SearchParams, finder: Finder) -> Held:
    return Held(label, finder.population(params).found, params.to_query(), _by_letter(params))


def _of_letters(facet: Facet, finder: Finder) -> Fullness:
    missing = EVERYTHING.only(facet.name, UNKNOWN)
    letters, without = (finder.population(params).found.letters for params in (EVERYTHING, missing))
    stated = _by_letter(EVERYTHING.excluding(facet.name, UNKNOWN))
    return Fullness(facet.label, Counted(letters - without, stated), Counted(without, _by_letter(missing)))


def _of_items(facet: Facet, finder: Finder) -> Fullness:
    without = finder.counts(facet, EVERYTHING).get(UNKNOWN, 0)
    stated, missing = EVERYTHING.excluding(facet.name, UNKNOWN), EVERYTHING.only(facet.name, UNKNOWN)
    total = finder.total(EVERYTHING)
    return Fullness(facet.label, Counted(total - without, stated.to_query()), Counted(without, missing.to_query()))


def _asked_for(label: str, *queries: str, finder: Finder) -> Fullness:
    return Fullness(label, *_counted(queries, finder))


def _counted(queries: tuple[str, ...], finder: Finder) -> Iterator[Counted]:
    for query in queries:
        params, _ = read_params(QueryDict(query))
        yield Counted(finder.total(params), params.to_query())


def _by_letter(params: SearchParams) -> str:
    return "&".join(filter(None, (params.to_query(), "per=letter")))

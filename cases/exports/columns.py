"""The columns of a table of items: fixed in order, in words, one declaration each."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from cases.exports.found import Found
from cases.letters import taxonomy
from cases.letters.taxonomy import Entry
from cases.models import DisputedItem, GuidelineCitation

Cell = str | int | datetime.date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of an item or its letter; `facets` names those whose values can be seen in it."""

    name: str
    read: Callable[[DisputedItem], Cell]
    facets: tuple[str, ...] = ()


def _cited(item: DisputedItem, side: str) -> str:
    labelled: list[GuidelineCitation] = item.labelled_citations  # type: ignore[attr-defined]
    return _list(citation.text for citation in labelled if citation.cited_by == side)


def _label(entries: Mapping[str, Entry], code: str) -> str:
    """The words for a code; the code itself where the rules know it no more."""
    return entries[code].label if code in entries else code


def _list(words: Iterable[str]) -> str:
    return "; ".join(words)


CITED = ("guideline", "section", "page", "cited_by", "compared")

COLUMNS = (
    Column("case_number", lambda item: item.case.case_number),
    Column("item", lambda item: item.position),
    Column("decision_date", lambda item: item.case.decision_date, ("year",)),
    Column("request", lambda item: item.request),
    Column("outcome", lambda item: taxonomy.OUTCOMES.get(item.outcome, ""), ("outcome",)),
    Column("treatment", lambda item: _label(taxonomy.treatments(), item.treatment), ("treatment",)),
    Column(
        "body_parts",
        lambda item: _list(_label(taxonomy.body_parts(), code) for code in item.body_parts),
        ("body_part",),
    ),
    Column("visits", lambda item: item.visits, ("visits",)),
    Column("retrospective", lambda item: "yes" if item.retrospective else "no", ("retrospective",)),
    Column("administrator_citations", lambda item: _cited(item, "administrator"), CITED),
    Column("reviewer_citations", lambda item: _cited(item, "reviewer"), CITED),
    Column("administrator_basis", lambda item: taxonomy.BASES[item.administrator_basis]),
    Column("reviewer_basis", lambda item: taxonomy.BASES[item.reviewer_basis], ("basis",)),
    Column("reasons", lambda item: _list(_label(taxonomy.reasons(), code) for code in item.reasons), ("reason",)),
    Column("specialties", lambda item: _list(item.case.specialties), ("specialty",)),
    Column("states", lambda item: _list(item.case.states), ("state",)),
    Column("patient_age", lambda item: item.case.age, ("age",)),
    Column("patient_sex", lambda item: item.case.sex, ("sex",)),
    Column("injury_date", lambda item: item.case.injury_date),
    Column("ur_denial_date", lambda item: item.case.ur_denial_date),
    Column("received_date", lambda item: item.case.received_date),
    Column("rationale", lambda item: item.rationale),
    Column("authorized", lambda item: item.authorized, ("partly_authorized",)),
    Column("letter_outcome", lambda item: taxonomy.LETTER_OUTCOMES.get(item.case.outcome, ""), ("letter_outcome",)),
    Column("priority", lambda item: item.case.priority, ("priority",)),
)
NAMES = (*(column.name for column in COLUMNS), "address")


def rows(found: Found) -> Iterator[list[tuple[Cell, ...]]]:
    """The rows under `NAMES`, an item each, in chunks."""
    for items in found.items():
        yield [(*(column.read(item) for column in COLUMNS), found.site + item.get_absolute_url()) for item in items]

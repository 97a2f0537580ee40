"""The registry of facets: each is one declaration, from which all that shows or asks it is made."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cases.letters import taxonomy
from cases.search.kinds import (
    MTUS_NOT_STATED,
    UNKNOWN,
    Column,
    Elements,
    Guidelines,
    Kind,
    Pages,
    Treatments,
    Year,
)
from cases.search.pages import parse_pages, written

Labels = Callable[[], Mapping[str, str]]
LONGEST_VALUE = 200
"""Characters; no name of a specialty, state or section is longer."""


class BadValue(ValueError):
    """A value that a facet cannot have; the message ends the sentence that the value begins."""


def _clean_pages(value: str) -> str:
    return written(*parse_pages(value))


def _clean_section(value: str) -> str:
    return " ".join(value.replace("\0", " ").lower().split())[:LONGEST_VALUE]


def _clean_year(value: str) -> str:
    if value != UNKNOWN and not (value.isascii() and value.isdigit() and len(value) == 4 and value > "1900"):
        raise BadValue(f"is not a year; write four digits, or {UNKNOWN}")
    return value


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search.

    `name` is its key in addresses and in the query language. `labels` gives the
    values there are and their words, in the order they are shown; without it a
    value is its own label and the most frequent come first. `groups` maps a
    value to the value it stands under. `needs` names a facet that must be
    chosen before this one's values are counted. `spelling` gives the canonical
    spelling of a value where values are no closed list; `in_natural_order`
    shows pages and years by number, not by how many there are.
    """

    name: str
    label: str
    kind: Kind
    labels: Labels | None = None
    groups: Labels | None = None
    needs: str = ""
    spelling: Callable[[str], str] | None = None
    in_natural_order: bool = False

    def clean(self, value: str) -> str:
        """The canonical spelling of a value; raises BadValue (or BadPages) for one this facet cannot have."""
        if self.spelling:
            return self.spelling(value)
        if self.labels and value not in self.labels():
            raise BadValue("is not one of its values")
        if len(value) > LONGEST_VALUE or "\0" in value:
            raise BadValue(f"is not a value; values have at most {LONGEST_VALUE} characters")
        return value

    def label_of(self, value: str) -> str:
        """The words for a value; the value itself where there are none."""
        return (self.labels() if self.labels else {}).get(value, value)


@functools.cache
def _treatment_labels() -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for category, label in taxonomy.treatment_categories().items():
        labels[category] = label
        labels |= {entry.code: entry.label for entry in taxonomy.treatments().values() if entry.parent == category}
    return MappingProxyType(labels)


@functools.cache
def _treatment_groups() -> Mapping[str, str]:
    # A category of one treatment with the same code (transportation) is offered once, as the category.
    return MappingProxyType({e.code: e.parent for e in taxonomy.treatments().values() if e.code != e.parent})


@functools.cache
def _guideline_labels() -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for family, label in taxonomy.FAMILIES.items():
        labels[family] = f"{label}, all"
        for guideline in taxonomy.guidelines().values():
            if guideline.family == family:
                labels[MTUS_NOT_STATED if guideline.code == "mtus" else guideline.code] = guideline.label
    return MappingProxyType(labels)


@functools.cache
def _guideline_groups() -> Mapping[str, str]:
    codes = {g.code: g.family for g in taxonomy.guidelines().values() if g.code != "mtus"}
    return MappingProxyType({MTUS_NOT_STATED: "mtus", **codes})


@functools.cache
def _section_labels() -> Mapping[str, str]:
    every = taxonomy.guidelines().values()
    return MappingProxyType({name.lower(): name for guideline in every for name in guideline.sections})


@functools.cache
def _body_part_labels() -> Mapping[str, str]:
    return MappingProxyType({entry.code: entry.label for entry in taxonomy.body_parts().values()})


@functools.cache
def _reason_labels() -> Mapping[str, str]:
    return MappingProxyType({entry.code: entry.label for entry in taxonomy.reasons().values()})


FACETS: tuple[Facet, ...] = (
    Facet("outcome", "Outcome", Column("outcome"), lambda: taxonomy.OUTCOMES),
    Facet("treatment", "Treatment", Treatments(), _treatment_labels, groups=_treatment_groups),
    Facet("body_part", "Body part", Elements("body_parts"), _body_part_labels),
    Facet("guideline", "Guideline", Guidelines(), _guideline_labels, groups=_guideline_groups),
    Facet("page", "Page", Pages(), needs="guideline", spelling=_clean_pages, in_natural_order=True),
    Facet(
        "section",
        "Section",
        Elements("section_names", of_citation=True),
        _section_labels,
        needs="guideline",
        spelling=_clean_section,
    ),
    Facet("cited_by", "Cited by", Column("cited_by", of_citation=True), lambda: taxonomy.SIDES),
    Facet("basis", "Reviewer's basis", Column("reviewer_basis"), lambda: taxonomy.BASES),
    Facet("reason", "Reason given", Elements("reasons"), _reason_labels),
    Facet("specialty", "Reviewer's specialty", Elements("case__specialties")),
    Facet("state", "Reviewer's state", Elements("case__states")),
    Facet(
        "year",
        "Decided in",
        Year("case__decision_date"),
        lambda: {UNKNOWN: "Date unknown"},
        spelling=_clean_year,
        in_natural_order=True,
    ),
)


@functools.cache
def by_name() -> Mapping[str, Facet]:
    """Every facet by its key."""
    return MappingProxyType({facet.name: facet for facet in FACETS})

"""The registry of facets: each is one declaration, from which all that shows or asks it is made."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cases.letters import taxonomy
from cases.search.kinds import (
    MTUS_NOT_STATED,
    UNKNOWN,
    Column,
    Compared,
    Elements,
    Flag,
    Guidelines,
    Kind,
    Pages,
    Ranges,
    Treatments,
    Year,
)
from cases.search.pages import parse_pages, written

Labels = Callable[[], Mapping[str, str]]
Choices = Mapping[str, tuple[str, ...]]
"""For each facet some of its values."""
LONGEST_VALUE = 250
"""Characters; no name of a specialty, state or section is longer."""
EXCLUDED = "-"
"""Stands before a value that is left out: `treatment=-mri`."""


class BadValue(ValueError):
    """A value that a facet cannot have; the message ends the sentence that the value begins."""


def _clean_pages(value: str) -> str:
    return written(*parse_pages(value))


def _clean_section(value: str) -> str:
    return " ".join(value.lower().split())


def _clean_year(value: str) -> str:
    if not (value.isascii() and value.isdigit() and len(value) == 4 and value > "1900"):
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
    shows pages, years and ranges by number, not by how many there are. `unknown`
    are the words for the value of what is not stated.
    """

    name: str
    label: str
    kind: Kind
    labels: Labels | None = None
    groups: Labels | None = None
    needs: str = ""
    spelling: Callable[[str], str] | None = None
    in_natural_order: bool = False
    unknown: str = "Not stated"

    def clean(self, value: str) -> str:
        """The canonical spelling of a value; raises BadValue (or BadPages) for one this facet cannot have."""
        if value == UNKNOWN and self.kind.has_unknown:
            return value
        if not value or "\0" in value or len(value) > LONGEST_VALUE or value.startswith(EXCLUDED):
            raise BadValue(f"is not a value; values have 1 to {LONGEST_VALUE} characters and begin with no minus sign")
        if self.spelling:
            return self.spelling(value)
        if self.labels and value not in self.labels():
            raise BadValue("is not one of its values")
        return value

    def clean_choice(self, choice: str) -> str:
        """The same for a value as it stands in an address: with a minus sign before one that is left out."""
        value = choice.removeprefix(EXCLUDED).strip()
        return f"{EXCLUDED if choice.startswith(EXCLUDED) else ''}{self.clean(value)}"

    def can_choose(self, value: str) -> bool:
        """Whether a value that stands in the data can be asked for."""
        try:
            return self.clean(value) == value
        except ValueError:
            return False

    def known(self) -> Mapping[str, str]:
        """The values there are and their words, as far as they are a closed list."""
        labels = self.labels() if self.labels else {}
        return {**labels, UNKNOWN: self.unknown} if labels and self.kind.has_unknown else labels

    def label_of(self, value: str) -> str:
        """The words for a value or for leaving it out; the value itself where there are none."""
        if value.startswith(EXCLUDED):
            return f"not {self.label_of(value.removeprefix(EXCLUDED))}"
        if value == UNKNOWN and self.kind.has_unknown:
            return self.unknown
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


_VISITS = MappingProxyType({"6-or-fewer": "6 or fewer", "7-12": "7–12", "13-24": "13–24", "25-or-more": "25 or more"})
_AGES = MappingProxyType(
    {
        "under-30": "Under 30",
        "30-39": "30–39",
        "40-49": "40–49",
        "50-59": "50–59",
        "60-69": "60–69",
        "70-or-more": "70 or more",
    }
)
_COMPARED = MappingProxyType(
    {
        "reviewer-more": "Reviewer cites what the administrator does not",
        "administrator-more": "Administrator cites what the reviewer does not",
        "same": "Both cite the same guidelines",
        "none": "Neither names a guideline",
    }
)
_YES_OR_NO = MappingProxyType({"yes": "Yes", "no": "No"})
_PRIORITIES = MappingProxyType({"standard": "Standard", "expedited": "Expedited"})

FACETS: tuple[Facet, ...] = (
    Facet("outcome", "Outcome", Column("outcome", has_unknown=True), lambda: taxonomy.OUTCOMES, unknown="Not read"),
    Facet("treatment", "Treatment", Treatments(), _treatment_labels, groups=_treatment_groups),
    Facet("body_part", "Body part", Elements("body_parts"), _body_part_labels),
    Facet(
        "visits",
        "Visits asked for",
        Ranges("visits", tuple(zip(_VISITS, (0, 7, 13, 25), strict=True))),
        lambda: _VISITS,
        in_natural_order=True,
    ),
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
    Facet("compared", "Both sides compared", Compared(), lambda: _COMPARED),
    Facet("basis", "Reviewer's basis", Column("reviewer_basis"), lambda: taxonomy.BASES),
    Facet("reason", "Reason given", Elements("reasons"), _reason_labels, unknown="None found"),
    Facet("partly_authorized", "Partly authorized before", Flag("authorized", empty=""), lambda: _YES_OR_NO),
    Facet("retrospective", "Retrospective", Flag("retrospective"), lambda: _YES_OR_NO),
    Facet(
        "letter_outcome",
        "Outcome of the letter",
        Column("case__outcome", has_unknown=True),
        lambda: taxonomy.LETTER_OUTCOMES,
        unknown="Not read",
    ),
    Facet("priority", "Priority", Column("case__priority", has_unknown=True), lambda: _PRIORITIES),
    Facet("specialty", "Reviewer's specialty", Elements("case__specialties")),
    Facet("state", "Reviewer's state", Elements("case__states")),
    Facet(
        "age",
        "Age of the patient",
        Ranges("case__age", tuple(zip(_AGES, (0, 30, 40, 50, 60, 70), strict=True))),
        lambda: _AGES,
        in_natural_order=True,
    ),
    Facet("sex", "Sex of the patient", Column("case__sex", has_unknown=True), lambda: taxonomy.SEXES),
    Facet(
        "year",
        "Decided in",
        Year("case__decision_date"),
        spelling=_clean_year,
        in_natural_order=True,
        unknown="Date unknown",
    ),
)


@functools.cache
def by_name() -> Mapping[str, Facet]:
    """Every facet by its key."""
    return MappingProxyType({facet.name: facet for facet in FACETS})


def split(choices: Mapping[str, Sequence[str]]) -> tuple[Choices, Choices]:
    """The values of facets that are chosen, and those that are left out; a facet without any is in neither."""
    given = {facet.name: choices.get(facet.name) or () for facet in FACETS}
    chosen = {name: tuple(v for v in values if not v.startswith(EXCLUDED)) for name, values in given.items()}
    excluded = {name: tuple(v[1:] for v in values if v.startswith(EXCLUDED)) for name, values in given.items()}
    return _filled(chosen), _filled(excluded)


def _filled(choices: Choices) -> Choices:
    return {name: values for name, values in choices.items() if values}

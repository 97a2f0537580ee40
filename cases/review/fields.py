"""The fields that a person may correct: one entry a field."""

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cases.letters import taxonomy
from cases.letters.reviewer import STATES
from cases.review.citation_list import CitationList
from cases.review.kinds import Choice, Choices, Day, Kind, Names, Number, Passage, Words, YesNo

NUMBER_RE = re.compile(r"CM\d\d-\d{4,8}|IMR \d\d-\d{6}")
PRIORITIES = {"standard": "Standard", "expedited": "Expedited"}
OLDEST = 120
MOST_VISITS = 10_000
OF_DATES = ("incomplete-header", "impossible-date", "dates-out-of-order", "date-from-narrative", "dates-contradict")


@dataclass(frozen=True, slots=True)
class Field:
    """A fact that may be corrected: `name` is its column, `settles` the problems that a correction of it answers."""

    name: str
    label: str
    kind: Kind
    settles: tuple[str, ...] = ()


def _labels(entries: Callable[[], Mapping[str, taxonomy.Entry]]) -> Callable[[], Mapping[str, str]]:
    return lambda: {code: entry.label for code, entry in entries().items()}


def _treatment_groups() -> list[tuple[str, list[str]]]:
    """The treatments below their categories."""
    groups: dict[str, list[str]] = {}
    for code, entry in taxonomy.treatments().items():
        groups.setdefault(entry.parent, []).append(code)
    categories = taxonomy.treatment_categories()
    return [(categories.get(parent, parent), codes) for parent, codes in groups.items()]


LETTER_FIELDS = (
    Field(
        "case_number",
        "Case number",
        Words(20, NUMBER_RE, "CM15-0000042"),
        ("missing-header", "incomplete-header"),
    ),
    Field("priority", "Priority", Choice(lambda: PRIORITIES, may_be_empty=True), ("incomplete-header",)),
    Field("injury_date", "Date of injury", Day(), OF_DATES),
    Field("ur_denial_date", "Denied by utilization review", Day(), OF_DATES),
    Field("received_date", "Application received", Day(), OF_DATES),
    Field("assigned_date", "Assigned to a reviewer", Day(), OF_DATES),
    Field("decision_date", "Decided", Day(), ("missing-header", *OF_DATES)),
    Field("specialties", "Reviewer’s specialty", Names(lambda: tuple(taxonomy.specialties())), ("unknown-specialty",)),
    Field("states", "Reviewer licensed in", Names(lambda: STATES), ("unknown-state",)),
    Field("age", "Age of the patient", Number(OLDEST)),
    Field("sex", "Sex of the patient", Choice(lambda: taxonomy.SEXES, may_be_empty=True)),
    Field("summary", "Clinical summary", Passage(), ("missing-summary",)),
)

ITEM_FIELDS = (
    Field("request", "Request", Words(), ("missing-request",)),
    Field(
        "outcome",
        "Outcome",
        Choice(lambda: taxonomy.OUTCOMES, may_be_empty=True),
        ("item-without-outcome", "closing-disagrees"),
    ),
    Field(
        "treatment",
        "Treatment",
        Choice(_labels(taxonomy.treatments), groups=_treatment_groups),
        ("unclassified-treatment",),
    ),
    Field("body_parts", "Body parts", Choices(_labels(taxonomy.body_parts))),
    Field("visits", "Visits asked for", Number(MOST_VISITS)),
    Field("retrospective", "Retrospective", YesNo()),
    Field("original_request", "Originally requested", Words()),
    Field("authorized", "Already authorized", Words()),
    Field("citations", "Citations", CitationList(), ("no-citation", "unknown-guideline", "reversed-pages")),
    Field("administrator_basis", "Basis of the claims administrator", Choice(lambda: taxonomy.BASES)),
    Field("reviewer_basis", "Basis of the reviewer", Choice(lambda: taxonomy.BASES)),
    Field("rationale", "Rationale", Passage(), ("missing-rationale", "truncated")),
    Field("reasons", "Reasons given", Choices(_labels(taxonomy.reasons))),
)


@functools.cache
def fields_by_name() -> Mapping[tuple[bool, str], Field]:
    """Every field, by whether it is of an item and by name."""
    return {(of_item, each.name): each for of_item, of in enumerate_fields() for each in of}


def enumerate_fields() -> tuple[tuple[bool, tuple[Field, ...]], ...]:
    """The fields of a letter, then those of an item, each with whether they are of an item."""
    return ((False, LETTER_FIELDS), (True, ITEM_FIELDS))

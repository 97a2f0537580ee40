"""What a page shows of a case: facts and cards, in the order and words of the page."""

import datetime
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format

from cases.letters import taxonomy
from cases.models import Case, DisputedItem, GuidelineCitation
from cases.review.settled import LOST

DATE_LABELS = {
    "injury_date": "Injury",
    "ur_denial_date": "Denied by utilization review",
    "received_date": "Application received",
    "assigned_date": "Assigned to a reviewer",
    "decision_date": "Decided",
}
NOT_STATED = "not stated"
DAY = "F j, Y"
LONG_PARAGRAPH = 420
"""Characters after which a rationale, which letters print as one block, may begin a new paragraph."""
SENTENCE_END_RE = re.compile(r"(?<=[a-z0-9)]{3}[.!?])\s+(?=[A-Z\"“(])")  # not behind "vs." or "Dr."


@dataclass(frozen=True, slots=True)
class Shown:
    """One fact in words; `anchor` leads to where the letter says so, and is empty where it cannot be shown."""

    label: str
    value: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation, and the anchor of its words."""

    citation: GuidelineCitation
    anchor: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one side of an item relied on."""

    code: str
    label: str
    basis: str
    citations: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One disputed item; `told` is what its rationale cites, `anchors` maps a fact to where the letter says so."""

    item: DisputedItem
    sides: tuple[Side, ...]
    told: tuple[GuidelineCitation, ...]
    reasons: tuple[Shown, ...]
    paragraphs: tuple[str, ...]
    anchors: dict[str, str]
    cite_as: str


def item_cards(case: Case, anchors: Collection[str] = ()) -> tuple[ItemCard, ...]:
    """The items of a letter in its order; `anchors` are those that its shown text has."""
    return tuple(_item_card(case, item, anchors) for item in case.items.all())


def facts_of(case: Case, anchors: Collection[str] = ()) -> tuple[Shown, ...]:
    """What the header, the reviewer and the patient lines say; dates in the order of events."""
    dates = [
        Shown(DATE_LABELS[name], _day(date), _known(f"words-{name}", anchors)) for name, date in case.dates().items()
    ]
    patient = ", ".join(filter(None, (f"{case.age} years" if case.age is not None else "", case.sex)))
    return (
        Shown("Case number", case.case_number or NOT_STATED, _known("words-case_number", anchors)),
        Shown("Priority", case.priority.capitalize() or NOT_STATED, _known("words-priority", anchors)),
        *dates,
        Shown(
            "Reviewer’s specialty", ", ".join(case.specialties) or NOT_STATED, _known("words-specialties-1", anchors)
        ),
        Shown("Reviewer licensed in", ", ".join(case.states) or NOT_STATED, _known("words-states-1", anchors)),
        Shown("Patient", patient or NOT_STATED, _known("words-age", anchors) or _known("words-sex", anchors)),
    )


def problems_of(case: Case, anchors: Collection[str] = ()) -> tuple[Shown, ...]:
    """What a reader should know about how this letter was read; the label is the problem's code."""
    return tuple(
        Shown(problem["code"], problem["message"], _known(f"words-problem-{number}", anchors))
        for number, problem in enumerate(case.problems, start=1)
        if problem["code"] != LOST  # a reviewer's business
    )


def sides_of(item: DisputedItem, anchors: Collection[str] = ()) -> tuple[Side, ...]:
    """Both sides of an item with their citations: the claims administrator, then the reviewer."""
    return tuple(
        Side(
            code,
            label,
            item.administrator_basis if code == "administrator" else item.reviewer_basis,
            tuple(
                Cited(citation, _known(f"words-{item.position}-citation-{citation.position}", anchors))
                for citation in citations_of(item)
                if citation.cited_by == code
            ),
        )
        for code, label in taxonomy.SIDES.items()
    )


def citations_of(item: DisputedItem) -> Sequence[GuidelineCitation]:
    """What the labelled fields of an item cite, in its order, as the query that found the item fetched them."""
    fetched: Sequence[GuidelineCitation] = item.labelled_citations  # type: ignore[attr-defined]
    return fetched


def paragraphs_of(text: str) -> tuple[str, ...]:
    """A long text in paragraphs of whole sentences; joined with a blank they are the text."""
    paragraphs: list[str] = []
    for sentence in SENTENCE_END_RE.split(text):
        if paragraphs and len(paragraphs[-1]) < LONG_PARAGRAPH:
            paragraphs[-1] += f" {sentence}"
        else:
            paragraphs.append(sentence)
    return tuple(filter(None, paragraphs))


def _item_card(case: Case, item: DisputedItem, anchors: Collection[str]) -> ItemCard:
    prefix = f"words-{item.position}-"
    reasons = taxonomy.reasons()
    told: Sequence[GuidelineCitation] = item.rationale_citations  # type: ignore[attr-defined]
    return ItemCard(
        item=item,
        sides=sides_of(item, anchors),
        told=tuple(told),
        reasons=tuple(
            Shown(reasons[code].label if code in reasons else code, code, _known(f"{prefix}reasons-{number}", anchors))
            for number, code in enumerate(item.reasons, start=1)
        ),
        paragraphs=paragraphs_of(item.rationale),
        anchors={anchor.removeprefix(prefix): anchor for anchor in anchors if anchor.startswith(prefix)},
        cite_as=_cite_as(case, item),
    )


def _cite_as(case: Case, item: DisputedItem) -> str:
    number = (
        f"IMR Case No. {case.case_number}" if case.case_number else f"IMR determination {case.slug} (no case number)"
    )
    decided = f"decided {_day(case.decision_date)}" if case.decision_date else "decision date not stated"
    return f"{number}, {decided}, item {item.position} ({taxonomy.OUTCOMES.get(item.outcome, 'outcome not read')})"


def _day(date: datetime.date | None) -> str:
    return date_format(date, DAY) if date else NOT_STATED


def _known(anchor: str, anchors: Collection[str]) -> str:
    return anchor if anchor in anchors else ""

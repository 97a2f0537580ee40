"""What likeness is asked for: a stored item, or what was understood of a text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.models import DisputedItem
from cases.search.kinds import MTUS_NOT_STATED


@dataclass(frozen=True, slots=True)
class Relied:
    """One guideline that was relied on, with its pages and the names of its sections as they are found by.

    `side` is empty where it is not known, or does not matter, who cites.
    """

    guideline: str
    side: str = ""
    pages: tuple[int, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What decisions are compared with; `treatment` is empty where none is known.

    `case` and `rationale` are those of a stored item: its own letter is left out, and so is what says the very same.
    `texts` are what its words are taken from, the most telling first; `pasted` is the whole of a text that was pasted.
    """

    treatment: str = ""
    body_parts: tuple[str, ...] = ()
    visits: int | None = None
    reasons: tuple[str, ...] = ()
    relied: tuple[Relied, ...] = ()
    texts: Sequence[str] = field(default=(), repr=False)
    case: int | None = None
    rationale: str = field(default="", repr=False)
    pasted: str = field(default="", repr=False)


def subject_of(item: DisputedItem) -> Subject:
    """A stored item, with its case and `labelled_citations`."""
    return Subject(
        treatment=item.treatment,
        body_parts=tuple(item.body_parts),
        visits=item.visits,
        reasons=tuple(item.reasons),
        relied=tuple(
            Relied(facet_value(one.guideline), one.cited_by, tuple(one.pages), tuple(one.section_names))
            for one in item.labelled_citations  # type: ignore[attr-defined]
        ),
        texts=(item.request, item.rationale, item.case.summary),
        case=item.case_id,
        rationale=item.rationale,
    )


def facet_value(guideline: str) -> str:
    """The value of the guideline facet for the code of a guideline."""
    return MTUS_NOT_STATED if guideline == "mtus" else guideline

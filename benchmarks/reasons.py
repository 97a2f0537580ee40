"""Whether the reasons that a similar decision is shown with hold of both: by the rows, not by sets."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cases.letters import taxonomy
from cases.models import DisputedItem
from cases.search.facets import by_name
from cases.search.similar.similar import Like
from cases.search.similar.subject import Subject

CITED_RE = re.compile(
    r"both cite (?P<guideline>[^“]+?)(?P<sections>(?:, “[^”]+”)*)(?:, p\. (?P<pages>[\d, ]+))?"
    r"(?: \((?P<sides>[a-z ]+)\))?"
)
STEM = 3
"""Letters at the end of a word that its forms may differ in: of a word the stem is shared."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A guideline by its label, who cites it, and its pages and sections; `side` is empty where nobody knows."""

    guideline: str
    side: str
    pages: frozenset[str]
    sections: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reason can speak of, in words and in lower case."""

    treatment: str
    body_parts: frozenset[str]
    visits: str
    reasons: frozenset[str]
    cited: tuple[Cited, ...]
    text: str


def facts_of_item(item: DisputedItem) -> Facts:
    """Those of a stored item, read anew from its rows."""
    labelled = item.citations.filter(cited_in="field")
    return Facts(
        treatment=_label("treatment", item.treatment),
        body_parts=frozenset(_label("body_part", part) for part in item.body_parts),
        visits=_visits(item.visits),
        reasons=frozenset(_label("reason", code) for code in item.reasons),
        cited=tuple(
            Cited(
                taxonomy.guidelines()[one.guideline].label,
                taxonomy.SIDES[one.cited_by].lower(),
                frozenset(map(str, one.pages)),
                frozenset(one.section_names),
            )
            for one in labelled
        ),
        text=f"{item.request} {item.rationale} {item.case.summary}".lower(),
    )


def facts_of_subject(subject: Subject) -> Facts:
    """Those that were understood of a pasted text."""
    return Facts(
        treatment=_label("treatment", subject.treatment),
        body_parts=frozenset(_label("body_part", part) for part in subject.body_parts),
        visits=_visits(subject.visits),
        reasons=frozenset(_label("reason", code) for code in subject.reasons),
        cited=tuple(
            Cited(
                by_name()["guideline"].label_of(one.guideline), "", frozenset(map(str, one.pages)), _names(one.sections)
            )
            for one in subject.relied
        ),
        text=" ".join(subject.texts).lower(),
    )


def false_reasons(like: Like, asked: Facts) -> Iterator[str]:
    """The reasons of a decision that do not hold of both."""
    shown = facts_of_item(like.row.item)
    yield from (reason for reason in like.reasons if not (holds(reason, shown) and holds(reason, asked)))


def holds(reason: str, of: Facts) -> bool:
    """Whether what both are said to share is there."""
    begun, _, said = reason.partition(": ")
    if begun in ("same treatment", "same body part", "both"):
        own = {"same treatment": {of.treatment}, "same body part": of.body_parts, "both": of.reasons}[begun]
        return said.lower() in own
    if reason.startswith("both ask for "):
        return reason == f"both ask for {of.visits} visits"
    if reason.startswith("share the word"):
        return all(word[: max(len(word) - STEM, STEM)] in of.text for word in re.findall("“(.+?)”", reason))
    return is_cited(reason, of)


def is_cited(reason: str, of: Facts) -> bool:
    """Whether each side that is told cites the guideline with its sections and pages."""
    told = CITED_RE.fullmatch(reason)
    if told is None:
        return False
    sections = _names(re.findall("“(.+?)”", told["sections"]))
    pages = {page for page in (told["pages"] or "").split(", ") if page}
    return all(
        _cites(
            [each for each in of.cited if each.guideline == told["guideline"] and each.side in ("", side or each.side)],
            pages,
            sections,
        )
        for side in (told["sides"] or "").split(" and ")
    )


def _cites(own: Sequence[Cited], pages: set[str], sections: frozenset[str]) -> bool:
    """Whether there is a citation at all, and the citations together have all pages and sections."""
    had_pages = {page for each in own for page in each.pages}
    had_sections = {section for each in own for section in each.sections}
    return bool(own) and pages <= had_pages and sections <= had_sections


def _names(sections: Iterable[str]) -> frozenset[str]:
    return frozenset(section.lower() for section in sections)


def _label(facet: str, value: str) -> str:
    return by_name()[facet].label_of(value).lower()


def _visits(number: int | None) -> str:
    values = by_name()["visits"].kind.values(number)
    return by_name()["visits"].label_of(next(iter(values)))

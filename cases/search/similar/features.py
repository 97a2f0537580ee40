"""What a subject has that a decision can share with it: each with its set, its weight, and how to say it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.letters import taxonomy
from cases.search.cited import CITATION_FACETS
from cases.search.facets import by_name
from cases.search.sets.membership import ANY, cited_name, value_name
from cases.search.similar.subject import Relied, Subject

SAME_TREATMENT = 40.0
BODY_PART, VISITS, REASON = 12.0, 6.0, 7.0
GUIDELINE, SECTION, PAGE = 4.0, 5.0, 6.0
"""Weights; all but that of the treatment are the less the more decisions have the same."""
MOST_PAGES = 12
"""Pages of one citation that are compared: a whole chapter says less than one page of it."""


NOWHERE = ("", "")


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that a decision shares if it is in the set `name`.

    `kind` and `of` say what it is, and of which guideline and side: what is shared of a citation is told together.
    """

    kind: str
    name: str
    weight: float
    said: str
    of: tuple[str, str] = NOWHERE


def features_of(subject: Subject) -> list[Feature]:
    """All of them but the words."""
    return [*_of_request(subject), *_of_reasons(subject), *(one for each in subject.relied for one in _of_cited(each))]


def category_of(treatment: str) -> str:
    """The category of a treatment, or of a category itself; empty for none."""
    entry = taxonomy.treatments().get(treatment)
    return entry.parent if entry else treatment


def _of_request(subject: Subject) -> Iterator[Feature]:
    if subject.treatment in taxonomy.treatments():
        said = _label("treatment", subject.treatment)
        yield Feature("treatment", value_name("treatment", subject.treatment), SAME_TREATMENT, said)
    for part in subject.body_parts:
        weight = BODY_PART / len(subject.body_parts)
        yield Feature("body_part", value_name("body_part", part), weight, _label("body_part", part))
    if subject.visits:
        for value in by_name()["visits"].kind.values(subject.visits):
            yield Feature("visits", value_name("visits", value), VISITS, _label("visits", value))


def _of_reasons(subject: Subject) -> Iterator[Feature]:
    for reason in subject.reasons:
        yield Feature("reason", value_name("reason", reason), REASON, _label("reason", reason))


def _of_cited(relied: Relied) -> Iterator[Feature]:
    of = _label("guideline", relied.guideline), taxonomy.SIDES.get(relied.side, "").lower()
    yield Feature("guideline", _cited(relied), GUIDELINE, "", of)
    for section in relied.sections:
        weight = SECTION / len(relied.sections)
        yield Feature("section", _cited(relied, section=section), weight, f"“{_label('section', section)}”", of)
    pages = _compared(relied.pages)
    for page in pages:
        yield Feature("page", _cited(relied, page=str(page)), PAGE / len(pages) ** 0.5, str(page), of)


def _compared(pages: Sequence[int]) -> Sequence[int]:
    return pages if len(pages) <= MOST_PAGES else ()


def _cited(relied: Relied, **also: str) -> str:
    parts = {"guideline": relied.guideline, "cited_by": relied.side, **also}
    return cited_name([parts.get(facet.name, ANY) for facet in CITATION_FACETS])


def _label(facet: str, value: str) -> str:
    return by_name()[facet].label_of(value)

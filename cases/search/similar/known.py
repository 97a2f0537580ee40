"""The letter that a pasted text was taken from, where it is held: it is no likeness of itself."""

from collections.abc import Iterable
from dataclasses import replace

from cases.models import DisputedItem
from cases.search.similar.subject import Subject

LIKEST = 20
"""Decisions that are looked at: whose summary stands in a text shares all its words, and so is among the first."""
SHORTEST = 80
"""Letters of a summary that nobody writes twice."""


def with_its_letter(subject: Subject, likest: Iterable[int]) -> Subject:
    """The subject with the letter and the rationale of the item that its text quotes, or as it is.

    `likest` are keys of items. A text is of the letter that it names, or whose summary stands in it word for word.
    """
    text = plain(subject.pasted)
    items = DisputedItem.objects.published().select_related("case").only("case__summary", "request", "rationale")
    named = items.filter(case=subject.case) if subject.case else items.filter(pk__in=list(likest))
    quoted = [each for each in named if subject.case or _is_quoted(each.case.summary, text)]
    if not quoted:
        return subject
    # What a summary tells of other requests does not say which of them was pasted; of two, one may contain the other.
    asked = {each: plain(each.request) for each in quoted if plain(each.request) in _without(each.case.summary, text)}
    own = max(asked, key=lambda each: len(asked[each])) if asked else quoted[0]
    return replace(subject, case=own.case_id, rationale=subject.rationale or (own.rationale if asked else ""))


def plain(text: str) -> str:
    """A text without capitals and white space, as which copies of it are the same."""
    return "".join(text.lower().split())


def _is_quoted(summary: str, text: str) -> bool:
    return len(plain(summary)) >= SHORTEST and plain(summary) in text


def _without(summary: str, text: str) -> str:
    return text.replace(plain(summary), "") if plain(summary) else text

"""Which item of a new reading a correction is about: items are made anew, so it is told by what was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.models import Correction


@dataclass(frozen=True, slots=True)
class ReadItem:
    """The request of an item as it was read, and where it stands."""

    request: str
    span: Sequence[int] | None


def find_item(correction: Correction, read: Mapping[int, ReadItem]) -> int | None:
    """The position of the item that a correction is about, None where the letter has it no more.

    The same request at the same position; else the only one of the same words; else the one
    that is read from the same place, for the text of a letter does not change.
    """
    at = correction.position or 0
    same = [place for place, item in read.items() if item.request == correction.request]
    if at in same:
        return at
    if len(same) == 1 and correction.request:
        return same[0]
    there = [place for place, item in read.items() if _overlap(item.span, correction.request_span)]
    return there[0] if len(there) == 1 else None


def _overlap(first: Sequence[int] | None, second: Sequence[int] | None) -> bool:
    return bool(first and second and first[0] < second[1] and second[0] < first[1])

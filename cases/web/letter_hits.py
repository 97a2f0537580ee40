"""The words of the search that led to a letter, numbered in the order of its page, so that each can be linked to."""

from collections.abc import Iterator, Mapping, Sequence

from cases.models import DisputedItem
from cases.search.marks import Pieces

Numbered = tuple[tuple[str, int], ...]
"""A text in parts, each with the number of the hit that it is; 0 where it is none."""

Texts = Mapping[int, Mapping[str, Pieces]]
"""For the key of an item each of its places in pieces, see `marked_texts`."""


class Hits:
    """Numbers hits as they are asked for; `count` is how many there were."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.count = 0

    def in_request(self, item: DisputedItem) -> Numbered:
        return self._numbered(self._pieces(item.pk, "request") or ((item.request, False),))

    def in_rationale(self, item: DisputedItem, paragraphs: Sequence[str]) -> tuple[Numbered, ...]:
        return self._in_paragraphs(self._pieces(item.pk, "rationale"), paragraphs)

    def in_summary(self, paragraphs: Sequence[str]) -> tuple[Numbered, ...]:
        """The summary of the letter, which any of its items has."""
        return self._in_paragraphs(self._pieces(next(iter(self.texts), 0), "summary"), paragraphs)

    def _pieces(self, key: int, place: str) -> Pieces:
        return self.texts.get(key, {}).get(place, ())

    def _in_paragraphs(self, pieces: Pieces, paragraphs: Sequence[str]) -> tuple[Numbered, ...]:
        whole = " ".join(paragraphs)
        if "".join(text for text, _ in pieces) != whole:
            pieces = ((whole, False),)
        cut = list(_cut(pieces, paragraphs))
        return tuple(self._numbered(each) for each in cut)

    def _numbered(self, pieces: Pieces) -> Numbered:
        numbered = []
        for text, is_hit in pieces:
            self.count += is_hit
            numbered.append((text, self.count if is_hit else 0))
        return tuple(numbered)


def _cut(pieces: Pieces, paragraphs: Sequence[str]) -> Iterator[Pieces]:
    """The pieces of each paragraph; a hit across two of them is one in each."""
    start = 0
    for paragraph in paragraphs:
        end, at, found = start + len(paragraph), 0, []
        for text, is_hit in pieces:
            if part := text[max(start - at, 0) : max(end - at, 0)]:
                found.append((part, is_hit))
            at += len(text)
        yield tuple(found)
        start = end + 1

"""Snippets: the words around what was found, as pieces of text that are hits or not; never markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQueryCombinable
from django.db.models import F

from cases.models import DisputedItem
from cases.search.conditions import CONFIG

# Private-use characters: no letter holds them (the canonical text drops them), so no text can forge a mark.
START, STOP = "\ue000", "\ue001"
SNIPPET_WORDS = 30
OPENING_CHARACTERS = 280

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Snippet:
    """What to show of an item: its request, and the best of its text with the name of where that stands."""

    request: Pieces
    text: Pieces
    where: str


def snippets(items: Sequence[DisputedItem], words: SearchQueryCombinable | None) -> Mapping[int, Snippet]:
    """A snippet for each of a page of items; without words the opening of the rationale."""
    if words is None:
        return {item.pk: Snippet(((item.request, False),), _opening(item), "rationale") for item in items}
    return {row[0]: _best(*row[1:]) for row in _headlines([item.pk for item in items], words)}


def _headlines(keys: Sequence[int], words: SearchQueryCombinable) -> Sequence[tuple[int, str, str, str]]:
    marked = DisputedItem.objects.filter(pk__in=keys).annotate(
        marked_request=SearchHeadline(
            F("request"), words, config=CONFIG, start_sel=START, stop_sel=STOP, highlight_all=True
        ),
        marked_rationale=_extract("rationale", words),
        marked_summary=_extract("case__summary", words),
    )
    return list(marked.values_list("pk", "marked_request", "marked_rationale", "marked_summary"))


def _extract(column: str, words: SearchQueryCombinable) -> SearchHeadline:
    return SearchHeadline(
        F(column),
        words,
        config=CONFIG,
        start_sel=START,
        stop_sel=STOP,
        max_words=SNIPPET_WORDS,
        min_words=SNIPPET_WORDS // 2,
        max_fragments=2,
        fragment_delimiter=" … ",
    )


def _best(request: str, rationale: str, summary: str) -> Snippet:
    if START not in rationale and START in summary:
        return Snippet(_pieces(request), _pieces(summary), "summary")
    return Snippet(_pieces(request), _pieces(rationale), "rationale")


def _pieces(marked: str) -> Pieces:
    first, *rest = marked.split(START)
    pieces = [(first, False)]
    for part in rest:
        hit, _, after = part.partition(STOP)
        pieces += [(hit, True), (after, False)]
    return tuple((text, is_hit) for text, is_hit in pieces if text)


def _opening(item: DisputedItem) -> Pieces:
    text = item.rationale
    if len(text) > OPENING_CHARACTERS:
        text = text[:OPENING_CHARACTERS].rsplit(" ", 1)[0] + " …"
    return ((text, False),)

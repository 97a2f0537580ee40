"""Snippets: the words around what was found, as pieces of text that are hits or not; never markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import F

from cases.models import DisputedItem
from cases.search.conditions import CONFIG

# Private-use characters: no letter holds them (the canonical text drops them), so no text can forge a mark.
START, STOP = "\ue000", "\ue001"
SNIPPET_WORDS = 45
OPENING_CHARACTERS = 280

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Snippet:
    """What to show of an item: its request, and the best of its text with the name of where that stands."""

    request: Pieces
    text: Pieces
    where: str


def snippets(items: Sequence[DisputedItem], words: SearchQuery | None) -> Mapping[int, Snippet]:
    """A snippet for each of a page of items; without words the opening of the rationale."""
    if words is None:
        return {item.pk: Snippet(((item.request, False),), _opening(item), "rationale") for item in items}
    return {row["pk"]: _best(row) for row in _headlines([item.pk for item in items], words)}


def _headlines(keys: Sequence[int], words: SearchQuery) -> Sequence[dict[str, str]]:
    whole = {"config": CONFIG, "start_sel": START, "stop_sel": STOP, "highlight_all": True}
    part = {
        "config": CONFIG,
        "start_sel": START,
        "stop_sel": STOP,
        "max_words": SNIPPET_WORDS,
        "min_words": SNIPPET_WORDS // 2,
        "max_fragments": 2,
        "fragment_delimiter": " … ",
    }
    rows = DisputedItem.objects.filter(pk__in=keys).annotate(
        marked_request=SearchHeadline(F("request"), words, **whole),
        marked_rationale=SearchHeadline(F("rationale"), words, **part),
        marked_summary=SearchHeadline(F("case__summary"), words, **part),
    )
    return list(rows.values("pk", "marked_request", "marked_rationale", "marked_summary"))


def _best(row: Mapping[str, str]) -> Snippet:
    in_summary = START not in row["marked_rationale"] and START in row["marked_summary"]
    where = "summary" if in_summary else "rationale"
    return Snippet(_pieces(row["marked_request"]), _pieces(row[f"marked_{where}"]), where)


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

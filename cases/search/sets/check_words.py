"""Whether stored words and kept texts say what the texts of living entries say."""

from collections.abc import Iterator

import numpy as np
from django.db import connection
from pyroaring import BitMap

from cases.models import SearchEntry, SearchWord, SearchWordState
from cases.search.query import PLACES
from cases.search.sets.bitmaps import bitmap, numbers
from cases.search.sets.positions import Texts
from cases.search.sets.stored_words import SEGMENT, TEXTS, find_words, segments_upto, span_of

POSITION_BITS = 14
"""PostgreSQL counts no position in a text beyond 16,383."""

Stored = dict[str, tuple[BitMap, BitMap]]

TEXTS_DIFFER = """
    WITH truth AS (SELECT place, generate_series(first, last) AS entry, words FROM imr_texts(%(after)s, 2147483647)
                   WHERE words <> ''),
         kept AS (SELECT place, entry, words
                  FROM (SELECT place, generate_series(first, last) AS entry, words FROM cases_searchtext) AS text
                  JOIN cases_searchentry ON id = entry WHERE entry >= %(after)s)
    SELECT count(*)
    FROM ((TABLE truth EXCEPT ALL TABLE kept) UNION ALL (TABLE kept EXCEPT ALL TABLE truth)) AS differing
"""


def find_wrong_words() -> Iterator[str]:
    """A sentence for each segment whose stored words differ from its texts, and for texts that are not kept."""
    state = SearchWordState.objects.filter(is_current=True).first() or SearchWordState(epoch=0)
    live = bitmap(np.fromiter(SearchEntry.objects.order_by("pk").values_list("pk", flat=True), np.int64))
    for segment in segments_upto(state.worded):
        for place, name in enumerate(PLACES):
            if wrong := _wrong_in(state.epoch, segment, place, live):
                yield f"the stored {name} of {_named(segment)} differ from its texts: {wrong[:3]}; run reindex"
    with connection.cursor() as cursor:
        cursor.execute(TEXTS_DIFFER, {"after": state.worded + 1 if state.worded else 0})
        if differing := cursor.fetchone()[0]:
            yield f"{differing:,} texts of new entries are not kept as they are; run reindex"


def _named(segment: int) -> str:
    first, last = span_of(segment)
    return f"segment {segment}" if segment >= 0 else f"entries {first} to {last}"


def _wrong_in(epoch: int, segment: int, place: int, live: BitMap) -> list[str]:
    """The lexemes whose stored entries or positions are not those of the texts."""
    texts, found = find_words(segment, place)
    stored = _stored(epoch, segment, place)
    kept = _kept_texts(epoch, segment, place)
    wrong = []
    for word in found:
        entries, positions = stored.pop(word.lexeme, (BitMap(), BitMap()))
        true = _standing(texts, bitmap(np.sort(texts.begins[word.texts] + word.positions)), live)
        if _standing(kept, positions, live) != true or entries & live != texts.entries_of(np.sort(word.texts)) & live:
            wrong.append(word.lexeme)
    return wrong + [lexeme for lexeme, (entries, _) in stored.items() if entries & live]


def _stored(epoch: int, segment: int, place: int) -> Stored:
    rows = SearchWord.objects.filter(epoch=epoch, segment=segment, place=place).exclude(lexeme=TEXTS)
    return {
        lexeme: (BitMap.deserialize(bytes(entries)), BitMap.deserialize(bytes(positions)))
        for lexeme, entries, positions in rows.values_list("lexeme", "entries", "positions")
    }


def _kept_texts(epoch: int, segment: int, place: int) -> Texts:
    row = SearchWord.objects.filter(epoch=epoch, segment=segment, place=place, lexeme=TEXTS).first()
    return Texts.from_bytes(bytes(row.positions) if row else b"")


def _standing(texts: Texts, positions: BitMap, live: BitMap) -> BitMap:
    """Which living entry has which position of its own text, as one number each."""
    at = numbers(positions)
    text = np.searchsorted(texts.begins, at, side="right") - 1
    if not len(at) or text.min() < 0:
        return BitMap()
    held = texts.last[text] - texts.first[text] + 1
    within = np.arange(held.sum()) - np.repeat(np.cumsum(held) - held, held)
    entries = np.repeat(texts.first[text], held) + within
    living = np.isin(entries, numbers(live))
    standing = ((entries % SEGMENT) << POSITION_BITS) + np.repeat(at - texts.begins[text], held)
    return bitmap(np.sort(standing[living]))

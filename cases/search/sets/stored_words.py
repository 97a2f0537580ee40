"""Words in PostgreSQL: of each lexeme of a segment and place a row with its entries and its positions.

The texts of newer entries stand in a table of their own with an index of words,
until `seal_words` stores the words of the piece that they fill; the pieces of a
segment go when it is full and stored as one. `rebuild_words` makes all rows anew
under the next epoch while the old ones serve, and can be killed and resumed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import psycopg
from django.db import connection, transaction
from django.db.models import Max, Min

from cases.models import SearchEntry, SearchText, SearchWord, SearchWordState
from cases.search.query import PLACES
from cases.search.sets.binary import binary_rows
from cases.search.sets.bitmaps import bitmap
from cases.search.sets.positions import APART, Numbers, Texts
from cases.search.sets.stored import last_entry

SEGMENT = 32_768
"""Entries whose words are stored as one: the more there are, the fewer rows a word has."""
PIECE = 4_096
"""Entries whose words are stored before their segment is full: as many, at most, PostgreSQL's own index of words has.

Such a row names the n-th piece of all as segment -1 - n.
"""

TEXTS = ""
"""The lexeme of the row that says where the texts of a segment begin; no word has it."""

PLACED = """
    SELECT lexeme, string_agg(int4send(first), ''), string_agg(int2send(position), '')
    FROM (
        SELECT text.first, word.lexeme, unnest(word.positions) AS position
        FROM imr_texts(%s, %s) AS text, unnest(text.words) AS word
        WHERE text.place = %s
    ) AS placed
    GROUP BY lexeme
"""
RANGES = "SELECT first, last FROM imr_texts(%s, %s) WHERE place = %s AND words <> '' ORDER BY first"
COPY = """
    COPY cases_searchword (epoch, segment, place, lexeme, number, entries, positions) FROM STDIN (FORMAT BINARY)
"""
TYPES = ("int4", "int4", "int2", "text", "int4", "bytea", "bytea")


@dataclass(frozen=True, slots=True)
class Found:
    """One lexeme in the texts of a place: the text (its number in order) and position of each time it stands there."""

    lexeme: str
    texts: Numbers
    positions: Numbers


def span_of(segment: int) -> tuple[int, int]:
    """The first and the last entry of a segment or of a piece, by its number in a row."""
    number, size = (segment, SEGMENT) if segment >= 0 else (-1 - segment, PIECE)
    return number * size, (number + 1) * size - 1


def segments_upto(worded: int) -> Iterator[int]:
    """The numbers of the segments, and of the pieces of the last, in which words up to an entry are stored."""
    full, rest = divmod(worded + 1, SEGMENT)
    yield from range(full)
    yield from (-1 - (full * SEGMENT // PIECE + piece) for piece in range(rest // PIECE))


def seal_words() -> None:
    """Stores the words of every segment and piece that is full; whoever comes second finds nothing to do."""
    last = last_entry()
    while _next_end(state := _current(), last) <= last:
        _store_next(state.pk)
    with transaction.atomic():
        state = SearchWordState.objects.select_for_update().get(is_current=True)
        SearchText.objects.filter(last__lte=state.worded).delete()


def rebuild_words() -> None:
    """Makes the words of all segments anew from the truth and puts them in force; killed, it goes on where it was."""
    state = SearchWordState.objects.filter(is_current=False).first()
    state = state or SearchWordState.objects.create(**_new_state())
    while _next_end(state, last := last_entry()) <= last:
        state = _store_next(state.pk)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(13120002)")  # no entry comes while texts are taken anew
        SearchWordState.objects.exclude(pk=state.pk).delete()
        SearchWordState.objects.filter(pk=state.pk).update(is_current=True)
        SearchText.objects.all().delete()
        cursor.execute(
            "INSERT INTO cases_searchtext (place, first, last, words)"
            " SELECT * FROM imr_texts(%s, 2147483647) AS text WHERE text.words <> '' ORDER BY text.first",
            [state.worded + 1],
        )
    SearchWord.objects.exclude(epoch=state.epoch).delete()


def find_words(segment: int, place: int) -> tuple[Texts, Iterator[Found]]:
    """What the texts of a segment or piece say in one place, as the truth has them now."""
    span = span_of(segment)
    first, last = np.array(list(binary_rows(RANGES, [*span, place])), np.int64).reshape(-1, 2).T
    placed = binary_rows(PLACED, [*span, place])
    rows = [(lexeme, _numbers(entries, ">i4"), _numbers(at, ">i2")) for lexeme, entries, at in placed]
    longest = np.zeros(len(first), np.int64)
    for _, entries, at in rows:
        np.maximum.at(longest, np.searchsorted(first, entries), at)
    texts = Texts(np.cumsum(longest + APART) - longest - APART, first, last)
    return texts, (Found(lexeme, np.searchsorted(first, entries), at) for lexeme, entries, at in rows)


def _store_next(key: int) -> SearchWordState:
    """Stores the words of the next segment or piece of a state, and says so in it."""
    with transaction.atomic():
        state = SearchWordState.objects.select_for_update().get(pk=key)
        if (end := _next_end(state, last := last_entry())) <= last:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL work_mem = '256MB'")  # the words of a segment are grouped without a disk
                is_whole = (end + 1) % SEGMENT == 0
                if is_whole:
                    SearchWord.objects.filter(epoch=state.epoch, segment__lt=0).delete()
            for place in range(len(PLACES)):
                _copy(state.epoch, end // SEGMENT if is_whole else -1 - end // PIECE, place)
            state.worded = end
            state.save(update_fields=["worded"])
        return state


def _copy(epoch: int, segment: int, place: int) -> None:
    texts, found = find_words(segment, place)
    with psycopg.Cursor(connection.connection) as cursor, cursor.copy(COPY) as copy:
        copy.set_types(TYPES)
        copy.write_row((epoch, segment, place, TEXTS, len(texts.first), b"", texts.to_bytes()))
        for word in found:
            for row in _row(texts, word):
                copy.write_row((epoch, segment, place, word.lexeme, *row))


def _row(texts: Texts, word: Found) -> Iterable[tuple[int, bytes, bytes]]:
    entries = texts.entries_of(np.sort(word.texts))
    positions = bitmap(np.sort(texts.begins[word.texts] + word.positions))
    yield len(entries), entries.serialize(), positions.serialize()


def _numbers(stored: bytes | memoryview, kind: str) -> Numbers:
    return np.frombuffer(stored, kind).astype(np.int64)


def _current() -> SearchWordState:
    return SearchWordState.objects.get_or_create(is_current=True, defaults=_new_state())[0]


def _new_state() -> dict[str, int]:
    """An epoch with nothing stored; what stands before the first entry that lives has no words."""
    epoch = int(SearchWordState.objects.aggregate(last=Max("epoch"))["last"] or 0) + 1
    first = SearchEntry.objects.aggregate(first=Min("pk"))["first"] or 0
    return {"epoch": epoch, "worded": max(first // SEGMENT * SEGMENT - 1, 0)}


def _next_end(state: SearchWordState, last: int) -> int:
    """The last entry that is stored next: of a segment if it is full with the entries up to `last`, else of a piece."""
    segment, piece = (((state.worded + 1) // size + 1) * size - 1 for size in (SEGMENT, PIECE))
    return segment if segment <= last else piece

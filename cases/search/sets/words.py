"""Words as sets: the entries whose request, rationale or summary has a word or phrase."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from pyroaring import BitMap

from cases.models import PLACES
from cases.search.query import Phrase, Word
from cases.search.sets.binary import binary_rows
from cases.search.sets.bitmaps import from_big_endian
from cases.search.sets.lexemes import Lexeme, lexemes_of, tsquery_of
from cases.search.sets.positions import Texts, in_a_row
from cases.search.sets.stored_words import TEXTS

KEPT = 256
"""Sets of texts a process keeps; one of a million entries is at most 128 kB."""

Term = Word | Phrase

IN_FORCE = "WITH state AS MATERIALIZED (SELECT epoch, worded FROM cases_searchwordstate WHERE is_current)"
NEWER = """
    SELECT -1, '', string_agg(int4send(number), '')
    FROM (
        SELECT generate_series(first, last) AS number FROM cases_searchtext
        WHERE place = {place} AND words @@ %s::tsquery AND last > %s
    ) AS newer
"""
STORED = """
    SELECT segment, lexeme, {column} FROM cases_searchword, state
    WHERE cases_searchword.epoch = state.epoch AND place = {place} AND worded > %s AND ({lexemes})
"""


class WordSets:
    """The sets of texts asked for lately; a newer entry is looked at when its text is asked for again."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[Term, str], tuple[BitMap, int]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, term: Term, seen: int) -> BitMap:
        """The entries up to the number `seen` (and perhaps newer or dead ones) that have `term` anywhere."""
        return BitMap.union(*(self.of_place(term, place, seen) for place in PLACES))

    def of_place(self, term: Term, place: str, seen: int) -> BitMap:
        """The same, in one of PLACES."""
        known, upto = self.kept.get((term, place), (BitMap(), -1))
        if upto < seen:
            known = known | find_entries(term, place, upto)
        with self.lock:
            self.kept[term, place] = (known, max(seen, upto))
            self.kept.move_to_end((term, place))
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return known


def find_entries(term: Term, place: str, after: int) -> BitMap:
    """The entries behind the number `after` (and perhaps earlier or dead ones) whose `place` has `term`.

    One statement reads stored words and newer texts, so that sealing never lets one slip from between them.
    """
    tsquery = tsquery_of(term.text)
    lexemes = lexemes_of(tsquery)
    if not lexemes:
        return BitMap()
    column = "entries" if len(lexemes) == 1 else "positions"
    conditions, wanted = _conditions(lexemes, with_texts=len(lexemes) > 1)
    newer = NEWER.format(place=PLACES.index(place))
    stored = STORED.format(place=PLACES.index(place), column=column, lexemes=conditions)
    query = f"{IN_FORCE} {newer} UNION ALL {stored} ORDER BY 1, 2"
    found, *rows = binary_rows(query, [tsquery, after, after, *wanted])
    segments = groupby(rows, key=itemgetter(0))
    return from_big_endian(found[2]) | BitMap.union(BitMap(), *(_entries(lexemes, rows) for _, rows in segments))


def _conditions(lexemes: Sequence[Lexeme], *, with_texts: bool) -> tuple[str, list[Any]]:
    """Which rows tell of `lexemes`, as SQL and its values."""
    whole = [lexeme.text for lexeme in lexemes if not lexeme.is_prefix] + [TEXTS] * with_texts
    prefixes = [lexeme.text for lexeme in lexemes if lexeme.is_prefix]
    ranges = [value for prefix in prefixes for value in (prefix, f"{prefix}\U0010ffff")]
    return " OR ".join(["lexeme = ANY(%s)", *["lexeme BETWEEN %s AND %s"] * len(prefixes)]), [whole, *ranges]


def _entries(lexemes: Sequence[Lexeme], rows: Iterator[tuple[int, str, bytes]]) -> BitMap:
    """The entries of one segment that have `lexemes` in a row, from its rows."""
    held = {lexeme: members for _, lexeme, members in rows}
    if len(lexemes) == 1:
        return _union(lexemes[0], held)
    placed = [(_union(lexeme, held), lexeme.distance) for lexeme in lexemes]
    if not all(positions for positions, _ in placed):
        return BitMap()
    return Texts.from_bytes(held[TEXTS]).entries(in_a_row(placed))


def _union(lexeme: Lexeme, held: dict[str, bytes]) -> BitMap:
    if not lexeme.is_prefix:
        return BitMap.deserialize(held[lexeme.text]) if lexeme.text in held else BitMap()
    having = [members for text, members in held.items() if text and text.startswith(lexeme.text)]
    return BitMap.union(BitMap(), *map(BitMap.deserialize, having))

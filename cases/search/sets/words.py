"""Words as sets: the entries whose request, rationale or summary has a term of a query."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from pyroaring import BitMap

from cases.search.query import PLACES, Near, Term, term_text
from cases.search.sets.binary import binary_rows
from cases.search.sets.bitmaps import from_big_endian
from cases.search.sets.lexemes import Asked, Lexeme, asked_of
from cases.search.sets.positions import Texts, in_a_row, within_reach
from cases.search.sets.stored_words import TEXTS

KEPT = 256
"""Sets of terms a process keeps; one of a million entries is at most 128 kB."""

IN_FORCE = "WITH state AS MATERIALIZED (SELECT epoch, worded FROM cases_searchwordstate WHERE is_current)"
NEWER = """
    SELECT -2147483648, '', string_agg(int4send(number), '')
    FROM (
        SELECT generate_series(first, last) AS number FROM cases_searchtext
        WHERE place = {place} AND words @@ %s::tsquery AND {near} AND last > %s
    ) AS newer
"""
STORED = """
    SELECT segment, lexeme, {column} FROM cases_searchword, state
    WHERE cases_searchword.epoch = state.epoch AND place = {place} AND worded > %s AND ({lexemes})
"""
NEAR = "imr_is_near(words, %s, %s)"

Held = Mapping[str, bytes]
"""Of the rows of one segment, what is kept of each lexeme."""


class WordSets:
    """The sets of terms asked for lately; a newer entry is looked at when its term is asked for again."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[str, str], tuple[BitMap, int]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, term: Term, seen: int) -> BitMap:
        """The entries up to the number `seen` (and perhaps newer or dead ones) that have `term` anywhere."""
        return BitMap.union(*(self.of_place(term, place, seen) for place in PLACES))

    def of_place(self, term: Term, place: str, seen: int) -> BitMap:
        """The same, in one of PLACES."""
        key = (term_text(term).lower(), place)
        known, upto = self.kept.get(key, (BitMap(), -1))
        if upto < seen:
            known = known | find_entries(term, place, upto)
        with self.lock:
            self.kept[key] = (known, max(seen, upto))
            self.kept.move_to_end(key)
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return known


def find_entries(term: Term, place: str, after: int) -> BitMap:
    """The entries behind the number `after` (and perhaps earlier or dead ones) whose `place` has `term`.

    One statement reads stored words and newer texts, so that sealing never lets one slip from between them.
    """
    asked = asked_of(term)
    if not asked.phrases:
        return BitMap()
    by_position = bool(asked.reach) or any(len(phrase) > 1 for phrase in asked.phrases)
    conditions, wanted = _conditions(asked, with_texts=by_position)
    near, nearness = (NEAR, [term.text, term.distance]) if isinstance(term, Near) else ("true", [])
    number = PLACES.index(place)
    newer = NEWER.format(place=number, near=near)
    stored = STORED.format(place=number, column="positions" if by_position else "entries", lexemes=conditions)
    query = f"{IN_FORCE} {newer} UNION ALL {stored} ORDER BY 1, 2"
    found, *rows = binary_rows(query, [asked.tsquery, *nearness, after, after, *wanted])
    parts = (_entries(asked, {name: held for _, name, held in rows}) for _, rows in groupby(rows, key=itemgetter(0)))
    return BitMap.union(from_big_endian(found[2]), *parts)


def _conditions(asked: Asked, *, with_texts: bool) -> tuple[str, list[Any]]:
    """Which rows tell of what is asked for, as SQL and its values."""
    lexemes = {lexeme for phrase in asked.phrases for lexeme in phrase}
    whole = [lexeme.text for lexeme in lexemes if not lexeme.is_prefix] + [TEXTS] * with_texts
    prefixes = [lexeme.text for lexeme in lexemes if lexeme.is_prefix]
    ranges = [value for prefix in prefixes for value in (prefix, f"{prefix}\U0010ffff")]
    return " OR ".join(["lexeme = ANY(%s)", *["lexeme BETWEEN %s AND %s"] * len(prefixes)]), [whole, *ranges]


def _entries(asked: Asked, held: Held) -> BitMap:
    """The entries of one segment that have what is asked for, from its rows."""
    if TEXTS not in held:
        return BitMap.union(*(_union(phrase[0], held) for phrase in asked.phrases))
    texts = Texts.from_bytes(held[TEXTS])
    if asked.reach:
        return texts.entries(within_reach([_union(phrase[0], held) for phrase in asked.phrases], asked.reach, texts))
    rows = ([(_union(lexeme, held), lexeme.distance) for lexeme in phrase] for phrase in asked.phrases)
    return texts.entries(BitMap.union(*map(in_a_row, rows)))


def _union(lexeme: Lexeme, held: Held) -> BitMap:
    if not lexeme.is_prefix:
        return BitMap.deserialize(held[lexeme.text]) if lexeme.text in held else BitMap()
    having = [members for text, members in held.items() if text and text.startswith(lexeme.text)]
    return BitMap.union(BitMap(), *map(BitMap.deserialize, having))

"""Words as sets: the entries whose request, rationale or summary has a word or phrase."""

import threading
from array import array
from collections import OrderedDict

from django.db import connection
from pyroaring import BitMap

from cases.models import SearchEntry
from cases.search.conditions import COLUMNS, stands
from cases.search.query import PLACES, Near, Prefix, Term, term_text

KEPT = 256
"""Sets of texts a process keeps; one of a million entries is at most 128 kB."""

FOUND = {
    "request": "item.request_words @@ asked.words",
    "rationale": "item.rationale_words @@ asked.words",
    "summary": "letter.summary_words @@ asked.words",
}
LETTER = "JOIN cases_disputeditem item ON item.case_id = letter.id"


class WordSets:
    """The sets of texts asked for lately; a newer entry is looked at when its text is asked for again."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[str, str], tuple[BitMap, int]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, term: Term, seen: int) -> BitMap:
        """The entries up to the number `seen` (and perhaps newer or dead ones) that have `term` anywhere."""
        found = BitMap()
        for place in PLACES:
            found |= self.of_place(term, place, seen)
        return found

    def of_place(self, term: Term, place: str, seen: int) -> BitMap:
        """The same, in one of PLACES."""
        key = (term_text(term).lower(), place)
        known, upto = self.kept.get(key, (BitMap(), 0))
        if upto < seen:
            known = known | _entries_of(term, place, upto)
        with self.lock:
            self.kept[key] = (known, max(seen, upto))
            self.kept.move_to_end(key)
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return known


def _entries_of(term: Term, place: str, after: int) -> BitMap:
    if isinstance(term, Prefix | Near):
        return _entries_asked(term, place, after)
    return _entries_with(term.text, place, after)


def _entries_asked(term: Term, place: str, after: int) -> BitMap:
    """The living entries behind the number `after` whose `place` has `term`, by the condition that plain SQL has."""
    asked = stands(term, f"item__{COLUMNS[place]}")
    return BitMap(SearchEntry.objects.filter(asked, pk__gt=after).values_list("pk", flat=True))


def _entries_with(text: str, place: str, after: int) -> BitMap:
    """The living entries behind the number `after` whose `place` has `text`, asked of PostgreSQL's index of words."""
    source = f"cases_case letter {LETTER}" if place == "summary" else "cases_disputeditem item"
    query = f"""
        WITH asked AS MATERIALIZED (SELECT phraseto_tsquery('imr', %s) AS words)
        SELECT string_agg(int4send(entry.id), '')
        FROM asked CROSS JOIN {source} JOIN cases_searchentry entry ON entry.item_id = item.id
        WHERE {FOUND[place]} AND entry.id > %s
    """  # noqa: S608 - the parts are ours
    with connection.cursor() as cursor:
        cursor.execute(query, [text, after])
        return from_big_endian(cursor.fetchone()[0])


def from_big_endian(numbers: bytes | memoryview | None) -> BitMap:
    """The set of 32-bit numbers as `int4send` writes them."""
    read = array("I", bytes(numbers or b""))
    read.byteswap()
    return BitMap(read)

"""The words of some texts that are rare among all decisions, and the entries that have them.

How frequent a word is, is told by the stored words of some segments, or of a small site by some of its texts; those
that are rare enough are then read in one statement, from stored words and newer texts alike.
"""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from pyroaring import BitMap

from cases.search.sets.binary import binary_rows
from cases.search.sets.bitmaps import from_big_endian
from cases.search.sets.stored_words import PIECE, SEGMENT
from cases.search.sets.words import IN_FORCE

DATA = Path(__file__).parent.parent / "data" / "verdict.toml"
WORD_RE = re.compile(r"[a-z]{4,30}")
ENDING_RE = re.compile(r"(?<=[a-z]{3})(?:e?s|e?d|ing|e)$")
"""In which forms of one word differ: a stem may be that of two, as of capsulitis and capsule."""
MOST_WORDS = 600
"""Different words of a subject that are looked at."""
MOST_RARE = 32
"""Words that are compared."""
COMMON = 0.03
"""The share of decisions from which on a word is talk of everybody."""
LOOKED_AT = 8
"""Segments that tell how frequent a word is."""
SAMPLE = 300
"""Newest texts of a place that tell it where no piece is full."""

STEMS = "SELECT word, (ts_lexize('imr_stem', word))[1] FROM unnest(%s::text[]) AS word"
STORED = f"""
    {IN_FORCE}, looked AS MATERIALIZED (
        SELECT segment FROM cases_searchword, state
        WHERE cases_searchword.epoch = state.epoch AND place = 0 AND lexeme = ''
        ORDER BY segment DESC LIMIT {LOOKED_AT}
    )
    SELECT lexeme, sum(number)::int,
           (SELECT sum(CASE WHEN segment < 0 THEN {PIECE} ELSE {SEGMENT} END)::int FROM looked)
    FROM cases_searchword, state
    WHERE cases_searchword.epoch = state.epoch AND place IN (0, 1, 2) AND lexeme = ANY(%s)
      AND segment IN (SELECT segment FROM looked)
    GROUP BY lexeme
"""  # noqa: S608
SAMPLED = " UNION ALL ".join(
    f"(SELECT words FROM cases_searchtext WHERE place = {place} ORDER BY id DESC LIMIT {SAMPLE})"  # noqa: S608
    for place in (0, 1, 2)
)
NEWER_SHARE = f"""
    SELECT lexeme, count(*)::int FROM ({SAMPLED}) AS text, unnest(tsvector_to_array(words)) AS lexeme
    WHERE lexeme = ANY(%s) GROUP BY lexeme
"""  # noqa: S608
NEWER = " UNION ALL ".join(
    f"""
    SELECT asked.lexeme, first, last FROM unnest(%s::text[]) AS asked (lexeme), cases_searchtext
    WHERE place = {place} AND words @@ ('''' || asked.lexeme || '''')::tsquery
    """  # noqa: S608
    for place in (0, 1, 2)
)
SETS = f"""
    {IN_FORCE}
    SELECT lexeme, entries FROM cases_searchword, state
    WHERE cases_searchword.epoch = state.epoch AND place IN (0, 1, 2) AND lexeme = ANY(%s)
    UNION ALL
    SELECT '+' || lexeme, string_agg(int4send(number), '')
    FROM (SELECT lexeme, generate_series(first, last) AS number FROM ({NEWER}) AS newer) AS each GROUP BY lexeme
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class RareWord:
    """A word as the subject writes it, the entries that have it anywhere, and in which of its texts it stands first."""

    word: str
    entries: BitMap
    text: int


def rare_words(texts: Sequence[str], entries: int) -> list[RareWord]:
    """The words of `texts` that few of so many `entries` have, the rarest of each text first."""
    places = _first_places(texts)
    lexemes = _lexemes(list(places))
    shares = _shares(list(lexemes))
    rare = sorted(
        (lexeme for lexeme in lexemes if shares.get(lexeme, 0.0) < COMMON),
        key=lambda lexeme: (places[lexemes[lexeme]], shares.get(lexeme, 0.0), lexeme),
    )
    chosen = rare[:MOST_RARE]
    sets = _sets(chosen)
    found = [RareWord(lexemes[name], sets[name], places[lexemes[name]]) for name in chosen if name in sets]
    return [word for word in found if len(word.entries) <= max(COMMON * entries, SAMPLE // 10)]


def roots_of(text: str) -> frozenset[str]:
    """The roots of all words of a text."""
    return frozenset(map(root_of, WORD_RE.findall(text.lower())))


def root_of(word: str) -> str:
    """What the forms of a word have in common: `exercis` of exercise, exercises, exercised, exercising."""
    return ENDING_RE.sub("", word)


def _first_places(texts: Sequence[str]) -> dict[str, int]:
    """The different words of some texts, and which of the texts has each first."""
    places: dict[str, int] = {}
    for number, text in enumerate(texts):
        for word in WORD_RE.findall(text.lower()):
            if len(places) < MOST_WORDS:
                places.setdefault(word, number)
    return places


def _lexemes(words: Sequence[str]) -> dict[str, str]:
    """For each lexeme the first word that has it, verdicts and the talk of letters left out."""
    ignored = ignored_lexemes()
    lexemes: dict[str, str] = {}
    for word, lexeme in _stems(words):
        if lexeme and lexeme not in ignored and lexeme.isalpha():
            lexemes.setdefault(lexeme, word)
    return lexemes


@functools.cache
def ignored_lexemes() -> frozenset[str]:
    words = [word for group in tomllib.loads(DATA.read_text()).values() for word in group]
    return frozenset(lexeme for _, lexeme in _stems(words))


def _stems(words: Sequence[str]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(STEMS, [sorted(words)])  # a server that logs what is slow must not have a text in its order
        stems = dict(cursor.fetchall())
    return [(word, stems[word]) for word in words]


def _shares(lexemes: Sequence[str]) -> Mapping[str, float]:
    """About which share of the decisions has each lexeme; none is said of one that was not seen."""
    stored = list(binary_rows(STORED, [lexemes]))
    if stored:
        return {lexeme: number / entries for lexeme, number, entries in stored}
    return {lexeme: number / SAMPLE for lexeme, number in binary_rows(NEWER_SHARE, [lexemes])}


def _sets(lexemes: Sequence[str]) -> dict[str, BitMap]:
    """The entries that have each lexeme, of those that any has."""
    sets: dict[str, BitMap] = {}
    for name, members in binary_rows(SETS, [lexemes] * 4):
        found = from_big_endian(members) if name.startswith("+") else BitMap.deserialize(members)
        lexeme = name.removeprefix("+")
        sets[lexeme] = sets[lexeme] | found if lexeme in sets else found
    return sets

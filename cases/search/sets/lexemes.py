"""What a word or phrase is to PostgreSQL: its lexemes, each at a distance from the first."""

import functools
import re
from dataclasses import dataclass

from django.db import connection

LEXEME_RE = re.compile(
    r"""
    (?: \ <(?P<distance>-|\d+)>\  )?        # "'medic' <-> 'necessari'"
    ' (?P<lexeme> (?: [^'\\] | '' | \\. )* ) '
    (?P<prefix> :\* )?                      # "'vertebr':*"
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPED_RE = re.compile(r"''|\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One lexeme of a phrase, or all that begin with it, so many positions behind the first."""

    text: str
    distance: int = 0
    is_prefix: bool = False


@functools.lru_cache(maxsize=1_024)
def tsquery_of(text: str) -> str:
    """`text` as a phrase, as PostgreSQL writes its queries; empty where there is nothing to look for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT phraseto_tsquery('imr', %s)::text", [text])
        return str(cursor.fetchone()[0])


def lexemes_of(tsquery: str) -> tuple[Lexeme, ...]:
    """The lexemes of a phrase as PostgreSQL writes it."""
    found: list[Lexeme] = []
    distance = 0
    for match in LEXEME_RE.finditer(tsquery):
        distance += 1 if match["distance"] == "-" else int(match["distance"] or 0)
        text = ESCAPED_RE.sub(lambda escaped: escaped[1] or "'", match["lexeme"])
        found.append(Lexeme(text, distance, bool(match["prefix"])))
    return tuple(found)

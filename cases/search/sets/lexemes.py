"""What a term of a query is to PostgreSQL: a query of its own, and the lexemes that sets are kept of."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from cases.search.conditions import prefix_operands
from cases.search.query import Near, Prefix, Term

LEXEME_RE = re.compile(
    r"""
    (?: (?P<next> \ \|\  | \ &\  ) | \ <(?P<distance>-|\d+)>\  )?   # "'medic' <-> 'necessari' | 'vertebr':*"
    \(*                                                           # brackets say nothing here: "|" binds loosest
    ' (?P<lexeme> (?: [^'\\] | '' | \\. )* ) '
    (?P<prefix> :\* )?
    \)*
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPED_RE = re.compile(r"''|\\(.)", re.DOTALL)
PHRASE = "SELECT phraseto_tsquery('imr', %s)::text, 0"
NEAR = "SELECT plainto_tsquery('imr', %s)::text, imr_reach(%s, %s)"
PREFIX = "SELECT (to_tsquery('simple', %s) || to_tsquery('imr', %s))::text, 0"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One lexeme of a phrase, or all that begin with it, so many positions behind the first."""

    text: str
    distance: int = 0
    is_prefix: bool = False


Phrases = tuple[tuple[Lexeme, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A term as PostgreSQL writes it, and as phrases: any of them, or all within `reach` positions where that is given.

    No phrases: there is nothing in the term that a text can have.
    """

    tsquery: str
    phrases: Phrases
    reach: int = 0


@functools.lru_cache(maxsize=1_024)
def asked_of(term: Term) -> Asked:
    """A term as PostgreSQL's dictionaries understand it."""
    with connection.cursor() as cursor:
        if isinstance(term, Near):
            cursor.execute(NEAR, [term.text, term.text, term.distance])
        elif isinstance(term, Prefix):
            cursor.execute(PREFIX, prefix_operands(term.text))
        else:
            cursor.execute(PHRASE, [term.text])
        tsquery, reach = cursor.fetchone()
    return Asked(tsquery, tuple(parse_phrases(tsquery)), reach or 0)


def parse_phrases(tsquery: str) -> Iterator[tuple[Lexeme, ...]]:
    """The phrases of a query as PostgreSQL writes it: lexemes in a row, between them `|` or `&`."""
    phrase: list[Lexeme] = []
    for match in LEXEME_RE.finditer(tsquery):
        if match["next"]:
            yield tuple(phrase)
            phrase = []
        behind = 1 if match["distance"] == "-" else int(match["distance"] or 0)
        text = ESCAPED_RE.sub(lambda escaped: escaped[1] or "'", match["lexeme"])
        phrase.append(Lexeme(text, (phrase[-1].distance if phrase else 0) + behind, bool(match["prefix"])))
    if phrase:
        yield tuple(phrase)

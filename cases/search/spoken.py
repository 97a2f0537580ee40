"""What groups of texts say: words and pairs of words, each with how many texts have it, but no verdicts."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from cases.search.query import Phrase, Word
from cases.search.similar.words import ignored_lexemes

STRETCH_RE = re.compile(r"[^.,;:!?()/\"“”\[\]]+")
"""Words side by side in it are read as such."""
WORD_RE = re.compile(r"[a-z]{3,30}")
SHORTEST_ALONE = 4
"""Letters of a word that says something without another one."""
LEXEMES = """
    SELECT word, (ts_lexize('imr_stem', word))[1]
    FROM unnest(%s::text[]) AS word WHERE ts_lexize('english_stem', word) <> '{}'
"""

Lexemes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """A word or two words in a row, as most texts write them, and how many texts of each group have them."""

    node: Word | Phrase
    texts: tuple[int, ...]


def sayings_of(groups: Sequence[Sequence[str]]) -> list[Saying]:
    """All that the texts of some groups say, in no order that means anything."""
    stretches = [[list(_stretches(text)) for text in texts] for texts in groups]
    lexemes = _lexemes({word for texts in stretches for text in texts for words in text for word in words})
    spelt: defaultdict[Lexemes, Counter[str]] = defaultdict(Counter)
    counts = [Counter(each for text in texts for each in _said(text, lexemes, spelt)) for texts in stretches]
    return [Saying(_node(spelt[each]), tuple(count[each] for count in counts)) for each in spelt]


def _stretches(text: str) -> Iterator[list[str]]:
    for stretch in STRETCH_RE.findall(text.lower()):
        yield [word if WORD_RE.fullmatch(word) else "" for word in stretch.split()]


def _said(
    stretches: Iterable[Sequence[str]], lexemes: Mapping[str, str], spelt: Mapping[Lexemes, Counter[str]]
) -> set[Lexemes]:
    """What one text says, noted as it is spelt."""
    said: set[Lexemes] = set()
    for words in stretches:
        before = ""
        for word in words:
            if word not in lexemes:
                before = ""
                continue
            if len(word) >= SHORTEST_ALONE:
                said.add(alone := (lexemes[word],))
                spelt[alone][word] += 1
            if before:
                said.add(pair := (lexemes[before], lexemes[word]))
                spelt[pair][f"{before} {word}"] += 1
            before = word
    return said


def _lexemes(words: Iterable[str]) -> Mapping[str, str]:
    """For each word that says something what the search finds it by."""
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, [sorted(words)])
        return {word: lexeme for word, lexeme in cursor if lexeme not in ignored_lexemes() and lexeme.isalpha()}


def _node(spelt: Counter[str]) -> Word | Phrase:
    text = min(spelt, key=lambda each: (-spelt[each], each))
    return Phrase(text) if " " in text else Word(text)

"""Another spelling for words that find next to nothing: words of our letters, and only those with results."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cases.search.finder import Finder
from cases.search.params import SearchParams
from cases.search.query import Node, Prefix, Word, terms, with_texts
from cases.search.vocabulary import LONGEST, SHORTEST, Known, looking_like

FEW = 3
"""Items that are next to nothing."""

MOST_LOOKED_AT = 5
MOST_SHOWN = 3
OFTENER = 20
"""How many times as often a word must stand in letters as one that finds something."""

WORD_RE = re.compile(rf"\b[a-z]{{{SHORTEST},{LONGEST}}}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The same search with a word spelt in another way, and how many items it finds."""

    params: SearchParams
    count: int


def suggestions(params: SearchParams, finder: Finder, total: int) -> tuple[Suggestion, ...]:
    """What may have been meant by a search that finds `total` items; nothing where it finds enough."""
    if params.typed is None or total > FEW:
        return ()
    meant = {word: known for word in _words_of(params.typed) if (known := _meant(word, finder))}
    if len(meant) == 1:
        spellings = [{word: other} for word, others in meant.items() for other in others]
    else:
        spellings = [{word: others[0] for word, others in meant.items()}] if meant else []
    asked = [params.asking(_spelt(params.typed, spelling)) for spelling in spellings]
    found = [Suggestion(each, finder.total(each)) for each in asked]
    return tuple(suggestion for suggestion in found if suggestion.count > total)


def _words_of(typed: Node) -> list[str]:
    """The words looked for that may be misspelt, the first few of them."""
    texts = [term.text for term in terms(typed) if not isinstance(term, Prefix)]
    return list(dict.fromkeys(word.lower() for text in texts for word in WORD_RE.findall(text)))[:MOST_LOOKED_AT]


def _meant(word: str, finder: Finder) -> list[str]:
    """The known words that `word` may be a misspelling of, the likeliest first."""
    found = finder.total(SearchParams(with_synonyms=False).asking(Word(word)))
    if found > FEW:
        return []
    slips = {known: distance(word, known.word) for known in looking_like(word) if known.items > OFTENER * found}
    most = 1 if len(word) < 6 else 2

    def likelihood(known: Known) -> tuple[int, bool, int, str]:
        return slips[known], known.word[0] != word[0], -known.items, known.word

    likely = sorted((known for known, slip in slips.items() if 0 < slip <= most), key=likelihood)
    return [known.word for known in likely if slips[known] == slips[likely[0]]][:MOST_SHOWN]


def distance(one: str, other: str) -> int:
    """How many letters were put in, left out, taken for another or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        last, before, row = before, row, [at]
        for place, meant in enumerate(other, start=1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != meant))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == meant:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
    return row[-1]


def _spelt(node: Node, spelling: Mapping[str, str]) -> Node:
    """The tree with each word of `spelling` as it may have been meant."""

    def spell(text: str) -> str:
        return WORD_RE.sub(lambda match: spelling.get(match[0].lower(), match[0]), text)

    return with_texts(node, spell)

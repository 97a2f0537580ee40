"""Sentences from alternatives with slots: a grammar small enough to make a letter in a fraction of a millisecond."""

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.corpus.chance import ranked, zipf_rank

SLOT_RE = re.compile(r"\{(\w+)\}")
RARE_WORDS = 200_000
STRIDE = 77_773  # shares no factor with RARE_WORDS: terms of neighbouring ranks look unlike

BEGINNINGS = (
    "bra cel dro fen gal hir jor kam lun mav nep olt pra quin ros sul tir ubl vel wex yor zan chel stro phal".split()
)
MIDDLES = "ba de fi go lu ma ne pi ro su ta ve xi zo mo".split()
MORE = "bri cla dro fre glo kra mul nar pel rin sto tru vin wel zur".split()
ENDINGS = "dia lasis mium nosis pathis rosis tegma vexia grade plast thria lemma".split()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with slots: `form` holds a `%s` for each of `names`."""

    form: str
    names: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> str:
        """The words with a value in every slot."""
        return self.form % tuple([values[name] for name in self.names])


def phrase(words: str) -> Phrase:
    """The phrase that a table writes as "MRI of the {part}"."""
    return Phrase(SLOT_RE.sub("%s", words.replace("%", "%%")), tuple(SLOT_RE.findall(words)))


@dataclass(frozen=True, slots=True)
class Grammar:
    """Alternatives by name; the earlier of them are the more frequent."""

    alternatives: Mapping[str, Sequence[Phrase]]

    def say(self, name: str, draw: Callable[[], float], given: Mapping[str, str]) -> str:
        """One of the alternatives of a name; its slots are given, or alternatives themselves."""
        alternatives = self.alternatives.get(name)
        if alternatives is None:
            return capital(self._value(name.lower(), draw, given))
        return self.fill(ranked(alternatives, draw()), draw, given)

    def fill(self, words: Phrase, draw: Callable[[], float], given: Mapping[str, str]) -> str:
        """A phrase with every slot filled."""
        if not words.names:
            return words.form % ()
        return words.form % tuple([self._value(name, draw, given) for name in words.names])

    def _value(self, name: str, draw: Callable[[], float], given: Mapping[str, str]) -> str:
        return given[name] if name in given else self.say(name, draw, given)


def grammar(table: Mapping[str, Sequence[str]]) -> Grammar:
    """The grammar that a table holds."""
    return Grammar({name: tuple(phrase(words) for words in alternatives) for name, alternatives in table.items()})


def capital(words: str) -> str:
    """The words with a capital first letter, the rest as it is."""
    return words[:1].upper() + words[1:]


def rare_word(share: float) -> str:
    """An invented term of the long tail: the word of rank r stands in proportion to 1/r."""
    return tail_word(zipf_rank(share, RARE_WORDS))


@functools.lru_cache(maxsize=1 << 16)
def tail_word(rank: int) -> str:
    """The invented term of a rank from 0 to RARE_WORDS - 1."""
    number = rank * STRIDE % RARE_WORDS
    parts = []
    for syllables in (BEGINNINGS, MIDDLES, MORE, ENDINGS):
        number, place = divmod(number, len(syllables))
        parts.append(syllables[place])
    first, second, third, last = parts
    return f"{first}{second}{third}{MIDDLES[number] if number else ''}{last}"

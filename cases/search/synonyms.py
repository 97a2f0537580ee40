"""Other names for what is typed, read from `data/synonyms.toml` once; pure."""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from cases.letters.terms import singular

DATA = Path(__file__).parent / "data" / "synonyms.toml"
WORD_RE = re.compile(r"[a-z0-9]+")
JOIN_RE = re.compile(r"\w[-/]\w")


class SynonymError(ValueError):
    """The data file says something that cannot be: names the entry and the remedy."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The other names of each name that has any, and how many words the longest name has."""

    names: Mapping[str, tuple[str, ...]]
    longest: int

    def of(self, words: Sequence[str]) -> tuple[str, ...]:
        """The other names of words as they were typed side by side."""
        typed = " ".join(words)
        key, is_joined = key_of(typed), bool(JOIN_RE.search(typed))
        # "h-wave" does not find "h wave", while the words "h wave" find it either way.
        return tuple(n for n in self.names.get(key, ()) if key_of(n) != key or is_joined > bool(JOIN_RE.search(n)))


@functools.cache
def load_synonyms() -> Synonyms:
    """All of the data file; raises SynonymError."""
    return make_synonyms(tomllib.loads(DATA.read_text()))


@functools.cache
def load_drugs() -> Mapping[str, tuple[str, ...]]:
    """Every name of a drug in the data file, and what it is beside: of a brand the drug, of a drug its brands."""
    drugs: dict[str, tuple[str, ...]] = {}
    for entry in tomllib.loads(DATA.read_text())["drug"]:
        drugs |= dict.fromkeys(entry["names"], tuple(entry["brands"]))
        drugs |= dict.fromkeys(entry["brands"], tuple(entry["names"][:1]))
    return MappingProxyType(drugs)


def make_synonyms(data: Mapping[str, Sequence[Mapping[str, Sequence[str]]]]) -> Synonyms:
    """The tables of the data file as one index by name."""
    _check(data)
    names: dict[str, dict[str, str]] = {}
    for typed, others in _pairs(data):
        names.setdefault(key_of(typed), {}).update({other.lower(): other for other in others})
    longest = max((len(name.split()) for name in names), default=0)
    return Synonyms(MappingProxyType({key: tuple(found.values()) for key, found in names.items()}), longest)


def key_of(name: str) -> str:
    """What spellings of a name have in common: no case, hyphens or plural."""
    return " ".join(singular(word) for word in WORD_RE.findall(name.lower()))


def _pairs(data: Mapping[str, Sequence[Mapping[str, Sequence[str]]]]) -> Iterator[tuple[str, Iterable[str]]]:
    for entry in data.get("same", ()):
        yield from ((name, entry["words"]) for name in entry["words"])
    for entry in data.get("drug", ()):
        yield from ((brand, entry["names"]) for brand in entry["brands"])
        yield from ((name, [*entry["names"], *entry["brands"]]) for name in entry["names"])
    for entry in data.get("also", ()):
        yield from ((name, entry["searched"]) for name in entry["typed"])


def _check(data: Mapping[str, Sequence[Mapping[str, Sequence[str]]]]) -> None:
    seen: set[str] = set()
    for entry in (*data.get("same", ()), *data.get("drug", ())):
        names = [*entry.get("words", ()), *entry.get("names", ()), *entry.get("brands", ())]
        for key in {key_of(name): name for name in names}:
            if not key or key in seen:
                raise SynonymError(f"“{key}” stands in two entries; leave it in one of them")
            seen.add(key)

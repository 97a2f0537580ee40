"""Parts of a search with the number of letters that their items stand in."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.search.finder import Finder
from cases.stats.breakdown import Part


@dataclass(frozen=True, slots=True)
class InLetters:
    """A part, and in how many letters its items stand."""

    part: Part
    letters: int


def in_letters(parts: Iterable[Part], finder: Finder) -> tuple[InLetters, ...]:
    """Each part with its letters."""
    return tuple(InLetters(part, finder.population(part.search).found.letters) for part in parts)

"""Which letters the site holds: what every total is a part of."""

import datetime
from dataclasses import dataclass

from cases.search.params import SearchParams
from cases.search.sets.current import ask_current


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many published letters there are, and the first and last day any of them was decided on."""

    letters: int
    undated: int
    first: datetime.date | None
    last: datetime.date | None


def coverage() -> Coverage:
    """What a search without any condition finds; kept as every answer is, so that it costs nothing to say."""
    held = ask_current(lambda finder: finder.population(SearchParams()))
    return Coverage(held.found.letters, held.undated, held.first, held.last)

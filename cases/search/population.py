"""What the items of a search are, in numbers: how many, of how many letters, how they ended, and when."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from cases.search.params import SearchParams
from cases.search.query import And, Field, In, Node, Not, Or

OF_OUTCOME = ("outcome", "letter_outcome")
"""The facets that ask how a dispute ended: of what they choose, a share that was overturned says nothing."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Some items, and the letters they stand in."""

    items: int
    letters: int


@dataclass(frozen=True, slots=True)
class Population:
    """All items of a search; those `decided` have an outcome, and some of these are `overturned`.

    `first` and `last` are days of decision; `undated` letters state none.
    """

    found: Tally
    decided: Tally
    overturned: Tally
    first: datetime.date | None
    last: datetime.date | None
    undated: int


def regardless_of_outcome(params: SearchParams) -> SearchParams | None:
    """The same search, from its first result, without its choice of an outcome; `None` where its words ask for one."""
    if any(field.name in OF_OUTCOME for field in _fields(params.tree)):
        return None
    return reduce(lambda kept, name: kept.without(name) if kept.choices(name) else kept, OF_OUTCOME, params)


def _fields(node: Node | None) -> Iterator[Field]:
    match node:
        case Field():
            yield node
        case Not(inner) | In(_, inner):
            yield from _fields(inner)
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from _fields(inner)

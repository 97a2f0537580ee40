"""Which sets an item belongs to: one for each facet value, one for each way to speak of a citation.

`outcome=upheld` is a facet value. `cited=mtus-chronic-pain|98|reviewer` are the
items with one citation that has all three; each part may be left empty, so that
any choice of guideline, page and side is a union of such sets. Sets that name a
page are many and rarely asked for: their names begin with `paged=`, and a
process reads them only when it needs them.
"""

import functools
import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cases.search.cited import CITATION_FACETS, ITEM_FACETS
from cases.search.facets import FACETS

ANY = ""
EAGER, LAZY = "cited=", "paged="
COLUMNS = ("=days", "=keys", "=cases")
"""Names of the rows that hold not sets but, for each entry of a segment, its day and the keys of its item and case."""


@functools.cache
def scheme() -> str:
    """A fingerprint of all that decides which sets there are: sets stored under another one are not understood."""
    said = [(f.name, f.kind, f.needs, sorted((f.groups or dict)().items())) for f in FACETS]
    return hashlib.sha256(repr((said, COLUMNS)).encode()).hexdigest()


def item_names(row: Mapping[str, Any]) -> Iterator[str]:
    """The sets of an item by its own columns; `row` maps the column of each facet to what is stored."""
    for facet in ITEM_FACETS:
        for value in facet.kind.values(row[facet.kind.column]):
            yield value_name(facet.name, value)


def citation_names(row: Mapping[str, Any]) -> Iterator[str]:
    """The sets of an item by one of its citations."""
    values = [(ANY, *facet.kind.values(row[facet.kind.column])) for facet in CITATION_FACETS]
    for parts in itertools.product(*values):
        if any(parts):
            yield cited_name(parts)


def value_name(facet: str, value: str) -> str:
    """The set of the items that have a value of a facet of the item."""
    return f"{facet}={value}"


def cited_name(parts: Sequence[str]) -> str:
    """The set of the items with one citation that has all of `parts`, one for each citation facet, in their order."""
    is_paged = any(part and facet.needs for part, facet in zip(parts, CITATION_FACETS, strict=True))
    return (LAZY if is_paged else EAGER) + "|".join(parts)


def parts_of(name: str) -> tuple[str, ...]:
    """The parts that a `cited=` or `paged=` name was made of."""
    return tuple(name.partition("=")[2].split("|"))

"""Which rows of a page are shown together: the items of a letter, or neighbours with nearly the same rationale."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from cases.models import DisputedItem
from cases.search.highlight import Snippet
from cases.search.params import SearchParams
from cases.search.why import Why

WORD_RE = re.compile(r"[a-z]+")
TOGETHER = 3
"""Words that are compared at once: two rationales are alike as far as they share runs of so many."""
ALIKE = 0.7
"""The part of all runs that two rationales must share to be nearly the same; letters of one reviewer mostly
share either less than half or more than nine tenths."""
LONGEST = 2_000
"""Words of a rationale that are compared."""
FEWEST = 2
"""Rows that it pays to fold away."""

Runs = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the results, what to show of its text, and why it was found."""

    item: DisputedItem
    snippet: Snippet
    why: Why


@dataclass(frozen=True, slots=True)
class Block:
    """A row, and those behind it that are shown with it."""

    row: Row
    others: tuple[Row, ...] = ()


def blocks_of(rows: Sequence[Row], params: SearchParams) -> tuple[Block, ...]:
    """The rows of a page in their order, none left out and none moved."""
    if params.is_by_letter:
        letters = (tuple(items) for _, items in groupby(rows, key=lambda row: row.item.case_id))
        return tuple(Block(first, tuple(others)) for first, *others in letters)
    if params.rows == "compact":
        return tuple(map(Block, rows))
    return _folded(rows)


def _folded(rows: Sequence[Row]) -> tuple[Block, ...]:
    """Neighbours that were decided alike and in nearly the same words are folded under the first of them."""
    blocks: list[Block] = []
    alike: list[Row] = []
    for row in rows:
        if alike and _is_nearly_same(alike[0].item, row.item):
            alike.append(row)
            continue
        blocks += _as_blocks(alike)
        alike = [row]
    return (*blocks, *_as_blocks(alike))


def _as_blocks(alike: Sequence[Row]) -> list[Block]:
    if len(alike) > FEWEST:
        return [Block(alike[0], tuple(alike[1:]))]
    return list(map(Block, alike))


def _is_nearly_same(one: DisputedItem, other: DisputedItem) -> bool:
    if one.outcome != other.outcome:
        return False
    mine, its = runs_of(one.rationale), runs_of(other.rationale)
    return len(mine & its) > ALIKE * len(mine | its)


def runs_of(text: str) -> Runs:
    """Every run of TOGETHER words of a text, numbers and marks left out."""
    words = WORD_RE.findall(text.lower())[:LONGEST]
    return frozenset(zip(*(words[at:] for at in range(TOGETHER)), strict=False))

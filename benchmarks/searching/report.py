"""What was measured of pages, as tables: one for a size, one for how they grow."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from django.db import connection

from benchmarks.searching.fill import Corpus, written
from benchmarks.searching.searches import Search
from benchmarks.searching.tables import MISSED, figure, goal_of, print_table

MOST_ON_TOP = 25.0
"""Milliseconds of view and template, at the median."""

MOST_OF_A_PAGE = 100.0
"""Milliseconds of a whole page that was asked before, at a million items."""

MILLION = 1_000_000
WAYS = ("first", "again", "Django", "Tantivy", "SQLite")


@dataclass(frozen=True, slots=True)
class Measured:
    """The milliseconds of one search by the way it was answered."""

    search: Search
    times: Mapping[str, float]

    def ratio(self, way: str, other: str) -> float:
        """How many times as long one way takes as another."""
        return self.times[way] / self.times[other]

    def misses(self, items: int) -> bool:
        """Whether it took more than its goal in a corpus of about so many items, even when it was asked again."""
        return self.ratio("again", "Tantivy") > self.search.goals.get(items, math.inf)

    @property
    def on_top(self) -> float:
        """Milliseconds that Django adds to the finding."""
        return self.times["Django"] - self.times["again"]


def print_pages(corpus: Corpus, measured: Sequence[Measured], unit: str) -> None:
    """A row a search: what it takes in `unit`, ratios, and the goal of the ratios to Tantivy."""
    print(f"\n{written(corpus.items)} items, PostgreSQL with {_shared_buffers()} shared; {unit};")
    print(f"first: the process has not been asked it before; {MISSED} misses its goal\n")
    head = ("", *WAYS, "first/T", "again/T", "goal", "first/S", "again/S", "on top")
    print_table(head, [_row(each, corpus.items) for each in measured])
    on_top = median(each.on_top for each in measured)
    print(f"Django on top at the median: {figure(on_top, MOST_ON_TOP)}ms {goal_of(MOST_ON_TOP)}")


def print_growth(found: Mapping[int, Sequence[Measured]]) -> None:
    """How many times as long each search takes at each size as at the smallest."""
    smallest, *others = found
    if not others:
        return
    ways = ("first", "again", "Tantivy")
    print(f"\nHow many times as long as at {written(smallest)} items\n")
    head = ("", *(f"{way} {written(size)}" for size in others for way in ways))
    rows = [
        (
            base.search.name,
            *(figure(found[size][place].times[way] / base.times[way]).strip() for size in others for way in ways),
        )
        for place, base in enumerate(found[smallest])
    ]
    print_table(head, rows)


def _row(measured: Measured, items: int) -> tuple[str, ...]:
    goal = measured.search.goals.get(items)
    of_page = MOST_OF_A_PAGE if items == MILLION else None
    return (
        measured.search.name,
        *(figure(measured.times[way], of_page if way == "Django" else None) for way in WAYS),
        figure(measured.ratio("first", "Tantivy"), goal),
        figure(measured.ratio("again", "Tantivy"), goal),
        goal_of(goal),
        figure(measured.ratio("first", "SQLite")),
        figure(measured.ratio("again", "SQLite")),
        figure(measured.on_top),
    )


def _shared_buffers() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW shared_buffers")
        return str(cursor.fetchone()[0])

"""Times several ways to answer the same, in turns, so that other work on the machine falls on all of them alike."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.db import connection

Clock = Callable[[], float]


def nothing() -> None:
    """For a way that needs no preparing."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to answer; `prepare` comes before every turn and is not timed."""

    name: str
    answer: Callable[[], object]
    prepare: Callable[[], None] = nothing


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted of a turn, and which of several turns counts."""

    unit: str
    clock: Clock
    chosen: Callable[[Sequence[float]], float]


def measure(ways: Sequence[Way], by: Measure, *, rounds: int, patience: float) -> Mapping[str, float]:
    """What each way takes; one that has taken `patience` seconds in all is not asked again."""
    taken: dict[str, list[float]] = {way.name: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            if sum(taken[way.name]) < patience * 1000:
                taken[way.name].append(milliseconds(way, by.clock))
    return {name: by.chosen(each) for name, each in taken.items()}


def milliseconds(way: Way, clock: Clock = time.perf_counter) -> float:
    """What one turn takes."""
    way.prepare()
    start = clock()
    way.answer()
    return (clock() - start) * 1000


def _processor_seconds() -> float:
    """The time that processors have worked for this process and for PostgreSQL at the other end of its connection."""
    return time.process_time() + _of_postgresql()


def _of_postgresql() -> float:
    connection.ensure_connection()
    told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return int(told.split()[0]) / 1e9


WALL = Measure("milliseconds at the median", time.perf_counter, median)
PROCESSOR = Measure("milliseconds of processors at the least", _processor_seconds, min)
"""For a busy machine: other work only ever adds, to the clock most of all."""

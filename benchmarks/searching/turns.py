"""Times several ways to answer the same, in turns, so that other work on the machine falls on all of them alike."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


def nothing() -> None:
    """For a way that needs no preparing."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to answer; `prepare` comes before every turn and is not timed."""

    name: str
    answer: Callable[[], object]
    prepare: Callable[[], None] = nothing


Middle = Callable[[Iterable[float]], float]


def times(ways: Sequence[Way], *, rounds: int, patience: float, middle: Middle = median) -> Mapping[str, float]:
    """Milliseconds of each way, `middle` of all rounds; one that has taken `patience` seconds is not asked again."""
    taken: dict[str, list[float]] = {way.name: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            if sum(taken[way.name]) < patience * 1000:
                taken[way.name].append(milliseconds(way))
    return {name: middle(each) for name, each in taken.items()}


def milliseconds(way: Way) -> float:
    """The wall time of one turn."""
    way.prepare()
    start = time.perf_counter()
    way.answer()
    return (time.perf_counter() - start) * 1000

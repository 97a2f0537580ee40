"""The orders of entries: any page of any sets is what sorting all of them would give."""

import random
from dataclasses import dataclass

import numpy as np
import pytest
from pyroaring import BitMap

from cases.search.sets import sorting
from cases.search.sets.sorting import Columns, Sorting

ENTRIES = 200


@dataclass(frozen=True)
class Made:
    """Letters of several items in which an item may have a later number, as one that was changed has."""

    days: list[int]
    keys: list[int]
    cases: list[int]

    def columns(self, size: int) -> Columns:
        days, keys, cases = (array[:size] for array in (self.days, self.keys, self.cases))
        return Columns(np.array(days, np.int32), np.array(keys), np.array(cases))

    def in_order(self, run: BitMap, *, oldest: bool) -> list[int]:
        def place(number: int) -> tuple[bool, int, int, int]:
            day, case = self.days[number], self.cases[number]
            return (day < 0, day, case, self.keys[number]) if oldest else (day < 0, -day, -case, self.keys[number])

        return sorted(run, key=place)


def make_entries(rng: random.Random) -> Made:
    cases = [rng.randrange(60) for _ in range(ENTRIES)]
    day_of = [rng.choice((-1, *range(100, 110))) for _ in range(60)]
    return Made([day_of[case] for case in cases], rng.sample(range(1_000), ENTRIES), cases)


@pytest.mark.parametrize("oldest", [False, True], ids=["newest", "oldest"])
@pytest.mark.parametrize("strides", [0, 2, 10**9], ids=["by places", "in vain", "walked"])
def test_every_page_is_what_sorting_all_would_give(monkeypatch: pytest.MonkeyPatch, strides: int, oldest: bool) -> None:
    monkeypatch.setattr(sorting, "STRIDES", strides)
    monkeypatch.setattr(sorting, "STRIDE", 16)
    rng = random.Random(1)
    made, grown = make_entries(rng), None
    for size in (0, 120, 121, 150, ENTRIES):
        grown = Sorting.of(made.columns(size), grown, oldest=oldest)
    assert grown is not None
    assert grown.order.tolist() == made.in_order(BitMap(range(ENTRIES)), oldest=oldest)
    for _ in range(30):
        first = BitMap(rng.sample(range(ENTRIES), rng.randint(0, 150)))
        second = BitMap(range(ENTRIES)) - first
        start = rng.randint(0, 210)
        stop = start + rng.randint(0, 40)
        expected = made.in_order(first, oldest=oldest) + made.in_order(second, oldest=oldest)
        assert grown.page([first, second], start, stop).tolist() == expected[start:stop]

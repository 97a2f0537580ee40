"""The orders of entries: any page of any sets is what sorting all of them would give."""

import random

import numpy as np
import pytest
from pyroaring import BitMap

from cases.search.sets import sorting
from cases.search.sets.sorting import Sorting


def sorted_all(days: list[int], run: BitMap, *, oldest: bool) -> list[int]:
    if oldest:
        return sorted(run, key=lambda number: (days[number] < 0, days[number], number))
    return sorted(run, key=lambda number: (-days[number], -number))


@pytest.mark.parametrize("oldest", [False, True], ids=["newest", "oldest"])
@pytest.mark.parametrize("strides", [0, 2, 10**9], ids=["by places", "in vain", "walked"])
def test_every_page_is_what_sorting_all_would_give(monkeypatch: pytest.MonkeyPatch, strides: int, oldest: bool) -> None:
    monkeypatch.setattr(sorting, "STRIDES", strides)
    monkeypatch.setattr(sorting, "STRIDE", 16)
    rng = random.Random(1)
    days = [rng.choice((-1, *range(100, 120))) for _ in range(200)]
    array, keys = np.array(days, np.int32), np.arange(200)
    grown = Sorting.of(array, keys, Sorting.of(array[:150], keys[:150]))
    every = BitMap(range(200))
    for _ in range(30):
        first = BitMap(rng.sample(range(200), rng.randint(0, 150)))
        second = every - first
        start = rng.randint(0, 210)
        stop = start + rng.randint(0, 40)
        expected = sorted_all(days, first, oldest=oldest) + sorted_all(days, second, oldest=oldest)
        assert grown.page([first, second], start, stop, oldest=oldest).tolist() == expected[start:stop]

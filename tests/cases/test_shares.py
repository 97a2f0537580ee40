"""Shares and their intervals."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.stats.shares import FEWEST, share_of, wilson

COUNTS = st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        pytest.param(49, 439, 0.0855, 0.1445, id="few of many"),
        pytest.param(0, 10, 0.0, 0.2775, id="none"),
        pytest.param(10, 10, 0.7225, 1.0, id="all"),
        pytest.param(1, 1, 0.2065, 1.0, id="one of one"),
        pytest.param(50, 100, 0.4038, 0.5962, id="half"),
        pytest.param(81, 263, 0.2553, 0.3662, id="the example of Newcombe, 1998"),
    ],
)
def test_an_interval_is_that_of_the_tables(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=0.0001)


@given(COUNTS)
def test_an_interval_holds_its_share_and_stays_between_none_and_all(counts: tuple[int, int]) -> None:
    part, whole = counts
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole <= high <= 1
    assert low < high


@given(COUNTS)
def test_an_interval_seen_from_the_other_side_is_its_mirror(counts: tuple[int, int]) -> None:
    part, whole = counts
    low, high = wilson(part, whole)
    mirrored = wilson(whole - part, whole)
    assert math.isclose(1 - high, mirrored[0], abs_tol=1e-9)
    assert math.isclose(1 - low, mirrored[1], abs_tol=1e-9)


@given(COUNTS)
def test_more_of_the_same_makes_an_interval_narrower(counts: tuple[int, int]) -> None:
    part, whole = counts
    low, high = wilson(part, whole)
    more_low, more_high = wilson(part * 10, whole * 10)
    assert more_high - more_low < high - low


def test_of_too_few_no_share_is_given() -> None:
    assert share_of(3, FEWEST - 1) is None
    share = share_of(3, FEWEST)
    assert share
    assert (share.part, share.whole, share.value) == (3, FEWEST, 0.15)

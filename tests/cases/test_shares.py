"""Shares and their intervals."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.stats.shares import FEWEST, Share, difference_of, share_of, wilson

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


def plain(part: int, whole: int) -> Share:
    return Share(part, whole, part / whole, *wilson(part, whole))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        pytest.param((56, 70), (48, 80), 0.0524, 0.3339, id="a"),
        pytest.param((9, 10), (3, 10), 0.1705, 0.8090, id="b"),
        pytest.param((6, 7), (2, 7), 0.0582, 0.8062, id="c"),
        pytest.param((5, 56), (0, 29), -0.0381, 0.1926, id="d"),
        pytest.param((0, 10), (0, 20), -0.1611, 0.2775, id="e"),
        pytest.param((0, 10), (0, 10), -0.2775, 0.2775, id="f"),
        pytest.param((10, 10), (0, 20), 0.6791, 1.0, id="g"),
        pytest.param((10, 10), (0, 10), 0.6075, 1.0, id="h"),
    ],
)
def test_an_interval_of_a_difference_is_that_of_newcombes_table(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    """Table II of the article, method 10."""
    difference = difference_of(plain(*first), plain(*second))
    assert (difference.low, difference.high) == pytest.approx((low, high), abs=0.00006)


@given(COUNTS, COUNTS)
def test_an_interval_of_a_difference_holds_it_and_stays_possible(one: tuple[int, int], other: tuple[int, int]) -> None:
    difference = difference_of(plain(*one), plain(*other))
    assert -1 - 1e-9 <= difference.low <= difference.value <= difference.high <= 1 + 1e-9
    assert (difference.sureness > 0) == (difference.low > 0 or difference.high < 0)


@given(COUNTS, COUNTS)
def test_a_difference_seen_from_the_other_side_is_its_mirror(one: tuple[int, int], other: tuple[int, int]) -> None:
    there, back = difference_of(plain(*one), plain(*other)), difference_of(plain(*other), plain(*one))
    mirrored = (-back.value, -back.high, -back.low)
    assert (there.value, there.low, there.high) == pytest.approx(mirrored, abs=1e-12)
    assert there.sureness == pytest.approx(back.sureness, abs=1e-12)


@given(COUNTS)
def test_a_share_does_not_differ_from_itself(one: tuple[int, int]) -> None:
    difference = difference_of(plain(*one), plain(*one))
    assert difference.low < 0 < difference.high
    assert difference.sureness < 0

"""What the times of ratings tell: an order, or none, and days."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from movierec.data.order import day_of, later_ratings, tells_order
from movierec.records import IntArray

TIMES = st.lists(st.integers(-5, 5), max_size=30)


def times(*values: int) -> IntArray:
    return np.array(values, dtype=np.int32)


def test_the_last_rating_has_none_after_it() -> None:
    assert later_ratings(times(30, 10, 20)).tolist() == [0, 2, 1]


def test_ratings_of_one_second_share_the_mean_of_their_places() -> None:
    assert later_ratings(times(10, 20, 20, 30)).tolist() == [3, 1.5, 1.5, 0]


def test_ratings_without_a_time_are_equally_old() -> None:
    assert later_ratings(times(0, 0, 0)).tolist() == [1, 1, 1]


def test_no_rating_has_no_place() -> None:
    assert later_ratings(times()).tolist() == []


@given(TIMES)
def test_a_place_counts_the_later_ratings_and_half_of_the_others_of_that_second(
    values: list[int],
) -> None:
    expected = [
        sum(other > time for other in values) + (values.count(time) - 1) / 2 for time in values
    ]

    assert later_ratings(times(*values)).tolist() == expected


@given(TIMES)
def test_places_add_up_whatever_the_ties(values: list[int]) -> None:
    assert later_ratings(times(*values)).sum() == len(values) * (len(values) - 1) / 2


def test_two_times_tell_an_order_and_one_does_not() -> None:
    assert tells_order(times(5, 5, 6))
    assert not tells_order(times(5, 5, 5))


def test_fewer_than_two_ratings_have_no_order() -> None:
    assert not tells_order(times(5))
    assert not tells_order(times())


@pytest.mark.parametrize(
    ("timestamp", "day"),
    [
        (893_286_638, "1998-04-22"),
        (86_399, "1970-01-01"),
        (86_400, "1970-01-02"),
        (-1, "1969-12-31"),
        (2**31 - 1, "2038-01-19"),
    ],
)
def test_a_day_is_that_of_greenwich(timestamp: int, day: str) -> None:
    assert day_of(timestamp) == day


def test_no_known_time_has_no_day() -> None:
    assert day_of(0) == ""

"""Days and seconds, as a profile writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movierec.people.times import now, seconds_of

DAY = 1_614_816_000


def test_now_is_a_second_of_today() -> None:
    assert seconds_of(now()) > DAY
    assert now().endswith("Z")


@pytest.mark.parametrize(
    ("when", "seconds"),
    [
        ("", 0),
        ("1970-01-01", 0),
        ("2021-03-04", DAY),
        ("2021-03-04T00:00:01Z", DAY + 1),
        ("2021-03-04T02:00:00+02:00", DAY),
        ("1969-12-31", -86_400),
        ("9999-12-31", 2**31 - 1),
        ("0001-01-01", 1 - 2**31),
        ("yesterday", 0),
        ("2021-02-30", 0),
    ],
)
def test_a_day_or_second_is_seconds_since_1970(when: str, seconds: int) -> None:
    assert seconds_of(when) == seconds


@given(when=st.text() | st.datetimes().map(lambda time: time.isoformat()))
def test_any_text_is_a_time_that_32_bits_hold(when: str) -> None:
    assert abs(seconds_of(when)) < 2**31


def test_later_is_never_earlier() -> None:
    times = ["0001-01-01", "1969-12-31", "1970-01-02", "2021-03-04", "2021-03-04T18:01:02Z"]

    seconds = [seconds_of(when) for when in times]

    assert seconds == sorted(seconds)

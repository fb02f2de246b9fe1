"""Years and decades as people write them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shop import assert_two_lines

from movierec.errors import UsageError
from movierec.ranking.years import YearSpan, parse_decade, parse_years

limits = st.none() | st.integers(1890, 2030)
spans = st.builds(YearSpan, limits, limits)


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("1994", 1994, 1994),
        ("1970-1989", 1970, 1989),
        ("1970 - 1989", 1970, 1989),
        ("1970\N{EN DASH}1989", 1970, 1989),
        ("1990-", 1990, None),
        ("-1960", None, 1960),
        (" 1994 ", 1994, 1994),
    ],
)
def test_years_are_one_or_a_span_open_at_either_end(
    typed: str, low: int | None, high: int | None
) -> None:
    assert parse_years(typed) == YearSpan(low, high)


@pytest.mark.parametrize(
    "typed", ["", "-", "94", "19945", "1970-89", "seventies", "1970-1980-1990"]
)
def test_what_are_no_years_is_answered_with_examples(typed: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_years(typed)

    assert_two_lines(caught.value, 2)
    assert "--year 1970-1989" in caught.value.hint


def test_a_span_that_ends_before_it_begins_is_turned_round_in_the_hint() -> None:
    with pytest.raises(UsageError) as caught:
        parse_years("1989-1970")

    assert_two_lines(caught.value, 2)
    assert "--year 1970-1989" in caught.value.hint


@pytest.mark.parametrize(
    ("typed", "low"),
    [
        ("70s", 1970),
        ("'70s", 1970),
        ("\N{RIGHT SINGLE QUOTATION MARK}70s", 1970),
        ("70's", 1970),
        ("1970s", 1970),
        ("1970S", 1970),
        ("1970", 1970),
        ("2000s", 2000),
        ("00s", 2000),
        ("10s", 2010),
        ("20s", 2020),
        ("30s", 1930),
        ("90s", 1990),
        ("1920s", 1920),
    ],
)
def test_a_decade_is_ten_years(typed: str, low: int) -> None:
    assert parse_decade(typed) == YearSpan(low, low + 9)


@pytest.mark.parametrize("typed", ["", "s", "75s", "1975s", "970s", "0s", "seventies", "19700s"])
def test_what_is_no_decade_is_answered_with_examples(typed: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_decade(typed)

    assert_two_lines(caught.value, 2)
    assert "--decade 70s" in caught.value.hint


@given(spans)
def test_a_span_is_written_as_it_is_read(span: YearSpan) -> None:
    assume(span != YearSpan(None, None))
    assume(span.low is None or span.high is None or span.low <= span.high)

    assert parse_years(str(span)) == span


@given(spans, spans)
def test_two_spans_meet_where_a_year_lies_in_both(one: YearSpan, other: YearSpan) -> None:
    years = np.arange(1880, 2040)

    assert one.meets(other) == bool((one.holds(years) & other.holds(years)).any())


def test_an_unknown_year_lies_in_no_span() -> None:
    assert YearSpan(None, 1960).holds(np.array([0, 1950, 1960, 1961])).tolist() == [
        False,
        True,
        True,
        False,
    ]

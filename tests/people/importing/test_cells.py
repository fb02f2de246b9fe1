"""A cell means what its site means by it, or nothing; a rating off the scale is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop import assert_two_lines

from movierec.errors import DataError
from movierec.people.importing.cells import (
    FIVE,
    TEN,
    clean,
    day_of,
    imdb_id_of,
    moment_of,
    number_id_of,
    shown,
    stars_of,
    year_of,
)
from movierec.records import Scale

HINT = "It goes from here to there."


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" WALL·E ", "WALL·E"),
        ("'=1+1", "=1+1"),
        ("'Round Midnight", "'Round Midnight"),
        ("He\x00a\x1b[31mt\x9b", "Hea[31mt"),
        ("\ud800x", "\ufffdx"),
        ("a" * 600, "a" * 500),
        ("", ""),
    ],
)
def test_a_title_is_kept_as_written_but_for_what_no_title_has(written: str, kept: str) -> None:
    assert clean(written) == kept


@given(st.text())
def test_every_kept_title_can_be_written_to_a_file(text: str) -> None:
    assert len(clean(text).encode()) <= 2000


def test_a_message_shows_a_text_shortened_and_harmless() -> None:
    assert shown("a" * 50) == f"'{'a' * 40}…'"
    assert "\x1b" not in shown("\x1b[31m")


@pytest.mark.parametrize(
    ("text", "year"),
    [("1995", 1995), ("1995.0", 1995), ("", None), ("95", None), ("1995-96", None), ("9999", None)],
)
def test_a_year_is_one_that_a_film_can_be_of(text: str, year: int | None) -> None:
    assert year_of(text) == year


@pytest.mark.parametrize(
    ("text", "imdb_id"),
    [
        ("tt0113277", "0113277"),
        ("TT113277", "0113277"),
        ("113277", "0113277"),
        ("tt0010872600", "10872600"),
        ("114709.0", "0114709"),
        ("tt", ""),
        ("tt0000000", ""),
        ("nm0000123", ""),
        ("tt12345678901", ""),
        ("tt\uff11\uff11\uff13\uff12\uff17\uff17", ""),
        ("", ""),
    ],
)
def test_an_imdb_id_has_seven_digits_or_more(text: str, imdb_id: str) -> None:
    assert imdb_id_of(text) == imdb_id


@pytest.mark.parametrize(
    ("text", "number"),
    [("949", 949), ("949.0", 949), ("0", None), ("-1", None), ("x", None), ("9999999999", None)],
)
def test_an_id_is_a_number_that_an_array_can_hold(text: str, number: int | None) -> None:
    assert number_id_of(text) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-03-04", "2021-03-04"),
        ("2999-01-01", "2999-01-01"),
        ("2021-03-04T18:01:02Z", "2021-03-04"),
        ("Thu Sep  5 00:00:00 2013", "2013-09-05"),
        ("Sat Dec 31 00:00:00 2016", "2016-12-31"),
        ("Sat Xyz 31 00:00:00 2016", ""),
        ("2021-02-30", ""),
        ("04/03/2021", ""),
        ("", ""),
    ],
)
def test_a_day_is_read_as_sites_write_it(text: str, day: str) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2019-02-03T12:34:56.000Z", "2019-02-03T12:34:56Z"),
        ("2019-02-03T12:34:56+02:00", "2019-02-03T10:34:56Z"),
        ("2019-02-03 12:34:56 UTC", "2019-02-03T12:34:56Z"),
        ("2019-02-03 12:34:56", "2019-02-03"),
        ("2019-02-03T99:99:99Z", "2019-02-03"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01"),
        ("2019-02-03", "2019-02-03"),
        ("1234567890", "2009-02-13T23:31:30Z"),
        ("1234567890.0", "2009-02-13T23:31:30Z"),
        ("2019", ""),
        ("soon", ""),
    ],
)
def test_a_time_is_kept_to_the_second_where_its_zone_is_known(text: str, moment: str) -> None:
    assert moment_of(text) == moment


@pytest.mark.parametrize(
    ("text", "scale", "stars"),
    [
        ("4.5", FIVE, 4.5),
        ("4,5", FIVE, 4.5),
        ("0.5", FIVE, 0.5),
        ("3.7", FIVE, 3.5),
        ("3.75", FIVE, 4.0),
        ("4.25", FIVE, 4.5),
        ("10", TEN, 5.0),
        ("1", TEN, 0.5),
        ("7", TEN, 3.5),
        ("", TEN, None),
    ],
)
def test_a_rating_becomes_stars_by_its_scale(text: str, scale: Scale, stars: float | None) -> None:
    assert stars_of(text, scale, "here", HINT) == stars


@pytest.mark.parametrize(
    ("text", "scale", "reason"),
    [
        ("8", FIVE, "the rating 8 is not between 0.5 and 5"),
        ("0", FIVE, "the rating 0 is not between 0.5 and 5"),
        ("-1", FIVE, "the rating -1 is not between 0.5 and 5"),
        ("0", TEN, "the rating 0 is not between 1 and 10"),
        ("nan", FIVE, "the rating 'nan' is not a number"),
        ("inf", FIVE, "the rating 'inf' is not a number"),
        ("1e0", FIVE, "the rating '1e0' is not a number"),
        ("★★★", FIVE, "the rating '★★★' is not a number"),
        ("٤", FIVE, "the rating '٤' is not a number"),
    ],
)
def test_a_rating_off_the_scale_is_refused(text: str, scale: Scale, reason: str) -> None:
    with pytest.raises(DataError) as caught:
        stars_of(text, scale, "ratings.csv line 3", HINT)

    assert_two_lines(caught.value, 5)
    assert caught.value.what == f"ratings.csv line 3: {reason}."

"""The dial from hits to gems."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop import assert_two_lines

from movierec.errors import UsageError
from movierec.ranking.popularity import MOST, SUPPORT, parse_dial, support_needed, turned
from movierec.ranking.wanted import DIALS

DIAL = st.floats(-MOST, MOST)
FILMS = st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 100_000)), min_size=1, max_size=30)


def columns(films: list[tuple[float, int]]) -> tuple[np.ndarray, np.ndarray, int]:
    """Return scores, counts and the largest count."""
    scores, counts = (np.array(column) for column in zip(*films, strict=True))
    return scores, counts, int(counts.max())


@given(FILMS)
def test_a_dial_of_0_changes_nothing(films: list[tuple[float, int]]) -> None:
    scores, counts, most = columns(films)

    assert turned(scores, counts, most, 0.0).tolist() == scores.tolist()


@given(FILMS, DIAL, DIAL)
def test_a_larger_dial_never_raises_a_film_against_a_less_popular_one(
    films: list[tuple[float, int]], one: float, other: float
) -> None:
    scores, counts, most = columns(films)

    low, high = (turned(scores, counts, most, dial) for dial in sorted((one, other)))

    gained = (high - low)[np.argsort(counts)]  # by popularity, ascending
    assert (np.diff(gained) <= 1e-9).all()


@given(FILMS, DIAL)
def test_films_as_popular_as_each_other_keep_their_order(
    films: list[tuple[float, int]], dial: float
) -> None:
    scores, _, _ = columns(films)
    alike = np.full(len(films), 7)

    found = turned(scores, alike, 70, dial)

    assert (np.diff(found[np.argsort(scores, kind="stable")]) >= 0).all()


@given(FILMS, DIAL)
def test_scores_stay_finite_and_their_array_as_it_was(
    films: list[tuple[float, int]], dial: float
) -> None:
    scores, counts, most = columns(films)
    before = scores.tolist()

    found = turned(scores, counts, most, dial)

    assert np.isfinite(found).all()
    assert scores.tolist() == before


def test_a_dial_of_1_takes_the_spread_off_the_most_popular_film() -> None:
    scores, counts = np.array([1.0, 3.0, 5.0]), np.array([0, 25, 100])

    found = turned(scores, counts, 100, 1.0)

    # Best less middle score is 2; a quarter as popular is half as far.
    assert found.tolist() == [1.0, 3.0 - 1.0, 5.0 - 2.0]
    assert turned(scores, counts, 100, -1.0).tolist() == [1.0, 4.0, 7.0]


def test_one_film_that_stands_out_does_not_stretch_the_spread() -> None:
    scores = np.append(np.arange(1000.0), 1e6)

    found = turned(scores, np.full(1001, 9), 9, 1.0)

    assert (scores - found).max() < 1000


def test_a_data_set_without_ratings_is_no_obstacle() -> None:
    assert turned(np.array([1.0, 2.0]), np.array([0, 0]), 0, 1.0).tolist() == [1.0, 2.0]


def test_hits_gain_and_gems_lose_popularity() -> None:
    assert parse_dial("hits") < parse_dial("any") == 0 < parse_dial("gems")
    assert all(abs(dial) <= MOST for dial in DIALS.values())


def test_towards_gems_a_film_needs_some_ratings() -> None:
    assert [support_needed(dial) for dial in (-1, 0, 0.1, 3)] == [0, 0, SUPPORT, SUPPORT]


@pytest.mark.parametrize(
    ("text", "dial"),
    [("0.5", 0.5), ("-2", -2), (" 1 ", 1), ("5", 5), ("-5", -5), ("GEMS", DIALS["gems"])],
)
def test_a_dial_is_a_name_or_a_number(text: str, dial: float) -> None:
    assert parse_dial(text) == dial


@pytest.mark.parametrize("text", ["5.01", "-6", "inf", "-inf", "nan", "1e300"])
def test_a_number_beyond_the_dial_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="beyond the dial") as caught:
        parse_dial(text)

    assert_two_lines(caught.value, 2)
    assert "-5" in caught.value.hint


@pytest.mark.parametrize("text", ["", "popular", "0,5", "1 2", "--"])
def test_what_is_no_place_of_the_dial_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not known") as caught:
        parse_dial(text)

    assert_two_lines(caught.value, 2)
    assert all(name in caught.value.hint for name in DIALS)


@pytest.mark.parametrize(("text", "meant"), [("gem", "gems"), ("hit", "hits"), ("ayn", "any")])
def test_a_slip_is_understood(text: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_dial(text)

    assert caught.value.hint.startswith(f"Did you mean {meant}? ")

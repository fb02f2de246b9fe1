"""Which ratings are named as a film's reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import tiny_catalogue

from movierec.ranking.reasons import REASONS, because, contributions
from movierec.records import Ratings

TITLES = ["Amber (1990)", "Birch (1971)", "Cedar (1992)", "Dogwood", "Elm (1999)"]


def rated(*stars: float) -> Ratings:
    """Return ratings of the first films, in order."""
    rating = np.array(stars, dtype=np.float32)
    movie = np.arange(len(stars), dtype=np.int32)
    return Ratings(np.zeros_like(movie), movie, rating, np.zeros_like(movie))


def named(stars: list[float], adds: list[float]) -> list[str]:
    found = because(tiny_catalogue(titles=TITLES), rated(*stars), np.array(adds))
    return [reason.film.title for reason in found]


def test_what_adds_most_is_named_first() -> None:
    assert named([5, 4, 5], [0.2, 0.4, 0.3]) == ["Birch", "Cedar", "Amber"]


def test_liked_films_come_before_others() -> None:
    assert named([2, 4, 3.5, 5], [0.4, 0.3, 0.2, 0.3]) == ["Birch", "Dogwood", "Amber"]


def test_a_film_is_liked_from_four_stars() -> None:
    assert named([3.5, 4], [0.4, 0.3]) == ["Birch", "Amber"]


def test_no_more_than_three_are_named() -> None:
    assert named([5] * 5, [0.5, 0.4, 0.6, 0.3, 0.2]) == ["Cedar", "Amber", "Birch"]


def test_what_takes_away_is_no_reason() -> None:
    assert named([5, 5], [-0.1, 0.2]) == ["Birch"]


@pytest.mark.parametrize("adds", [[], [0.0], [-0.1, -0.2]])
def test_where_nothing_adds_there_is_no_reason(adds: list[float]) -> None:
    assert named([5.0] * len(adds), adds) == []


def test_what_adds_little_beside_the_first_is_not_worth_naming() -> None:
    assert named([5, 5, 5], [0.8, 0.2, 0.19]) == ["Amber", "Birch"]


def test_of_ratings_that_add_as_much_the_first_film_is_named_first() -> None:
    assert named([5] * 4, [0.2] * 4) == ["Amber", "Birch", "Cedar"]


def test_a_reason_says_what_was_given_and_what_it_adds() -> None:
    (reason,) = because(tiny_catalogue(titles=TITLES), rated(4.5), np.array([0.25]))

    assert (reason.film.title, reason.rating, reason.adds) == ("Amber", 4.5, 0.25)


def test_the_whole_sum_lists_every_rating_the_largest_first() -> None:
    found = contributions(
        tiny_catalogue(titles=TITLES), rated(1, 5, 3, 4), np.array([-0.2, 0.1, 0.0, 0.3])
    )

    assert [reason.film.title for reason in found] == ["Dogwood", "Birch", "Cedar", "Amber"]
    assert [reason.adds for reason in found] == [0.3, 0.1, 0.0, -0.2]


@given(
    st.lists(
        st.tuples(st.sampled_from([1.0, 3.5, 4.0, 5.0]), st.floats(-1, 1, allow_subnormal=False)),
        max_size=len(TITLES),
    )
)
def test_reasons_are_few_add_something_and_begin_with_what_was_liked(
    given_and_added: list[tuple[float, float]],
) -> None:
    stars = [star for star, _ in given_and_added]
    adds = np.array([added for _, added in given_and_added])

    found = because(tiny_catalogue(titles=TITLES), rated(*stars), adds)

    liked = [reason.rating >= 4 for reason in found]
    assert len(found) <= REASONS
    assert all(reason.adds > 0 for reason in found)
    assert liked == sorted(liked, reverse=True)
    assert bool(found) == (adds.max(initial=0) > 0)

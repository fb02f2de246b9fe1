"""Films in lists: the best first, each with what is told of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from bundles import CARD
from hypothesis import given
from hypothesis import strategies as st
from makers import tiny_catalogue

from movierec.answers.films import Prediction
from movierec.ranking.lists import best, highest_rated, limits, predictions
from movierec.records import Ratings, Scale
from movierec.scoring.ordinal import Distribution

STARS = Scale(1, 5, 1)
TITLES = ["Amber (1990)", "Birch (1991)", "Amber (1990)", "Cedar (1992)", "Birch (1999)"]


def rated(*pairs: tuple[int, float]) -> Ratings:
    movie = np.array([pair[0] for pair in pairs], dtype=np.int32)
    rating = np.array([pair[1] for pair in pairs], dtype=np.float32)
    return Ratings(np.zeros_like(movie), movie, rating, np.zeros_like(movie))


def seen(with_stars: int, without: int = 0) -> Ratings:
    """Return so many films with stars, and so many without."""
    return rated(
        *((row, 4.0) for row in range(with_stars)), *((row, np.nan) for row in range(without))
    )


def scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_among_equal_scores_the_more_rated_film_comes_first() -> None:
    order = best(scores(4, 5, 4), np.array([7, 8, 9]), np.array([1, 1, 2]), top=3)

    assert order.tolist() == [1, 2, 0]


@given(st.lists(st.floats(-10, 10, width=32), min_size=1, max_size=40), st.integers(1, 50))
def test_no_score_left_out_is_better_than_one_taken(values: list[float], top: int) -> None:
    array = scores(*values)

    chosen = best(array, np.arange(len(values)), np.zeros(len(values), dtype=int), top)

    assert len(chosen) == min(top, len(values))
    left = np.delete(array, chosen)
    assert left.size == 0 or left.max() <= array[chosen].min()


def shown(rated_by: Ratings, *films: tuple[int, float]) -> tuple[Prediction, ...]:
    """Return films with predicted stars, each with even chances of 3 and 5 stars."""
    rows, stars = np.array([film[0] for film in films]), scores(*(film[1] for film in films))
    levels = np.arange(1, 6, dtype=np.float32)
    chances = np.tile(np.array([0, 0, 0.5, 0, 0.5], dtype=np.float32), (len(films), 1))
    expected = Distribution.around(stars, chances, levels, 1.5)
    return predictions(tiny_catalogue(titles=TITLES), rows, expected, STARS, rated_by)


def test_shown_ratings_are_clipped_to_the_scale() -> None:
    found = shown(rated(), (3, 6.5), (1, 0.2))

    assert [item.predicted for item in found] == [5.0, 1.0]


def test_a_prediction_says_how_sure_it_is() -> None:
    (found,) = shown(rated(), (3, 4))

    assert (found.sd, found.low, found.high, found.p_like) == (1.0, 2.5, 5.0, 0.5)


def test_the_highest_rated_films_come_first() -> None:
    catalogue = tiny_catalogue(titles=TITLES)

    shown = highest_rated(catalogue, rated((0, 2), (1, 5), (3, 5)), top=2)

    assert [(item.film.title, item.rating) for item in shown] == [("Cedar", 5), ("Birch", 5)]


def test_a_prediction_says_what_the_user_gave() -> None:
    found = shown(rated((1, 2)), (3, 4.5), (1, 0))

    assert [(item.predicted, item.rated) for item in found] == [(4.5, None), (1.0, 2.0)]


def test_a_list_reaches_as_far_as_its_ratings() -> None:
    found = limits(CARD, tiny_catalogue(titles=TITLES), seen(7), np.array([1, 4]), np.arange(5))

    # counts grow with the row: 0 + 1 + 2 + 3 + 4.
    assert (found.own, found.ratings, found.until, found.listed) == (7, 10, "1998-04-22", 2)


def test_films_without_stars_are_told_apart() -> None:
    found = limits(CARD, tiny_catalogue(titles=TITLES), seen(3, 2), np.array([1]), np.arange(5))

    assert (found.own, found.watched) == (3, 2)


@pytest.mark.parametrize(("films", "hits"), [(39, 1), (40, 2), (100, 5)])
def test_a_twentieth_of_the_rated_films_are_hits(films: int, hits: int) -> None:
    rated = np.concatenate((np.arange(films, 0, -1), np.zeros(30)))  # the first film most often
    catalogue = replace(tiny_catalogue(movies=films + 30), counts=rated.astype(np.int32))

    found = limits(CARD, catalogue, seen(0), np.arange(films + 30), np.arange(5))

    assert (found.most_rated, found.hits) == (hits, hits)


def test_only_listed_films_count_as_hits() -> None:
    catalogue = replace(tiny_catalogue(movies=60), counts=np.arange(60, dtype=np.int32))

    assert limits(CARD, catalogue, seen(0), np.array([59, 58, 57, 3]), np.arange(5)).hits == 2


def test_films_as_often_rated_as_the_last_hit_are_hits_too() -> None:
    counts = np.array([9, 5, 5, *[1] * 37], dtype=np.int32)

    found = limits(
        CARD,
        replace(tiny_catalogue(movies=40), counts=counts),
        seen(0),
        np.arange(40),
        np.arange(5),
    )

    assert (found.most_rated, found.hits) == (2, 3)

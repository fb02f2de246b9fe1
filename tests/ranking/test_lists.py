"""Who is shown what: nothing rated, no twins, the best first."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from makers import tiny_catalogue

from movierec.answers.films import Prediction
from movierec.ranking.lists import best, candidates, highest_rated, predictions
from movierec.records import Ratings, Scale
from movierec.scoring.ordinal import Distribution

STARS = Scale(1, 5, 1)
TITLES = ["Amber (1990)", "Birch (1991)", "Amber (1990)", "Cedar (1992)", "Birch (1999)"]


def rated(*pairs: tuple[int, float]) -> Ratings:
    movie = np.array([pair[0] for pair in pairs], dtype=np.int32)
    rating = np.array([pair[1] for pair in pairs], dtype=np.float32)
    return Ratings(np.zeros_like(movie), movie, rating, np.zeros_like(movie))


def scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_neither_a_rated_film_nor_its_twin_is_a_candidate() -> None:
    catalogue = tiny_catalogue(titles=TITLES)

    assert candidates(catalogue, rated((0, 4))).tolist() == [1, 3, 4]


def test_a_remake_with_the_same_name_is_another_film() -> None:
    catalogue = tiny_catalogue(titles=TITLES)

    assert 4 in candidates(catalogue, rated((1, 4))).tolist()


def test_of_unrated_twins_the_more_rated_one_is_shown() -> None:
    catalogue = tiny_catalogue(titles=TITLES)

    # counts grow with the row, so row 2 stands for row 0.
    assert candidates(catalogue, rated((3, 4))).tolist() == [1, 2, 4]


def test_who_rated_nothing_may_be_shown_every_film_once() -> None:
    assert candidates(tiny_catalogue(titles=TITLES), rated()).tolist() == [1, 2, 3, 4]


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
    return predictions(tiny_catalogue(titles=TITLES), rows, stars, expected, STARS, rated_by)


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

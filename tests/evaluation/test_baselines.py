"""Baselines on a table small enough to work out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from movierec.evaluation.baselines import BIAS_MODEL, baseline_predictions, film_means, means_of
from movierec.records import Ratings, Scale


def ratings(*rows: tuple[int, int, float]) -> Ratings:
    user, movie, rating = zip(*rows, strict=True)
    return Ratings(
        np.array(user, dtype=np.int32),
        np.array(movie, dtype=np.int32),
        np.array(rating, dtype=np.float32),
        np.zeros(len(rows), dtype=np.int32),
    )


TRAIN = ratings((0, 0, 5), (1, 0, 4), (0, 1, 3), (1, 1, 2))


def test_a_films_mean_is_its_training_ratings_mean() -> None:
    assert film_means(TRAIN, movies=3).tolist() == [4.5, 2.5, 3.5, 3.5]


def test_films_and_users_that_are_unknown_get_finite_predictions() -> None:
    test = ratings((-1, -1, 3), (0, 2, 3), (1, -1, 3))

    found = baseline_predictions(TRAIN, test, users=2, movies=3, scale=Scale(1, 5, 1))

    assert all(np.isfinite(stars).all() for stars in found.values())
    assert found["film mean"].tolist() == [3.5, 3.5, 3.5]
    assert found["global mean"].tolist() == [3.5, 3.5, 3.5]


def test_the_bias_model_tells_a_generous_user_from_a_strict_one() -> None:
    test = ratings((0, 0, 5), (1, 0, 4))

    generous, strict = baseline_predictions(TRAIN, test, 2, 3, Scale(1, 5, 1))[BIAS_MODEL]

    assert generous > strict


def test_the_ratings_of_the_test_rows_are_not_looked_at() -> None:
    low = baseline_predictions(TRAIN, ratings((0, 1, 1)), 2, 3, Scale(1, 5, 1))
    high = baseline_predictions(TRAIN, ratings((0, 1, 5)), 2, 3, Scale(1, 5, 1))

    assert {name: stars.tolist() for name, stars in low.items()} == {
        name: pytest.approx(stars.tolist()) for name, stars in high.items()
    }


def test_means_of_counts_and_sums_are_those_of_the_ratings() -> None:
    count, total = np.array([2, 2, 0]), np.array([9.0, 5.0, 0.0])

    assert means_of(count, total).tolist() == [4.5, 2.5, 3.5]

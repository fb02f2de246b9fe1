from __future__ import annotations

import numpy as np
import pytest
from makers import tiny_ratings

from movierec.records import Ratings, Scale
from movierec.training import bias as module
from movierec.training.bias import SHRINK_MOVIE, SHRINK_USER, fit_bias

SCALE = Scale(1.0, 5.0, 1.0)


def ratings_of(user: list[int], movie: list[int], rating: list[float]) -> Ratings:
    return Ratings(
        np.array(user, dtype=np.int32),
        np.array(movie, dtype=np.int32),
        np.array(rating, dtype=np.float32),
        np.zeros(len(user), dtype=np.int32),
    )


def test_offsets_solve_the_regularised_least_squares_problem() -> None:
    ratings = tiny_ratings(12, 10, 60)
    users, movies = 12, 10
    # Mean taken out, one column a user and a film: the normal equations, solved at once.
    design = np.zeros((60, users + movies))
    design[np.arange(60), ratings.user] = 1
    design[np.arange(60), users + ratings.movie] = 1
    shrink = np.diag([SHRINK_USER] * users + [SHRINK_MOVIE] * movies)
    target = ratings.rating - ratings.rating.mean()
    expected = np.linalg.solve(design.T @ design + shrink, design.T @ target)

    fitted = fit_bias(ratings, users, movies, SCALE)

    np.testing.assert_allclose(fitted.user[:-1], expected[:users], atol=1e-4)
    np.testing.assert_allclose(fitted.movie[:-1], expected[users:], atol=1e-4)


def test_unknown_user_and_film_are_predicted_the_mean() -> None:
    fitted = fit_bias(tiny_ratings(), 12, 10, SCALE)

    predicted = fitted.predict(np.array([-1]), np.array([-1]))

    assert predicted.dtype == np.float32
    assert predicted[0] == pytest.approx(fitted.mean, abs=1e-6)


def test_user_without_ratings_is_predicted_like_an_unknown_one() -> None:
    fitted = fit_bias(ratings_of([0, 0, 2], [0, 1, 1], [5, 3, 1]), 4, 2, SCALE)

    predicted = fitted.predict(np.array([1, 3, -1]), np.array([1, 1, 1]))

    assert len(set(predicted.tolist())) == 1


def test_a_generous_user_and_a_loved_film_add_up() -> None:
    ratings = ratings_of([0] * 9 + [1] * 9, [*range(9)] * 2, [5.0] * 9 + [1.0] * 9)

    fitted = fit_bias(ratings, 2, 9, SCALE)

    assert fitted.mean == 3.0
    assert fitted.user[0] > 1 > -1 > fitted.user[1]
    assert np.abs(fitted.movie).max() < 1e-6


def test_without_ratings_the_middle_of_the_scale_is_predicted() -> None:
    fitted = fit_bias(ratings_of([], [], []), 2, 2, SCALE)

    assert fitted.predict(np.array([0]), np.array([1]))[0] == 3.0


def test_rows_read_in_blocks_give_the_same_offsets(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fit_bias(tiny_ratings(), 12, 10, SCALE)
    monkeypatch.setattr(module, "BLOCK_ROWS", 7)

    in_blocks = fit_bias(tiny_ratings(), 12, 10, SCALE)

    np.testing.assert_allclose(in_blocks.user, whole.user, atol=1e-6)
    np.testing.assert_allclose(in_blocks.movie, whole.movie, atol=1e-6)

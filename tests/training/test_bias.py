from __future__ import annotations

import numpy as np
import pytest
from makers import tiny_ratings

from movierec.records import Ratings, Scale
from movierec.training import bias as module
from movierec.training.bias import SHRINK_MOVIE, SHRINK_USER, fit_bias, fold_users_in

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


def test_users_folded_in_with_the_ratings_fitted_on_get_the_offsets_fitted() -> None:
    ratings = tiny_ratings()
    fitted = fit_bias(ratings, 12, 10, SCALE)

    folded = fold_users_in(fitted, ratings)

    np.testing.assert_allclose(folded.user, fitted.user, atol=1e-6)
    np.testing.assert_array_equal(folded.movie, fitted.movie)


def test_a_new_user_s_offset_solves_least_squares_with_films_held_fixed() -> None:
    fitted = fit_bias(tiny_ratings(12, 10, 60), 13, 10, SCALE)
    given = ratings_of([12, 12, 12], [0, 4, 7], [5, 4, 5])

    folded = fold_users_in(fitted, given)

    # The minimum of sum (left - offset)^2 + SHRINK_USER * offset^2.
    left = given.rating - fitted.mean - fitted.movie[given.movie]
    offset, *_ = np.linalg.lstsq(
        np.array([[1.0]] * 3 + [[SHRINK_USER**0.5]]), np.append(left, 0), rcond=None
    )
    assert folded.user[12] == pytest.approx(offset[0], abs=1e-6)


def test_users_who_gave_nothing_are_predicted_like_unknown_ones() -> None:
    fitted = fit_bias(tiny_ratings(), 12, 10, SCALE)

    folded = fold_users_in(fitted, ratings_of([], [], []))

    assert not folded.user.any()
    assert folded.predict(np.array([3]), np.array([-1]))[0] == pytest.approx(fitted.mean)

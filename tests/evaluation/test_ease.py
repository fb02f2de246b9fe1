"""EASE against a ridge regression of each film on all others."""

from __future__ import annotations

import numpy as np
import pytest

from movierec.errors import UsageError
from movierec.evaluation import ease
from movierec.evaluation.ease import MOST_MOVIES, Ease
from movierec.records import Ratings

BOTH = pytest.mark.parametrize(("users", "movies"), [(15, 8), (8, 15)], ids=["films", "users"])


def random_train(users: int, movies: int) -> tuple[Ratings, np.ndarray]:
    rated = np.random.default_rng(0).random((users, movies)) < 0.4
    user, movie = (column.astype(np.int32) for column in np.nonzero(rated))
    zeros = np.zeros(len(user), dtype=np.int32)
    return Ratings(user, movie, np.ones(len(user), dtype=np.float32), zeros), rated.astype(float)


def regressions(rated: np.ndarray, ridge: float) -> np.ndarray:
    """Regress each film on all others, one by one; return the predictions, [users, movies]."""
    predicted = np.empty_like(rated)
    for movie in range(rated.shape[1]):
        others = np.delete(rated, movie, axis=1)
        normal = others.T @ others + ridge * np.eye(others.shape[1])
        predicted[:, movie] = others @ np.linalg.solve(normal, others.T @ rated[:, movie])
    return predicted


@BOTH
@pytest.mark.parametrize("ridge", [0.5, 20.0])
def test_scores_are_those_of_a_regression_of_each_film_on_all_others(
    users: int, movies: int, ridge: float
) -> None:
    train, rated = random_train(users, movies)

    found = Ease(train, users, movies, ridge).scores(np.arange(users))

    np.testing.assert_allclose(found, regressions(rated, ridge), atol=1e-5)


def test_blocks_of_users_do_not_change_the_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    train, _ = random_train(15, 8)
    whole = Ease(train, 15, 8, 2.0).scores(np.arange(15))

    monkeypatch.setattr(ease, "_USERS_AT_ONCE", 4)

    np.testing.assert_array_equal(Ease(train, 15, 8, 2.0).scores(np.arange(15)), whole)


@BOTH
def test_a_rating_that_stands_twice_counts_once(users: int, movies: int) -> None:
    train, _ = random_train(users, movies)
    twice = train.take(np.tile(np.arange(len(train)), 2))

    once, again = (
        Ease(rows, users, movies, 2.0).scores(np.arange(users)) for rows in (train, twice)
    )

    np.testing.assert_array_equal(again, once)


def test_more_films_than_fit_in_memory_are_refused() -> None:
    train, _ = random_train(8, 15)

    with pytest.raises(UsageError, match="films are too many") as caught:
        Ease(train, 8, MOST_MOVIES + 1, 2.0)

    assert caught.value.hint

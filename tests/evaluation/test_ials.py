"""Implicit ALS: every sweep lowers its loss, and each vector is the best for the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from makers import tiny_ratings

from movierec.evaluation import ials
from movierec.evaluation.ials import Ials, IalsSettings
from movierec.records import Ratings

USERS, MOVIES = 20, 15
SETTINGS = IalsSettings(factors=3, alpha=4.0, ridge=0.7, sweeps=5)


@pytest.fixture
def train() -> Ratings:
    return tiny_ratings(USERS, MOVIES, 120)


def fitted(train: Ratings, sweeps: int = SETTINGS.sweeps, seed: int = 0) -> Ials:
    return Ials(train, USERS, MOVIES, replace(SETTINGS, sweeps=sweeps), seed)


def loss(model: Ials, train: Ratings) -> float:
    rated = np.zeros((USERS, MOVIES))
    rated[train.user, train.movie] = 1
    users, movies = model.user_factors.astype(float), model.movie_factors.astype(float)
    misses = (1 + SETTINGS.alpha * rated) * (rated - users @ movies.T) ** 2
    return misses.sum() + SETTINGS.ridge * ((users**2).sum() + (movies**2).sum())


def test_every_sweep_lowers_the_loss(train: Ratings) -> None:
    losses = [loss(fitted(train, sweeps), train) for sweeps in (1, 2, 3, 5, 10)]

    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < 0.99 * losses[0]


def test_a_films_vector_is_the_best_for_those_of_the_users(train: Ratings) -> None:
    model = fitted(train)
    users, movie = model.user_factors.astype(float), 4
    rated = np.isin(np.arange(USERS), train.user[train.movie == movie])

    confidence = 1 + SETTINGS.alpha * rated
    normal = (users.T * confidence) @ users + SETTINGS.ridge * np.eye(SETTINGS.factors)
    best = np.linalg.solve(normal, (users.T * confidence) @ rated)

    np.testing.assert_allclose(model.movie_factors[movie], best, atol=1e-5)


def test_blocks_do_not_change_the_vectors(train: Ratings, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fitted(train).scores(np.arange(USERS))

    monkeypatch.setattr(ials, "_CELLS_AT_ONCE", 70)

    np.testing.assert_allclose(fitted(train).scores(np.arange(USERS)), whole, atol=1e-5)


def test_the_seed_decides_where_it_starts(train: Ratings) -> None:
    first, again, other = (fitted(train, 1, seed).scores(np.arange(USERS)) for seed in (0, 0, 1))

    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)

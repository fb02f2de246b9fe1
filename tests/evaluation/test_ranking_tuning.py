"""Settings are chosen inside the training rows, and the best learns from all of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from makers import tiny_ratings

from movierec.config import TrainConfig
from movierec.errors import UsageError
from movierec.evaluation.ease import Ease
from movierec.evaluation.ials import IalsSettings
from movierec.evaluation.ranking_tuning import Trial, trial_of, tuned, tuned_ease, tuned_ials
from movierec.records import FloatArray, IntArray, Ratings

USERS, MOVIES = 30, 25
EVERYBODY = np.arange(USERS)


@pytest.fixture
def train() -> Ratings:
    return tiny_ratings(USERS, MOVIES, 400)


@pytest.fixture
def trial(train: Ratings) -> Trial:
    return trial_of(train, USERS, MOVIES, TrainConfig(split="per-user"), None)


class Prefers:
    """Scores one film above all others, and keeps what it learned from."""

    def __init__(self, train: Ratings, movie: int) -> None:
        self.train = train
        self._movie = movie

    def scores(self, user: IntArray) -> FloatArray:
        flags = np.zeros((len(user), 3), dtype=np.float32)
        flags[:, self._movie] = 1
        return flags


def one_user(least: float | None = None) -> Trial:
    """User 0 rated film 1, then, held out, film 2 with 3 stars."""
    rows = Ratings(
        np.zeros(2, dtype=np.int32),
        np.array([1, 2], dtype=np.int32),
        np.array([5, 3], dtype=np.float32),
        np.array([1, 2], dtype=np.int32),
    )
    return Trial(rows, np.array([False, True]), 1, 3, least)


def test_the_setting_that_finds_the_rows_held_out_is_chosen() -> None:
    found = tuned(one_user(), [0, 2, 1], Prefers)

    assert found.setting == 2
    assert dict(found.tried)[2] == 1
    assert dict(found.tried)[0] < 1


def test_of_equally_good_settings_the_first_is_chosen() -> None:
    assert tuned(one_user(), [1, 0], Prefers).setting == 1


def test_settings_are_tried_without_the_rows_held_out_and_the_best_learns_from_all() -> None:
    learned: list[int] = []

    def fit(rows: Ratings, setting: int) -> Prefers:
        learned.append(len(rows))
        return Prefers(rows, setting)

    tuned(one_user(), [0, 2], fit)

    assert learned == [1, 1, 2]


def test_where_no_row_held_out_is_relevant_there_is_nothing_to_choose_by() -> None:
    with pytest.raises(UsageError, match="nothing to choose by") as caught:
        tuned(one_user(least=4), [0], Prefers)

    assert caught.value.hint


def test_rows_are_held_out_by_time_where_the_test_rows_are(train: Ratings) -> None:
    found = trial_of(train, USERS, MOVIES, TrainConfig(split="time"), None)

    for user in range(USERS):
        mine = train.user == user
        held = train.timestamp[mine & found.held]
        assert len(held) == mine.sum() - mine.sum() * 80 // 100
        assert train.timestamp[mine & ~found.held].max() <= held.min()


def test_no_row_is_held_out_to_choose_an_epoch(train: Ratings) -> None:
    found = trial_of(train, USERS, MOVIES, TrainConfig(split="time", validation=50), None)

    assert found.held.sum() < 0.3 * len(train)


def test_ease_is_tuned_and_learns_from_all_training_rows(trial: Trial) -> None:
    found = tuned_ease(trial, ridges=(5.0, 50.0))

    best = Ease(trial.train, USERS, MOVIES, found.setting)
    assert [ridge for ridge, _ in found.tried] == [5.0, 50.0]
    np.testing.assert_array_equal(found.ranker.scores(EVERYBODY), best.scores(EVERYBODY))


def test_ease_on_liked_films_learns_from_no_other(trial: Trial) -> None:
    found = tuned_ease(trial, least=4, ridges=(5.0,))

    liked = trial.train.take(np.flatnonzero(trial.train.rating >= 4))
    best = Ease(liked, USERS, MOVIES, 5.0)
    np.testing.assert_array_equal(found.ranker.scores(EVERYBODY), best.scores(EVERYBODY))


def test_implicit_als_is_tuned_over_its_grid(trial: Trial) -> None:
    grid = tuple(IalsSettings(3, alpha, 1.0, sweeps=2) for alpha in (1.0, 5.0))

    found = tuned_ials(trial, seed=0, grid=grid)

    assert tuple(setting for setting, _ in found.tried) == grid
    assert found.setting == max(found.tried, key=lambda one: one[1])[0]


def test_relevance_decides_what_is_chosen_by(trial: Trial) -> None:
    every = tuned_ease(trial, ridges=(5.0,)).tried
    liked = tuned_ease(replace(trial, least=4.0), ridges=(5.0,)).tried

    assert every != liked

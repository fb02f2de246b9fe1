"""Numpy's half of `bayes`: what it predicts, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from bayes_makers import CONFIG, DAY, MOVIES, USERS, simulated

from movierec.errors import DataError
from movierec.scoring.bayes import BayesScorer
from movierec.training.bayes.export import Arrays
from movierec.training.bayes.predict import predicted
from movierec.training.bayes.trainer import BayesTrainer

Z = {"interval.z": np.array([1.3], dtype=np.float32)}


def weights_of(*, timed: bool) -> Arrays:
    config = replace(CONFIG, use_time=timed, epochs=8)
    trainer = BayesTrainer(simulated(timed=True).data, config, torch.device("cpu"))
    for _ in trainer.epochs():
        pass
    return {**trainer.best_weights(), **Z}


@pytest.fixture(scope="module")
def weights() -> Arrays:
    return weights_of(timed=False)


@pytest.fixture(scope="module")
def timed() -> Arrays:
    return weights_of(timed=True)


def everyone() -> tuple[np.ndarray, np.ndarray]:
    user, movie = np.meshgrid(np.arange(-1, USERS), np.arange(-1, MOVIES))
    return user.ravel(), movie.ravel()


@pytest.mark.parametrize("which", ["weights", "timed"])
def test_numpy_predicts_what_torch_predicts(which: str, request: pytest.FixtureRequest) -> None:
    arrays = request.getfixturevalue(which)
    user, movie = everyone()

    found = BayesScorer(arrays).predict(user, movie)

    np.testing.assert_allclose(found, predicted(arrays, user, movie), atol=1e-5, rtol=0)


def test_one_draw_is_predicted_as_the_model_says(weights: Arrays) -> None:
    one = {
        name: array[:1] if not name.startswith(("levels", "interval", "fold", "new")) else array
        for name, array in weights.items()
    }
    one["fold.draw"] = np.zeros_like(weights["fold.draw"])
    user, movie = weights["user"][0, 4].astype(float), weights["movie"][0, 9].astype(float)
    latent = weights["mean"][0] + user[0] + movie[0] + user[1:] @ movie[1:]
    noise = (weights["user_precision"][0, 4] * weights["movie_precision"][0, 9]) ** -0.5
    normal = torch.distributions.Normal(torch.tensor(latent), torch.tensor(float(noise)))
    below = normal.cdf(torch.from_numpy(weights["cutpoints"][0]).double()).numpy()

    found = BayesScorer(one).distribution(np.array([4]), np.array([9]))

    np.testing.assert_allclose(found.probabilities[0], np.diff([0, *below, 1]), atol=1e-5)


def test_a_user_s_list_is_what_pairs_are_predicted(weights: Arrays) -> None:
    scorer = BayesScorer(weights)

    np.testing.assert_allclose(
        scorer.predict_user(3), scorer.predict(np.full(MOVIES, 3), np.arange(MOVIES)), atol=1e-6
    )
    np.testing.assert_allclose(
        scorer.predict_user(3, [5, 2]), scorer.predict_user(3)[[5, 2]], atol=1e-6
    )


def test_pairs_of_one_user_are_predicted_as_among_others(weights: Arrays) -> None:
    scorer = BayesScorer(weights)
    user, movie = np.array([3, 3, 5]), np.array([1, 2, 3])

    together = scorer.predict(user, movie)

    np.testing.assert_allclose(together[:2], scorer.predict(user[:2], movie[:2]), atol=1e-6)


@pytest.mark.parametrize("which", ["weights", "timed"])
def test_blocks_change_nothing(
    which: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    scorer = BayesScorer(request.getfixturevalue(which))
    user, movie = everyone()
    when = np.full(len(user), 1_000 * DAY)
    whole = scorer.predict(user, movie, when)

    monkeypatch.setattr("movierec.scoring.bayes.BLOCK_NUMBERS", 1_000)

    np.testing.assert_allclose(scorer.predict(user, movie, when), whole, atol=1e-6)


def test_no_rows_have_no_predictions(weights: Arrays) -> None:
    nobody = np.empty(0, dtype=int)

    assert BayesScorer(weights).predict(nobody, nobody).shape == (0,)


def test_only_a_model_of_times_uses_them(weights: Arrays, timed: Arrays) -> None:
    assert not BayesScorer(weights).uses_time
    assert BayesScorer(timed).uses_time


def test_a_model_without_times_predicts_the_same_at_any(weights: Arrays) -> None:
    scorer, rows = BayesScorer(weights), np.arange(5)

    np.testing.assert_array_equal(
        scorer.predict(rows, rows, np.full(5, 1_000 * DAY)), scorer.predict(rows, rows)
    )


def test_a_seen_time_changes_predictions(timed: Arrays) -> None:
    scorer = BayesScorer(timed)
    user = timed["time.page_user"]
    movie = np.arange(len(user)) % MOVIES

    then = scorer.predict(user, movie, timed["time.page_time"])

    assert np.abs(then - scorer.predict(user, movie)).mean() > 0.1


def test_test_rows_are_predicted_better_with_their_times(timed: Arrays) -> None:
    scorer, test = BayesScorer(timed), simulated(timed=True).data.split.test

    told = scorer.predict(test.user, test.movie, test.timestamp) - test.rating
    untold = scorer.predict(test.user, test.movie) - test.rating

    assert np.mean(told**2) < np.mean(untold**2)


def test_an_unseen_time_is_less_sure_than_a_seen_one(timed: Arrays) -> None:
    scorer = BayesScorer(timed)
    user = timed["time.page_user"]
    movie = np.arange(len(user)) % MOVIES

    seen = scorer.distribution(user, movie, timed["time.page_time"]).sd
    unseen = scorer.distribution(user, movie, np.full(len(user), 9_000 * DAY)).sd

    assert unseen.mean() > seen.mean()


NEEDED = (
    "levels", "mean", "cutpoints", "user", "movie", "user_precision", "movie_precision",
    "fold.draw", "fold.mean", "fold.usual", "fold.spread", "fold.link",
    "fold.precision", "fold.film", "raters", "chosen", "new_user", "new_movie",
)  # fmt: skip


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_array_is_refused(weights: Arrays, name: str) -> None:
    damaged = {key: array for key, array in weights.items() if key != name}

    with pytest.raises(DataError, match="not those of a bayes model") as caught:
        BayesScorer(damaged)

    assert "movierec train" in caught.value.hint


@pytest.mark.parametrize("name", NEEDED)
def test_an_array_of_another_shape_is_refused(weights: Arrays, name: str) -> None:
    with pytest.raises(DataError, match="has the shape"):
        BayesScorer({**weights, name: weights[name][..., :-1]})


@pytest.mark.parametrize("name", NEEDED)
def test_an_array_of_another_number_of_dimensions_is_refused(weights: Arrays, name: str) -> None:
    with pytest.raises(DataError, match=f"{name} has the shape"):
        BayesScorer({**weights, name: weights[name][None]})

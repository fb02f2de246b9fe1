from __future__ import annotations

import numpy as np
import pytest
import torch
from training_makers import CONFIGS, MOVIES, checkerboard

from movierec.errors import DataError
from movierec.evaluation.calibration import finished_weights
from movierec.records import FloatArray
from movierec.scoring.bayes import BayesScorer
from movierec.scoring.blend import BlendScorer
from movierec.scoring.towers import TowerScorer
from movierec.training.blend import SHARE
from movierec.training.registry import new_trainer

Weights = dict[str, FloatArray]


@pytest.fixture(scope="module")
def weights() -> Weights:
    data = checkerboard()
    trainer = new_trainer(data, CONFIGS["blend"], torch.device("cpu"))
    for _ in trainer.epochs():
        pass
    return finished_weights("blend", trainer, data)


def part(weights: Weights, name: str) -> Weights:
    prefix = f"{name}."
    found = {key.removeprefix(prefix): a for key, a in weights.items() if key.startswith(prefix)}
    return {**found, "interval.z": weights["interval.z"]}


def test_a_prediction_is_the_average_by_the_share(weights: Weights) -> None:
    user, movie = np.array([3, 5, 8]), np.array([2, 4, 9])
    own = BayesScorer(part(weights, "bayes")).predict(user, movie)
    network = np.clip(TowerScorer(part(weights, "dnn")).predict(user, movie), 1, 5)

    found = BlendScorer(weights).predict(user, movie)

    np.testing.assert_allclose(found, (1 - SHARE) * own + SHARE * network, atol=1e-5)


@pytest.mark.parametrize("movie", [-1, MOVIES - 1])
def test_a_film_that_nobody_has_rated_is_predicted_by_the_network(
    weights: Weights, movie: int
) -> None:
    rows = np.array([3]), np.array([movie])

    found = BlendScorer(weights).predict(*rows)

    expected = TowerScorer(part(weights, "dnn")).predict(*rows)
    np.testing.assert_allclose(found, np.clip(expected, 1, 5))


def test_one_user_s_films_are_predicted_like_rows(weights: Weights) -> None:
    scorer = BlendScorer(weights)
    movie = np.arange(MOVIES)

    np.testing.assert_allclose(
        scorer.predict_user(4), scorer.predict(np.full(MOVIES, 4), movie), atol=1e-6
    )


def test_the_distribution_has_the_common_mean(weights: Weights) -> None:
    scorer = BlendScorer(weights)
    user, movie = np.arange(10), np.arange(10)

    found = scorer.distribution(user, movie)

    np.testing.assert_allclose(found.mean, scorer.predict(user, movie), atol=1e-6)
    inside = (found.mean > 1.25) & (found.mean < 4.75)
    expected = found.probabilities @ found.levels
    np.testing.assert_allclose(expected[inside], found.mean[inside], atol=0.01)


def test_a_new_user_is_folded_into_both_and_averaged_by_the_share(weights: Weights) -> None:
    scorer, own = BlendScorer(weights), BayesScorer(part(weights, "bayes"))
    towers = TowerScorer(part(weights, "dnn"))
    movies, stars = np.array([1, 2, 3]), np.array([5, 1, 5], dtype=np.float32)
    asked = np.append(np.arange(5, 12), -1)

    found = scorer.folded_distribution(scorer.fold_in(movies, stars), asked)

    sampled = own.folded_distribution(own.fold_in(movies, stars), asked).mean
    learned = np.clip(towers.folded_stars(towers.fold_in(movies, stars), asked), 1, 5)
    expected = (1 - SHARE) * sampled + SHARE * learned
    np.testing.assert_allclose(found.mean[:-1], expected[:-1], atol=1e-6)
    np.testing.assert_allclose(found.mean[-1], learned[-1], atol=1e-6)


@pytest.mark.parametrize("missing", ["blend.share", "bayes.user", "dnn.mean", "dnn.fold.mean"])
def test_missing_weights_are_refused(weights: Weights, missing: str) -> None:
    damaged = {name: array for name, array in weights.items() if name != missing}

    with pytest.raises(DataError, match="missing"):
        BlendScorer(damaged)

"""How sure a model may be: what every kind promises, and the fit on made-up ratings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch
from makers import tiny_catalogue
from training_makers import CONFIGS, MOVIES, USERS, checkerboard

from movierec.config import TrainConfig
from movierec.errors import DataError
from movierec.evaluation.calibration import CALIBRATED_AFTERWARDS, calibrate, finished_weights
from movierec.evaluation.uncertainty import coverage
from movierec.records import FloatArray, IntArray, Ratings, Scale, Split
from movierec.scoring.calibration import Calibration
from movierec.scoring.ordinal import Distribution
from movierec.scoring.registry import scorer_for
from movierec.training.data import TrainingData
from movierec.training.registry import Trainer, new_trainer

MANY_USERS, MANY_MOVIES = 60, 400
Predict = Callable[[IntArray, IntArray], FloatArray]


def trained(data: TrainingData, config: TrainConfig) -> Trainer:
    trainer = new_trainer(data, replace(config, epochs=2), torch.device("cpu"))
    for _ in trainer.epochs():
        pass
    return trainer


def everyone() -> tuple[np.ndarray, np.ndarray]:
    user, movie = np.meshgrid(np.arange(-1, USERS), np.arange(-1, MOVIES))
    return user.ravel(), movie.ravel()


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
class TestEveryKind:
    def test_every_rating_has_a_distribution_inside_the_scale(self, config: TrainConfig) -> None:
        data = checkerboard()
        weights = finished_weights(config.model, trained(data, config), data)

        found = scorer_for(config.model, weights).distribution(*everyone())

        np.testing.assert_allclose(found.probabilities.sum(axis=1), 1, atol=1e-5)
        assert (found.probabilities >= 0).all()
        assert found.levels.tolist() == [1, 2, 3, 4, 5]
        assert (found.low >= 1).all()
        assert (found.low <= found.high).all()
        assert (found.high <= 5).all()
        assert ((found.sd >= 0) & (found.sd <= 2.001)).all()

    def test_the_mean_is_what_is_predicted(self, config: TrainConfig) -> None:
        data = checkerboard()
        scorer = scorer_for(
            config.model, finished_weights(config.model, trained(data, config), data)
        )

        found = scorer.distribution(*everyone())

        np.testing.assert_array_equal(found.mean, scorer.predict(*everyone()))

    @pytest.mark.parametrize("validation", [True, False])
    def test_finished_weights_are_float32_and_finite(
        self, config: TrainConfig, validation: bool
    ) -> None:
        data = checkerboard(validation=validation)

        weights = finished_weights(config.model, trained(data, config), data)

        assert {array.dtype for array in weights.values()} == {np.dtype(np.float32)}
        assert all(np.isfinite(array).all() for array in weights.values())

    @pytest.mark.parametrize("rows", [1, 9, 64])
    def test_few_training_rows_suffice(self, config: TrainConfig, rows: int) -> None:
        data = checkerboard()
        split = replace(
            data.split, train=data.split.train[:rows], validation=data.split.validation[:3]
        )
        data = replace(data, split=split)

        weights = finished_weights(config.model, trained(data, config), data)

        found = scorer_for(config.model, weights).distribution(*everyone())
        assert np.isfinite(found.probabilities).all()
        assert np.isfinite(found.sd).all()

    def test_how_sure_the_model_is_does_not_depend_on_test_rows(self, config: TrainConfig) -> None:
        data = checkerboard()
        test = replace(data.split.test, rating=np.full_like(data.split.test.rating, 3))
        changed = replace(data, split=replace(data.split, test=test))

        first, second = (
            finished_weights(config.model, trained(case, config), case) for case in (data, changed)
        )

        assert {name: array.tobytes() for name, array in first.items()} == {
            name: array.tobytes() for name, array in second.items()
        }

    def test_a_model_that_does_not_say_how_sure_it_is_is_refused(self, config: TrainConfig) -> None:
        data = checkerboard()
        weights = finished_weights(config.model, trained(data, config), data)
        del weights["interval.z"]

        with pytest.raises(DataError):
            scorer_for(config.model, weights).distribution(*everyone())


def test_only_known_kinds_are_calibrated_afterwards() -> None:
    assert set(CONFIGS) >= CALIBRATED_AFTERWARDS


def opinions(
    validation: int, scale: Scale, *, loud: float = 1.5, seed: int = 0
) -> tuple[TrainingData, Predict]:
    """Return ratings around known means, and a model that knows these means.

    Users have noise 0.5, every second one `loud`.
    """
    random = np.random.default_rng(seed)
    user, movie = (
        grid.ravel() for grid in np.meshgrid(np.arange(MANY_USERS), np.arange(MANY_MOVIES))
    )
    offset, quality = random.normal(0, 0.4, MANY_USERS), random.normal(3.3, 0.5, MANY_MOVIES)

    def predict(user: IntArray, movie: IntArray) -> FloatArray:
        return (offset[user] + quality[movie]).astype(np.float32)

    noise = np.where(user % 2 == 1, loud, 0.5)
    opinion = predict(user, movie) + noise * random.normal(size=len(user))
    stars = scale.low + scale.step * np.rint((opinion - scale.low) / scale.step)
    ratings = Ratings(
        user.astype(np.int32),
        movie.astype(np.int32),
        np.clip(stars, scale.low, scale.high).astype(np.float32),
        np.zeros(len(user), dtype=np.int32),
    )
    rows = random.permutation(len(user))
    test, rest = rows[:8000], rows[8000:]
    split = Split(rest[validation:], rest[:validation], ratings.take(test), "made up")
    catalogue = tiny_catalogue(MANY_USERS, MANY_MOVIES, ratings=ratings)
    return TrainingData(ratings, split, scale, catalogue, "opinions"), predict


def fitted(data: TrainingData, predict: Predict) -> Distribution:
    test = data.split.test
    calibration = Calibration(calibrate(predict, data), MANY_USERS, MANY_MOVIES)
    return calibration.distribution(predict(test.user, test.movie), test.user, test.movie)


WHOLE, HALF = Scale(1, 5, 1), Scale(0.5, 5, 0.5)


@pytest.mark.parametrize("scale", [WHOLE, HALF], ids=["whole stars", "half stars"])
@pytest.mark.parametrize(
    ("validation", "tolerance"), [(3000, 0.02), (300, 0.03), (24, 0.04), (0, 0.04)]
)
def test_intervals_hold_four_of_five_ratings(
    validation: int, tolerance: float, scale: Scale
) -> None:
    data, predict = opinions(validation, scale)

    found = fitted(data, predict)

    held = coverage(found.low, found.high, data.split.test.rating)
    assert held.share == pytest.approx(0.8, abs=tolerance)


def test_noisy_users_are_predicted_with_wider_intervals() -> None:
    data, predict = opinions(2000, WHOLE)

    found = fitted(data, predict)

    loud = data.split.test.user % 2 == 1
    assert found.sd[loud].mean() > 1.5 * found.sd[~loud].mean()
    for group in (loud, ~loud):
        held = coverage(found.low[group], found.high[group], data.split.test.rating[group])
        assert held.share == pytest.approx(0.8, abs=0.05)


def test_chances_of_four_stars_come_true_as_often() -> None:
    data, predict = opinions(3000, WHOLE)

    found = fitted(data, predict)

    chance, liked = found.at_least(4), data.split.test.rating >= 4
    for low in (0.0, 0.25, 0.5, 0.75):
        inside = (chance >= low) & (chance < low + 0.25)
        assert liked[inside].mean() == pytest.approx(chance[inside].mean(), abs=0.04)


def test_ratings_that_are_all_the_same_are_no_obstacle() -> None:
    data, predict = opinions(200, WHOLE)
    same = replace(data.ratings, rating=np.full_like(data.ratings.rating, 4))

    weights = calibrate(predict, replace(data, ratings=same))

    assert all(np.isfinite(array).all() for array in weights.values())


def test_a_user_without_training_rows_has_average_noise() -> None:
    data, predict = opinions(500, WHOLE)
    kept = data.split.train[data.ratings.user[data.split.train] != 3]

    weights = calibrate(predict, replace(data, split=replace(data.split, train=kept)))

    noise = weights["calibration.user_noise"]
    assert noise[3] == noise[-1]
    assert noise[2] < noise[-1] < noise[5]

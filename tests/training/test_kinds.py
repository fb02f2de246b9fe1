"""What every kind of model promises; a new kind joins by an entry in `CONFIGS`."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pytest
import torch
from training_makers import CONFIGS, MOVIES, USERS, checkerboard

from movierec.config import MODEL_KINDS, TrainConfig
from movierec.errors import MovierecError, NotReadyError, UsageError
from movierec.evaluation.calibration import finished_weights
from movierec.records import FloatArray, Split
from movierec.scoring.base import FoldsIn
from movierec.scoring.registry import (
    FOLDING_SCORERS,
    SCORERS,
    folding_scorer_for,
    scorer_for,
)
from movierec.training.bias import fit_bias
from movierec.training.checkpoint import Checkpoint, fingerprint
from movierec.training.data import TrainingData
from movierec.training.kinds import KINDS
from movierec.training.registry import TRAINERS, Trainer, new_trainer

CPU = torch.device("cpu")
FOLDING = {kind: config for kind, config in CONFIGS.items() if kind in FOLDING_SCORERS}
BY_GRADIENT = {kind: config for kind, config in CONFIGS.items() if kind in KINDS}


def trained(data: TrainingData, config: TrainConfig) -> Trainer:
    trainer = new_trainer(data, config, CPU)
    for _ in trainer.epochs():
        pass
    return trainer


def folding_scorer(config: TrainConfig) -> FoldsIn[Any]:
    data = checkerboard()
    return folding_scorer_for(
        config.model, finished_weights(config.model, trained(data, config), data)
    )


def content(weights: dict[str, FloatArray]) -> dict[str, bytes]:
    return {name: array.tobytes() for name, array in weights.items()}


def everyone() -> tuple[np.ndarray, np.ndarray]:
    user, movie = np.meshgrid(np.arange(-1, USERS), np.arange(-1, MOVIES))
    return user.ravel(), movie.ravel()


def test_every_kind_has_a_scorer_a_choice_and_a_contract() -> None:
    assert set(TRAINERS) == set(SCORERS) == set(MODEL_KINDS) == set(CONFIGS)


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
class TestEveryKind:
    def test_learns_a_checkerboard_that_no_mean_can_tell(self, config: TrainConfig) -> None:
        data = checkerboard()
        test = data.split.test
        trainer = trained(data, replace(config, epochs=60))
        bias = fit_bias(data.train, USERS, MOVIES, data.scale).predict(test.user, test.movie)

        error = np.mean((trainer.predict(test.user, test.movie) - test.rating) ** 2)

        assert error < 0.5 * np.mean((bias - test.rating) ** 2)

    def test_same_seed_gives_the_same_bytes(self, config: TrainConfig) -> None:
        config = replace(config, epochs=2)

        first, second = (trained(checkerboard(), config).best_weights() for _ in range(2))

        assert content(first) == content(second)

    def test_another_seed_gives_other_weights(self, config: TrainConfig) -> None:
        config = replace(config, epochs=1)

        first = trained(checkerboard(), config).best_weights()
        second = trained(checkerboard(), replace(config, seed=1)).best_weights()

        assert content(first) != content(second)

    def test_training_leaves_the_global_state_of_torch_alone(self, config: TrainConfig) -> None:
        before = torch.get_rng_state(), torch.get_num_threads(), torch.is_grad_enabled()

        trained(checkerboard(), replace(config, epochs=1))

        assert torch.equal(torch.get_rng_state(), before[0])
        assert (torch.get_num_threads(), torch.is_grad_enabled()) == before[1:]

    def test_resumed_training_ends_with_the_same_bytes(self, config: TrainConfig, tmp_path) -> None:
        data, config = checkerboard(), replace(config, epochs=5)
        checkpoint = Checkpoint(tmp_path / "state", fingerprint(data, config))
        interrupted = new_trainer(data, config, CPU)
        for _ in islice(interrupted.epochs(), 2):
            checkpoint.save(interrupted.state())

        resumed = new_trainer(data, config, CPU)
        resumed.restore(checkpoint.load())
        epochs = [report.epoch for report in resumed.epochs()]

        whole = trained(data, config)
        assert epochs == [3, 4, 5]
        assert content(resumed.best_weights()) == content(whole.best_weights())
        assert [replace(report, seconds=0) for report in resumed.history] == [
            replace(report, seconds=0) for report in whole.history
        ]

    def test_nothing_is_learned_from_rows_that_are_held_out(self, config: TrainConfig) -> None:
        data, config = checkerboard(), replace(config, epochs=1)
        held = np.setdiff1d(np.arange(len(data.ratings)), data.split.train)
        user, movie = data.ratings.user.copy(), data.ratings.movie.copy()
        rating = data.ratings.rating.copy()
        user[held], movie[held], rating[held] = 0, 0, 3
        changed = replace(
            data, ratings=replace(data.ratings, user=user, movie=movie, rating=rating)
        )

        first, second = trained(data, config), trained(changed, config)

        assert content(first.best_weights()) == content(second.best_weights())

    def test_validation_loss_is_that_of_the_weights_that_are_kept(
        self, config: TrainConfig
    ) -> None:
        data = checkerboard()
        trainer = trained(data, replace(config, epochs=4))
        rows = data.validation

        scorer = scorer_for(config.model, trainer.best_weights())
        stars = np.clip(scorer.predict(rows.user, rows.movie), data.scale.low, data.scale.high)

        kept = trainer.history[trainer.best_epoch - 1].validation_loss
        assert np.mean((stars - rows.rating) ** 2) == pytest.approx(kept, rel=1e-5)

    def test_numpy_predicts_what_torch_predicts_unknown_ones_included(
        self, config: TrainConfig
    ) -> None:
        trainer = trained(checkerboard(), replace(config, epochs=3))
        user, movie = everyone()

        scored = scorer_for(config.model, trainer.best_weights()).predict(user, movie)

        np.testing.assert_allclose(scored, trainer.predict(user, movie), atol=1e-5, rtol=1e-5)
        assert np.isfinite(scored).all()

    def test_weights_are_float32_and_finite(self, config: TrainConfig) -> None:
        weights = trained(checkerboard(), replace(config, epochs=1)).best_weights()

        assert {array.dtype for array in weights.values()} == {np.dtype(np.float32)}
        assert all(np.isfinite(array).all() for array in weights.values())

    def test_every_epoch_is_best_without_validation_rows(self, config: TrainConfig) -> None:
        trainer = trained(checkerboard(validation=False), replace(config, epochs=3, patience=1))

        assert [report.best for report in trainer.history] == [True, True, True]
        assert {report.validation_loss for report in trainer.history} == {None}

    @pytest.mark.parametrize("rows", [1, 64, 65, 128])
    def test_any_number_of_rows_can_be_learned_from(self, config: TrainConfig, rows: int) -> None:
        data = checkerboard()
        data = replace(data, split=replace(data.split, train=data.split.train[:rows]))

        trainer = trained(data, replace(config, epochs=2))

        assert np.isfinite(trainer.predict(*everyone())).all()

    def test_no_rows_at_all_are_refused(self, config: TrainConfig) -> None:
        data = checkerboard()
        nothing = data.split.train[:0]
        empty = Split(nothing, nothing, data.split.test, "made up")

        with pytest.raises(UsageError, match="no rating of checkerboard left"):
            new_trainer(replace(data, split=empty), config, CPU)

    def test_there_is_no_model_before_the_first_epoch(self, config: TrainConfig) -> None:
        with pytest.raises(NotReadyError, match="before its first epoch"):
            new_trainer(checkerboard(), config, CPU).best_weights()


@pytest.mark.parametrize("config", FOLDING.values(), ids=FOLDING)
class TestEveryKindThatFoldsIn:
    def test_tells_from_a_few_ratings_which_half_of_the_checkerboard_somebody_likes(
        self, config: TrainConfig
    ) -> None:
        scorer = folding_scorer(replace(config, epochs=60))
        rated, others = np.arange(0, 20), np.arange(20, MOVIES - 1)
        stars = np.where(rated % 2 == 0, 5.0, 1.0).astype(np.float32)

        found = scorer.folded_distribution(scorer.fold_in(rated, stars), others).mean

        assert found[others % 2 == 0].min() > found[others % 2 == 1].max() + 0.2

    def test_the_same_ratings_give_the_same_bytes(self, config: TrainConfig) -> None:
        scorer = folding_scorer(replace(config, epochs=4))
        rated, stars = np.arange(3), np.array([5, 1, 4], dtype=np.float32)

        first, second = (
            scorer.folded_distribution(scorer.fold_in(rated, stars), rated) for _ in range(2)
        )

        assert first.mean.tobytes() == second.mean.tobytes()
        assert first.sd.tobytes() == second.sd.tobytes()

    def test_somebody_without_a_rating_is_predicted_much_like_an_unknown_user(
        self, config: TrainConfig
    ) -> None:
        scorer = folding_scorer(replace(config, epochs=20))
        nobody = scorer.fold_in(np.arange(0), np.empty(0, dtype=np.float32))
        movie = np.arange(MOVIES - 1)

        found = scorer.folded_distribution(nobody, movie).mean
        unknown = scorer.predict(np.full(MOVIES - 1, -1), movie)

        assert abs(float((found - np.clip(unknown, 1, 5)).mean())) < 0.15

    @pytest.mark.parametrize("count", [0, 1, 29])
    def test_any_number_of_ratings_gives_finite_predictions(
        self, config: TrainConfig, count: int
    ) -> None:
        scorer = folding_scorer(replace(config, epochs=4))
        user = scorer.fold_in(np.arange(count), np.full(count, 4, dtype=np.float32))

        found = scorer.folded_distribution(user, np.arange(-1, MOVIES))

        assert np.isfinite(found.mean).all()
        assert (found.sd > 0).all()


@pytest.mark.parametrize("config", BY_GRADIENT.values(), ids=BY_GRADIENT)
class TestEveryKindThatLearnsByGradients:
    def test_best_epoch_is_the_one_with_the_lowest_validation_loss(
        self, config: TrainConfig
    ) -> None:
        trainer = trained(checkerboard(), replace(config, epochs=8, lr=0.02))

        losses = [report.validation_loss for report in trainer.history]

        assert None not in losses
        assert trainer.best_epoch == 1 + int(np.argmin(losses))

    def test_patience_stops_after_so_many_epochs_without_a_better_one(
        self, config: TrainConfig
    ) -> None:
        trainer = trained(checkerboard(), replace(config, epochs=200, lr=0.05, patience=3))

        assert len(trainer.history) < 200
        assert len(trainer.history) - trainer.best_epoch == 3

    def test_interruption_inside_an_epoch_leaves_the_best_one_usable(
        self, config: TrainConfig, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        trainer = new_trainer(checkerboard(), config, CPU)
        epochs = trainer.epochs()
        next(epochs)
        before = content(trainer.best_weights())

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(trainer._optimiser, "step", interrupt)
        with pytest.raises(KeyboardInterrupt):
            next(epochs)

        assert content(trainer.best_weights()) == before
        with pytest.raises(RuntimeError, match="inside an epoch"):
            trainer.state()

    def test_diverged_training_says_so_and_keeps_the_epochs_before(
        self, config: TrainConfig
    ) -> None:
        trainer = new_trainer(checkerboard(), config, CPU)
        epochs = trainer.epochs()
        next(epochs)
        before = content(trainer.best_weights())
        trainer._learner.weights.fill_(math.nan)

        with pytest.raises(MovierecError, match="diverged in epoch 2") as caught:
            next(epochs)

        assert "--lr" in caught.value.hint
        assert content(trainer.best_weights()) == before

    def test_weights_too_large_to_predict_with_are_a_diverged_training(
        self, config: TrainConfig
    ) -> None:
        # One batch: its loss is taken before the step that ruins the weights.
        config = replace(config, batch_size=10_000, lr=1e30)

        with pytest.raises(MovierecError, match="diverged in epoch 1"):
            trained(checkerboard(), config)

    def test_weight_decay_and_no_dropout_are_possible(self, config: TrainConfig) -> None:
        trainer = trained(
            checkerboard(), replace(config, epochs=2, dropout=0.0, weight_decay=0.01, hidden=(8,))
        )

        assert np.isfinite(trainer.predict(*everyone())).all()


def test_dnn_learns_half_stars_without_traits() -> None:
    data = checkerboard(traits=False, half_stars=True)
    test = data.split.test

    predicted = trained(data, replace(CONFIGS["dnn"], epochs=60)).predict(test.user, test.movie)

    assert np.mean((predicted - test.rating) ** 2) < 0.5 * np.var(test.rating)


def test_dnn_predicts_for_users_without_training_rows_nearly_as_for_unknown_ones() -> None:
    data = checkerboard(traits=False)
    trainer = trained(data, replace(CONFIGS["dnn"], epochs=5))
    movie = np.arange(MOVIES)

    untrained = trainer.predict(np.full(MOVIES, USERS - 1), movie)

    np.testing.assert_allclose(untrained, trainer.predict(np.full(MOVIES, -1), movie), atol=1e-5)


def test_report_refuses_a_data_set_without_traits() -> None:
    with pytest.raises(UsageError, match="checkerboard") as caught:
        new_trainer(checkerboard(traits=False), CONFIGS["report"], CPU)

    assert "--model dnn" in caught.value.hint


def test_report_has_the_report_s_sizes() -> None:
    trainer = new_trainer(
        checkerboard(), replace(CONFIGS["report"], embed_size=128, hidden=(256, 128, 64)), CPU
    )
    inputs = 3 + 19 + 6 + 2
    layers = ((256 + inputs) * 256 + 256) + (256 * 128 + 128) + (128 * 64 + 64) + (64 + 1)

    assert trainer.parameters == (USERS + 1 + MOVIES + 1) * 128 + layers


def test_scoring_imports_neither_torch_nor_pandas() -> None:
    code = (
        "import sys, movierec.scoring.registry, movierec.training.bias;"
        "sys.exit(bool({'torch', 'pandas'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

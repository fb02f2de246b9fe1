"""One fit: what it predicts, and when the test rows' times are looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from makers import make_random_100k

from movierec import workflow
from movierec.benchmark_run.fit import Fit, Job, fit
from movierec.config import TrainConfig
from movierec.data.holdout import hold_out
from movierec.evaluation.metrics import measure
from movierec.paths import user_paths
from movierec.records import EpochReport, FloatArray, IntArray, Ratings
from movierec.scoring import registry
from movierec.scoring.ordinal import Distribution


class TimedScorer:
    """Predicts 4 stars where it is told the times, 2 where it is not."""

    def __init__(self, uses_time: bool) -> None:
        self.uses_time = uses_time

    def predict(
        self, user: IntArray, movie: IntArray, timestamp: IntArray | None = None
    ) -> FloatArray:
        assert len(user) == len(movie)
        return np.full(len(user), 2.0 if timestamp is None else 4.0, dtype=np.float32)

    def distribution(
        self, user: IntArray, movie: IntArray, timestamp: IntArray | None = None
    ) -> Distribution:
        assert timestamp is None  # nobody who asks what to watch can tell
        levels = np.arange(1, 6, dtype=np.float32)
        even = np.full((len(user), 5), 0.2, dtype=np.float32)
        return Distribution.around(self.predict(user, movie), even, levels, 1.3)


@pytest.fixture
def config(tmp_path: Path) -> TrainConfig:
    data = make_random_100k(tmp_path / "made-up.zip", users=30, movies=40, ratings=600)
    workflow.preprocess(str(data))
    return TrainConfig(dataset=str(data), split="time", epochs=1)


def fitted(config: TrainConfig, *, with_time: bool) -> Fit:
    return fit(Job(config, user_paths(), with_time), lambda _: None)


def held_out(config: TrainConfig) -> Ratings:
    return hold_out(workflow.prepared_data(config.dataset), config).test


def test_every_test_row_gets_a_prediction_and_every_epoch_is_told(config: TrainConfig) -> None:
    epochs: list[EpochReport] = []

    found = fit(Job(config, user_paths(), with_time=False), epochs.append)

    assert len(found.predicted) == len(held_out(config))
    assert [report.epoch for report in epochs] == [1]
    assert found.seconds > 0


def test_what_is_predicted_is_what_a_training_of_the_same_values_stores(
    config: TrainConfig,
) -> None:
    card = workflow.train(config).card

    found = fitted(config, with_time=False)

    measured = measure(found.predicted, held_out(config).rating, card.scale)
    assert measured.mse == card.metrics["test"].mse


@pytest.mark.parametrize(
    ("uses_time", "with_time", "stars"),
    [(True, True, 4.0), (True, False, 2.0), (False, True, 2.0)],
    ids=["both", "not asked for", "cannot"],
)
def test_times_are_passed_where_they_are_asked_for_and_the_scorer_reads_them(
    config: TrainConfig,
    monkeypatch: pytest.MonkeyPatch,
    uses_time: bool,
    with_time: bool,
    stars: float,
) -> None:
    monkeypatch.setattr(registry, "scorer_for", lambda *_: TimedScorer(uses_time))

    found = fitted(config, with_time=with_time)

    assert set(found.predicted.tolist()) == {stars}
    assert found.used_time == (stars == 4.0)

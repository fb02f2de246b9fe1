"""Train a stored model's configuration on other rows, in memory, and tell how it goes.

Nothing is stored, and the stored model is never touched.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from movierec.answers.benchmark import FitStart, FoldResult
from movierec.benchmark_run.fit import learned_weights
from movierec.config import TrainConfig
from movierec.data.prepare import Prepared
from movierec.data.split import training_rows
from movierec.records import EpochReport, FloatArray, IntArray, Metrics, Ratings, Split


@dataclass(frozen=True, slots=True)
class Hooks:
    """Who is told what: the start of a training, its epochs, and what came of it."""

    started: Callable[[FitStart], None]
    watch: Callable[[EpochReport], None]
    finished: Callable[[str, FoldResult], None]


@dataclass(frozen=True, slots=True)
class Begun:
    """A training that goes on: on which rows, with which seed, since when."""

    fold: str
    seed: int
    began: float


class Trainings:
    """The trainings of an evaluation, counted.

    Args:
        config: of the stored model.
        prepared: the data set.
        total: how many there will be.
        hooks: who is told.

    Attributes:
        total: how many there will be.
        done: how many have been measured.
    """

    def __init__(self, config: TrainConfig, prepared: Prepared, total: int, hooks: Hooks) -> None:
        self._config = config
        self._prepared = prepared
        self._hooks = hooks
        self.total = total
        self.done = 0

    def begin(self, fold: str, seed: int) -> Begun:
        """Tell that the next one begins."""
        config = self._config
        start = FitStart(self.done + 1, self.total, config.model, fold, seed, config.epochs)
        self._hooks.started(start)
        return Begun(fold, seed, time.perf_counter())

    def learned(
        self, train: IntArray, test: Ratings, seed: int, given: IntArray | None = None
    ) -> dict[str, FloatArray]:
        """Return the weights learned from other rows than the stored model's, with another seed.

        Args:
            train: rows to learn from; of them those that choose the best epoch are held out.
            test: rows that are measured.
            seed: of the training.
            given: more rows to learn from, all of them: what is folded in otherwise.
        """
        config = replace(self._config, seed=seed)
        learned, validation = training_rows(train, config)
        if given is not None:
            learned = np.sort(np.concatenate([learned, given]))
        rows = Split(learned, validation, test, "a cold start")
        return learned_weights(self._prepared, rows, config, self._hooks.watch)

    def end(self, training: Begun, metrics: Metrics) -> None:
        """Tell what came of it."""
        self.done += 1
        seconds = time.perf_counter() - training.began
        result = FoldResult(training.fold, training.seed, metrics, seconds, None)
        self._hooks.finished(self._config.model, result)

"""Train one kind on one part of a protocol and predict the test rows."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from movierec import machine
from movierec.config import TrainConfig
from movierec.paths import Paths
from movierec.records import EpochReport, FloatArray, IntArray, Split

if TYPE_CHECKING:
    from movierec.data.prepare import Prepared
    from movierec.scoring.base import Scorer


@dataclass(frozen=True, slots=True)
class Job:
    """What one process is asked for.

    Attributes:
        config: the training, with its split and seed.
        paths: where the data set's arrays lie.
        with_time: give the scorer the test rows' times where it can use them.
    """

    config: TrainConfig
    paths: Paths
    with_time: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """What came of it.

    Attributes:
        predicted: stars of the test rows, [n], not clipped.
        lists: the films listed for each user with a relevant test film, [users, 10]; None where
            only ratings were predicted.
        seconds: from the prepared arrays on disk to the predictions: holding rows out, setting
            up, training and predicting ratings. Starting Python, importing torch and ranking
            are left out.
        peak_mib: the most memory that the process had, imports and mapped files included; None
            where the system does not tell.
        used_time: whether the test rows' times were looked at.
    """

    predicted: FloatArray
    lists: IntArray | None
    seconds: float
    peak_mib: float | None
    used_time: bool


def learned_weights(
    prepared: Prepared, rows: Split, config: TrainConfig, watch: Callable[[EpochReport], None]
) -> dict[str, FloatArray]:
    """Train in memory and return the best epoch's model as its scorer reads it; none is stored.

    Args:
        prepared: the data set.
        rows: which of its rows are learned from.
        config: the training; how it would hold rows out does not matter.
        watch: told after every epoch.

    Raises:
        UsageError: the kind cannot learn from this data set.
        MovierecError: the training failed.
    """
    from movierec.evaluation.calibration import finished_weights
    from movierec.training.data import TrainingData
    from movierec.training.devices import choose_device
    from movierec.training.registry import new_trainer

    data = TrainingData(
        prepared.ratings, rows, prepared.scale, prepared.catalogue, prepared.origin.label
    )
    trainer = new_trainer(data, config, choose_device(config.device))
    for report in trainer.epochs():
        watch(report)
    return finished_weights(config.model, trainer, data)


def _import_training() -> None:
    """Import what a training needs, torch above all: that is not part of a fit's seconds."""
    importlib.import_module("movierec.evaluation.calibration")
    importlib.import_module("movierec.training.registry")


def fit(job: Job, watch: Callable[[EpochReport], None]) -> Fit:
    """Train, and predict the test rows by the best epoch's model.

    Raises:
        UsageError: the kind cannot learn from this data set.
        MovierecError: the training failed.
    """
    from movierec.data.cache import locate
    from movierec.data.holdout import hold_out
    from movierec.data.prepare import prepare
    from movierec.scoring.registry import scorer_for

    _import_training()
    start = time.perf_counter()
    config = job.config
    prepared = prepare(locate(config.dataset, job.paths), job.paths)
    rows = hold_out(prepared, config)
    scorer = scorer_for(config.model, learned_weights(prepared, rows, config, watch))
    used_time = job.with_time and scorer.uses_time
    test = rows.test
    predicted = scorer.predict(test.user, test.movie, test.timestamp if used_time else None)
    seconds, peak = time.perf_counter() - start, machine.peak_mib()
    lists = _listed(prepared, rows, scorer, config.split)
    return Fit(predicted, lists, seconds, peak, used_time)


def _listed(prepared: Prepared, rows: Split, scorer: Scorer, split: str) -> IntArray:
    """Fit relevance, and list films for each user with a relevant test film."""
    from movierec.evaluation.ranking import model_lists, question_of
    from movierec.scoring.relevance import RelevanceScorer
    from movierec.training.relevance.fit import fit_relevance

    users, movies = prepared.catalogue.users, prepared.catalogue.movies
    known = prepared.ratings.take(rows.known)
    relevance = RelevanceScorer(fit_relevance(known, users, movies), movies)
    return model_lists(question_of(known, rows.test, split), scorer, relevance).movies

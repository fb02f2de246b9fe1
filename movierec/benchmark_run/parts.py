"""The rows that a benchmark tests, and the baselines' predictions of them."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from movierec.benchmark_run.plan import Plan
from movierec.config import TrainConfig
from movierec.data.holdout import hold_out, rows_hash
from movierec.data.prepare import Prepared
from movierec.evaluation.baselines import BIAS_MODEL
from movierec.evaluation.benchmark import HeldOut, Predicted
from movierec.training.bias import fit_bias

GLOBAL_MEAN = "global mean"


@dataclass(frozen=True, slots=True)
class Part:
    """A fold of a protocol with a seed.

    Attributes:
        tested: its test rows.
        rows_hash: of which rows are learned from and which are tested.
        baselines: the bias model's and the global mean's predictions.
        unseen: test rows whose film or user has no training row.
    """

    tested: HeldOut
    rows_hash: str
    baselines: tuple[Predicted, ...]
    unseen: int


def parts_of(prepared: Prepared, plan: Plan) -> tuple[Part, ...]:
    """Hold out the rows of every part and fit the baselines on all others.

    Raises:
        UsageError: the data set has no such split.
    """
    return tuple(_part(prepared, plan.rows_config(split, seed)) for split, seed in plan.parts)


def _part(prepared: Prepared, config: TrainConfig) -> Part:
    rows = hold_out(prepared, config)
    train = prepared.ratings.take(rows.known)
    users, movies = prepared.catalogue.users, prepared.catalogue.movies
    tested = HeldOut(config.split, config.seed, rows.test)
    start = time.perf_counter()
    bias = fit_bias(train, users, movies, prepared.scale)
    stars = bias.predict(rows.test.user, rows.test.movie)
    seconds = time.perf_counter() - start
    mean = np.full(len(rows.test), train.rating.mean(dtype=np.float64), dtype=np.float32)
    known_user = np.bincount(train.user, minlength=users + 1) > 0
    known_movie = np.bincount(train.movie, minlength=movies + 1) > 0
    known = known_user[rows.test.user] & known_movie[rows.test.movie]
    return Part(
        tested=tested,
        rows_hash=rows_hash(rows),
        baselines=(
            Predicted(BIAS_MODEL, tested, stars, seconds, None),
            Predicted(GLOBAL_MEAN, tested, mean, None, None),
        ),
        unseen=int(np.count_nonzero(~known)),
    )

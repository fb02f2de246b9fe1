"""Hold ratings out for a ranking, and measure systems on them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from movierec.config import TrainConfig
from movierec.data.holdout import hold_out
from movierec.data.prepare import Prepared
from movierec.errors import UsageError
from movierec.evaluation.film_popularity import popularity_of
from movierec.evaluation.ranking_baselines import top_lists
from movierec.evaluation.ranking_metrics import (
    Estimate,
    RankingMetrics,
    measure_lists,
    ndcg_difference,
    user_figures,
)
from movierec.evaluation.ranking_tuning import K, Trial, trial_of
from movierec.evaluation.relevant_films import Relevant, relevant_of
from movierec.scoring.ordinal import LIKED
from rankers.systems import SYSTEMS

PROTOCOLS: dict[str, float | None] = {"time": LIKED, "per-user": None}
"""How rows are held out, and the fewest stars of a relevant film; None: every film rated."""

_SEED = 0
"""Of the bootstrap: the same for all systems, so that all are drawn the same."""


@dataclass(frozen=True, slots=True)
class Held:
    """What systems are tuned and measured on.

    Attributes:
        trial: all training rows, and which of them settings are chosen by.
        relevant: the test films that lists should hold.
        seed: of the split and of the systems.
        words: how the rows are held out.
    """

    trial: Trial
    relevant: Relevant
    seed: int
    words: str


@dataclass(frozen=True, slots=True)
class Measured:
    """How one system did.

    Attributes:
        name: its key among the systems.
        setting: the one chosen; None where there is nothing to choose.
        tried: mean nDCG on the training rows held out, by setting.
        metrics: on the test rows.
        ndcg: of each user.
        seconds: to choose the setting, learn and list.
    """

    name: str
    setting: Any
    tried: tuple[tuple[Any, float], ...]
    metrics: RankingMetrics
    ndcg: npt.NDArray[np.float64]
    seconds: float


def held_rows(prepared: Prepared, protocol: str, seed: int) -> Held:
    """Hold the test rows out, and inside the training rows those that settings are chosen by.

    Raises:
        UsageError: the data set has no times, or no test row is relevant.
    """
    config = TrainConfig(dataset=prepared.origin.label, split=protocol, seed=seed, validation=0)
    rows, least = hold_out(prepared, config), PROTOCOLS[protocol]
    relevant = relevant_of(rows.test, least)
    if len(relevant.user) == 0:
        raise UsageError(
            f"No rating of {prepared.origin.label} that is tested counts as relevant.",
            "Choose a larger data set.",
        )
    train = prepared.ratings.take(rows.train)
    users, movies = prepared.catalogue.users, prepared.catalogue.movies
    what = "every rating is relevant" if least is None else f"{least:g} stars or more are relevant"
    return Held(
        trial=trial_of(train, users, movies, config, least),
        relevant=relevant,
        seed=seed,
        words=f"{rows.protocol}; {what}; {len(relevant.user)} users",
    )


def measure_system(name: str, held: Held) -> Measured:
    """Tune a system, let it learn and list, and look at the test rows once."""
    trial = held.trial
    start = time.perf_counter()
    found = SYSTEMS[name].tune(trial, held.seed)
    lists = top_lists(found.ranker, trial.train, held.relevant.user, K, trial.movies)
    seconds = time.perf_counter() - start
    popularity = popularity_of(trial.train, trial.users, trial.movies)
    return Measured(
        name=name,
        setting=found.setting,
        tried=found.tried,
        metrics=measure_lists(lists, held.relevant, popularity, np.random.default_rng(_SEED)),
        ndcg=user_figures(lists, held.relevant).ndcg,
        seconds=seconds,
    )


def differences(measured: Sequence[Measured]) -> list[tuple[str, str, Estimate]]:
    """Compare the system of the highest nDCG with each other one."""
    best = max(measured, key=lambda one: one.metrics.ndcg.value)
    return [
        (best.name, one.name, ndcg_difference(best.ndcg, one.ndcg, np.random.default_rng(_SEED)))
        for one in measured
        if one is not best
    ]

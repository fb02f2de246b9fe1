"""Hold ratings out for a ranking, and measure systems on them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from movierec.answers.ranking import Estimate, RankingMetrics
from movierec.benchmark_run.fit import Job, fit
from movierec.config import TrainConfig, default_config
from movierec.data.holdout import hold_out
from movierec.data.prepare import Prepared
from movierec.errors import UsageError
from movierec.evaluation.film_popularity import popularity_of
from movierec.evaluation.ranking import K
from movierec.evaluation.ranking_baselines import top_lists
from movierec.evaluation.ranking_metrics import (
    Lists,
    measure_lists,
    ndcg_difference,
    user_figures,
)
from movierec.evaluation.ranking_tuning import Trial, Tuned, trial_of
from movierec.evaluation.relevant_films import Relevant, relevant_of
from movierec.paths import Paths
from movierec.records import LIKED
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
        name: its key among the systems, or a model kind of movierec.
        title: as the table calls it.
        setting: the one chosen; None where there is nothing to choose.
        tried: mean nDCG on the training rows held out, by setting.
        metrics: on the test rows.
        ndcg: of each user.
        seconds: to choose the setting, learn and list.
    """

    name: str
    title: str
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
    return _measured(name, SYSTEMS[name].title, lists, held, found, seconds)


def measure_kind(kind: str, held: Held, paths: Paths, dataset: str, protocol: str) -> Measured:
    """Train a model kind of movierec with its relevance, as `benchmark` does, and let it list.

    Nothing is tuned: its settings are those of the program.
    """
    config = replace(default_config(kind), dataset=dataset, split=protocol, seed=held.seed)
    start = time.perf_counter()
    listed = fit(Job(config, paths, with_time=False), lambda _: None).lists
    seconds = time.perf_counter() - start
    if listed is None:
        raise ValueError(f"{kind} listed nothing")
    lists = Lists(held.relevant.user, listed)
    return _measured(kind, f"movierec, {kind}", lists, held, None, seconds)


def _measured(
    name: str, title: str, lists: Lists, held: Held, found: Tuned[Any] | None, seconds: float
) -> Measured:
    trial = held.trial
    popularity = popularity_of(trial.train, trial.users, trial.movies)
    return Measured(
        name=name,
        title=title,
        setting=found and found.setting,
        tried=found.tried if found else (),
        metrics=measure_lists(lists, held.relevant, popularity, np.random.default_rng(_SEED)),
        ndcg=user_figures(lists, held.relevant).ndcg,
        seconds=seconds,
    )


def differences(measured: Sequence[Measured]) -> list[tuple[str, str, Estimate]]:
    """Compare the system of the highest nDCG with each other one."""
    best = max(measured, key=lambda one: one.metrics.ndcg.value)
    return [
        (best.title, one.title, ndcg_difference(best.ndcg, one.ndcg, np.random.default_rng(_SEED)))
        for one in measured
        if one is not best
    ]

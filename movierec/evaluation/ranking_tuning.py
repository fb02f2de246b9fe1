"""Choose a ranker's settings inside the training rows, so that the test is looked at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from movierec.config import TrainConfig
from movierec.data.split import split
from movierec.errors import UsageError
from movierec.evaluation.ease import Ease
from movierec.evaluation.ials import Ials, IalsSettings
from movierec.evaluation.ranking import K
from movierec.evaluation.ranking_baselines import Ranker, top_lists
from movierec.evaluation.ranking_metrics import user_figures
from movierec.evaluation.relevant_films import relevant_of
from movierec.records import Ratings

RIDGES = (50.0, 100.0, 200.0, 400.0, 800.0, 1600.0)
IALS_GRID = tuple(
    IalsSettings(factors, alpha, ridge)
    for factors in (32, 64)
    for alpha, ridge in ((1.0, 20.0), (2.0, 30.0), (5.0, 40.0), (10.0, 80.0))
)

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Trial:
    """Training rows, some of which are held out to choose by.

    Attributes:
        train: all training rows.
        held: which of them are held out, [len(train)].
        users: user rows of the data set.
        movies: film rows of the data set.
        least: the fewest stars of a relevant film; None: every film rated is relevant.
    """

    train: Ratings
    held: npt.NDArray[np.bool_]
    users: int
    movies: int
    least: float | None


@dataclass(frozen=True, slots=True)
class Tuned(Generic[S]):
    """A ranker with the best setting, learned from all training rows.

    Attributes:
        ranker: the ranker.
        setting: the best one.
        tried: mean nDCG on the rows held out, by setting.
    """

    ranker: Ranker
    setting: S
    tried: tuple[tuple[S, float], ...]


def trial_of(
    train: Ratings, users: int, movies: int, config: TrainConfig, least: float | None
) -> Trial:
    """Hold rows out inside the training rows, by the rule that held the test rows out.

    Args:
        train: all training rows.
        users: user rows of the data set.
        movies: film rows of the data set.
        config: `split`, "random", "per-user" or "time", and `seed`.
        least: the fewest stars of a relevant film; None: every film rated is relevant.
    """
    held = np.ones(len(train), dtype=bool)
    held[split(train, None, replace(config, validation=0)).train] = False
    return Trial(train, held, users, movies, least)


def tuned(trial: Trial, settings: Sequence[S], fit: Callable[[Ratings, S], Ranker]) -> Tuned[S]:
    """Fit each setting without the rows held out, and the best one with all training rows.

    Args:
        trial: the rows.
        settings: at least one; of equally good ones the first is taken.
        fit: learns a ranker from rows.

    Raises:
        UsageError: no row that is held out is relevant.
    """
    learned = trial.train.take(np.flatnonzero(~trial.held))
    relevant = relevant_of(trial.train.take(np.flatnonzero(trial.held)), trial.least)
    if len(relevant.user) == 0:
        raise UsageError(
            "None of the training rows held out is relevant: there is nothing to choose by.",
            "Choose a larger data set.",
        )
    tried = []
    for setting in settings:
        ranker = fit(learned, setting)
        lists = top_lists(ranker, learned, relevant.user, K, trial.movies)
        tried.append((setting, float(user_figures(lists, relevant).ndcg.mean())))
    best = max(tried, key=lambda one: one[1])[0]
    return Tuned(fit(trial.train, best), best, tuple(tried))


def tuned_ease(
    trial: Trial, least: float | None = None, ridges: Sequence[float] = RIDGES
) -> Tuned[float]:
    """Choose EASE's ridge.

    Args:
        trial: the rows.
        least: learn only from ratings of so many stars or more; None: from all.
        ridges: what to choose from.

    Raises:
        UsageError: there are too many films, or no row that is held out is relevant.
    """

    def fit(rows: Ratings, ridge: float) -> Ranker:
        if least is not None:
            rows = rows.take(np.flatnonzero(rows.rating >= least))
        return Ease(rows, trial.users, trial.movies, ridge)

    return tuned(trial, ridges, fit)


def tuned_ials(
    trial: Trial, seed: int, grid: Sequence[IalsSettings] = IALS_GRID
) -> Tuned[IalsSettings]:
    """Choose the settings of implicit ALS.

    Args:
        trial: the rows.
        seed: of the first vectors.
        grid: what to choose from.

    Raises:
        UsageError: no row that is held out is relevant.
    """
    return tuned(
        trial, grid, lambda rows, setting: Ials(rows, trial.users, trial.movies, setting, seed)
    )

"""movierec's links alone: no times, and no rating model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from movierec.evaluation.ranking_tuning import Trial, Tuned
from movierec.records import FloatArray, IntArray, Ratings
from movierec.scoring.relevance import RelevanceScorer, Taste
from movierec.training.relevance.fit import fit_relevance


class LinksWithoutTimes:
    """Ranks films by watch scores that were learned as if all ratings had one time.

    Args:
        train: rows to learn from.
        users: user rows of the data set.
        movies: film rows of the data set.
    """

    def __init__(self, train: Ratings, users: int, movies: int) -> None:
        self._train = replace(train, timestamp=np.zeros_like(train.timestamp))
        self._scorer = RelevanceScorer(fit_relevance(self._train, users, movies), movies)

    def scores(self, user: IntArray) -> FloatArray:
        """Return the watch scores of all films, float32 [n, movies]."""
        rated = (self._train.movie[self._train.user == one] for one in user)
        return np.array(
            [self._scorer.watch(Taste.unordered(movies)) for movies in rated], dtype=np.float32
        )


def links_without_times(trial: Trial, _: int) -> Tuned[None]:
    """Learn from all training rows; nothing is chosen."""
    return Tuned(LinksWithoutTimes(trial.train, trial.users, trial.movies), None, ())

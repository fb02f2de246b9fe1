"""Measure predictions and lists of one fold's test rows, the same for every system."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from movierec.config import TrainConfig
from movierec.data.cache import locate
from movierec.data.holdout import hold_out
from movierec.data.prepare import Prepared, prepare
from movierec.evaluation.metrics import measure
from movierec.evaluation.ranking import Question, question_of
from movierec.evaluation.ranking_metrics import Lists, user_figures
from movierec.paths import user_paths
from movierec.records import FloatArray, Split


class Fold:
    """One canonical fold; its rows are read where they are asked for, inside a fit's seconds.

    Args:
        dataset: as `TrainConfig` has it.
        fold: "u1" to "u5".
    """

    def __init__(self, dataset: str, fold: str) -> None:
        self.config = TrainConfig(dataset=dataset, split=fold)

    @cached_property
    def prepared(self) -> Prepared:
        """The data set's arrays."""
        paths = user_paths()
        return prepare(locate(self.config.dataset, paths), paths)

    @cached_property
    def rows(self) -> Split:
        """What is learned from and what is tested."""
        return hold_out(self.prepared, self.config)

    @cached_property
    def question(self) -> Question:
        """What lists should answer."""
        known = self.prepared.ratings.take(self.rows.known)
        return question_of(known, self.rows.test, self.config.split)

    def rmse(self, predicted: FloatArray) -> float:
        """Return the error of predicted stars, [test rows]."""
        return measure(predicted, self.rows.test.rating, self.prepared.scale).rmse

    def ndcg(self, lists: Lists) -> float:
        """Return the mean nDCG@10 of lists over their users."""
        return float(np.mean(user_figures(lists, self.question.relevant).ndcg))

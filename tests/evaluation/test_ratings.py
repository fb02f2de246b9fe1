"""A report over few rows, each in a known popularity bin."""

from __future__ import annotations

import numpy as np

from movierec.evaluation.ratings import report_ratings
from movierec.records import Ratings, Scale


def _rows(user: list[int], movie: list[int], rating: list[float]) -> Ratings:
    return Ratings(
        np.array(user, dtype=np.int32),
        np.array(movie, dtype=np.int32),
        np.array(rating, dtype=np.float32),
        np.zeros(len(user), dtype=np.int32),
    )


# Film 0 has 30 training ratings, film 1 has two, film 2 none.
TRAIN = _rows([*range(30), 0, 1], [0] * 30 + [1, 1], [4] * 30 + [2, 2])
TEST = _rows([30, 2, 3, -1], [0, 1, 2, 0], [4, 2, 3, 4])


def test_every_test_row_counts_in_one_popularity_bin() -> None:
    report = report_ratings(np.full(4, 3, np.float32), TRAIN, TEST, 31, 3, Scale(1, 5, 1))

    bins = {(row.low, row.high): (row.films, row.model.rows) for row in report.by_popularity}
    assert bins == {(0, 0): (1, 1), (1, 5): (1, 1), (21, 50): (1, 2)}


def test_rows_without_training_stay_in_the_average_and_are_counted() -> None:
    report = report_ratings(np.full(4, 3, np.float32), TRAIN, TEST, 31, 3, Scale(1, 5, 1))

    assert report.metrics.rows == 4
    # User 30 and the unknown user have no training row, nor has film 2.
    assert report.unseen == 3


def test_perfect_predictions_have_no_error() -> None:
    report = report_ratings(TEST.rating.copy(), TRAIN, TEST, 31, 3, Scale(1, 5, 1))

    assert report.metrics.mse == 0
    assert report.baselines["global mean"].mse > 0

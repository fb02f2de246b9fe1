"""How often films are rated, and how popular what each user rated is."""

from __future__ import annotations

import numpy as np

from movierec.evaluation.film_popularity import popularity_of
from movierec.records import Ratings


def test_counts_and_the_mean_count_of_each_history_are_those_worked_out_by_hand() -> None:
    train = Ratings(
        user=np.array([0, 0, 2, 3], dtype=np.int32),
        movie=np.array([1, 2, 1, 1], dtype=np.int32),
        rating=np.array([5, 1, 3, 4], dtype=np.float32),
        timestamp=np.zeros(4, dtype=np.int32),
    )

    found = popularity_of(train, users=4, movies=4)

    assert found.counts.tolist() == [0, 3, 1, 0]
    assert found.raters == 3
    assert found.history.tolist() == [2, 0, 3, 3]

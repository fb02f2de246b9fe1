from __future__ import annotations

import numpy as np

from movierec.training.reads import Reads

READS = Reads((5, 2), np.array([0, 3, 0, 3, 1, 1, 0]), 3)
"""Three steps: rows 0, 3, 0, then 3, 1, 1, then 0; rows 2 and 4 are never read."""


def test_the_last_step_may_read_fewer_rows() -> None:
    assert [READS.of_step(step).tolist() for step in range(READS.steps)] == [
        [0, 3, 0],
        [3, 1, 1],
        [0],
    ]


def test_it_is_known_when_each_row_is_read_next() -> None:
    assert READS.times().until.tolist() == [2, 1, 2, 2, 2, 2, 1]


def test_it_is_known_when_each_row_is_read_first() -> None:
    assert READS.times().first.tolist() == [0, 1, 3, 0, 3]


def test_of_several_places_in_a_step_the_last_one_is_known() -> None:
    assert READS.times().last.tolist() == [2, 1, 2, 0, 2, 2, 0]

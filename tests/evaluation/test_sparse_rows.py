"""A 0/1 matrix by row gives back what was put in."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from movierec.evaluation.sparse_rows import SparseRows

pairs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 7)), max_size=40)


@given(pairs, st.lists(st.integers(0, 5), max_size=8))
def test_dense_rows_have_a_one_where_an_entry_is(entries: list[tuple[int, int]], rows: list[int]):
    row, column = np.array(entries, dtype=np.int64).reshape(-1, 2).T
    expected = np.zeros((6, 8))
    expected[row, column] = 1

    found = SparseRows.of(row, column, rows=6, width=8)

    asked = np.array(rows, dtype=np.int64)
    np.testing.assert_array_equal(found.dense(asked), expected[asked])


def test_entries_are_named_by_their_rows_place_among_those_asked_for() -> None:
    matrix = SparseRows.of(np.array([1, 0, 1]), np.array([4, 2, 3]), rows=3, width=5)

    place, column = matrix.entries(np.array([1, 2, 0]))

    assert list(zip(place.tolist(), column.tolist(), strict=True)) == [(0, 4), (0, 3), (2, 2)]


def test_lengths_count_the_entries_of_each_row() -> None:
    matrix = SparseRows.of(np.array([1, 0, 1]), np.array([4, 2, 3]), rows=3, width=5)

    assert (len(matrix), matrix.lengths.tolist()) == (3, [1, 2, 0])

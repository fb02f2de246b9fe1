"""Ids to rows, and pairs of rows to keys."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from movierec.data.rows import pair_keys, rows_of

ids = st.integers(1, 2**31 - 1)


@given(st.sets(ids, max_size=20), st.lists(ids, max_size=20))
def test_a_row_leads_back_to_its_id(known: set[int], strangers: list[int]) -> None:
    vocabulary = np.array(sorted(known), dtype=np.int32)
    wanted = np.array([*known, *strangers], dtype=np.int64)

    rows = rows_of(wanted, vocabulary)

    assert rows.dtype == np.int32
    for number, row in zip(wanted.tolist(), rows.tolist(), strict=True):
        assert (number in known) == (row >= 0)
        assert row < 0 or vocabulary[row] == number


@given(st.lists(st.tuples(st.integers(-1, 2**31 - 1), st.integers(-1, 2**31 - 1)), min_size=1))
def test_only_equal_pairs_of_known_rows_have_one_key(pairs: list[tuple[int, int]]) -> None:
    user, movie = (np.array(column, dtype=np.int32) for column in zip(*pairs, strict=True))

    keys = pair_keys(user, movie).tolist()

    known = {pair: key for pair, key in zip(pairs, keys, strict=True) if min(pair) >= 0}
    assert len(set(known.values())) == len(known)
    assert all(key < 0 for pair, key in zip(pairs, keys, strict=True) if min(pair) < 0)

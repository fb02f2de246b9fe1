"""Ids to rows, and pairs of rows to keys."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from movierec.data.rows import blocks_of_users, in_order_of_users, pair_keys, rows_of

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


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 20))
def test_blocks_of_users_hold_every_row_once_and_each_user_whole(
    users: list[int], block: int
) -> None:
    user = np.array(users, dtype=np.int32)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("movierec.data.rows.BLOCK_ROWS", block)
        blocks = list(blocks_of_users(user))

    rows = np.concatenate([np.zeros(0, dtype=np.int64), *blocks])
    np.testing.assert_array_equal(rows, np.argsort(user, kind="stable"))
    owners = [owner for rows in blocks for owner in set(user[rows].tolist())]
    assert len(set(owners)) == len(owners)


@given(st.lists(st.integers(0, 9), max_size=30), st.integers(1, 8))
def test_users_are_in_order_where_no_one_follows_a_later_one(users: list[int], block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("movierec.data.rows.BLOCK_ROWS", block)
        found = in_order_of_users(np.array(users, dtype=np.int32))

    assert found == (users == sorted(users))

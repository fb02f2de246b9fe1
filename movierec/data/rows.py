"""Turn MovieLens ids into dense rows, and pairs of rows into one number."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from movierec.records import UNKNOWN, IntArray

BLOCK_ROWS = 2_000_000
"""Ratings worked on at a time: few enough for a small machine, enough for numpy to be quick."""


def rows_of(ids: IntArray, known: IntArray) -> npt.NDArray[np.int32]:
    """Return the row of each id, int32; -1 for an id that is not known.

    Args:
        ids: any order, any repetitions, [n].
        known: ascending, without repetitions.
    """
    if len(known) == 0:
        return np.full(len(ids), UNKNOWN, dtype=np.int32)
    rows = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    return np.where(known[rows] == ids, rows, UNKNOWN).astype(np.int32)


def pair_keys(user: IntArray, movie: IntArray) -> npt.NDArray[np.int64]:
    """Return one number a (user, movie) pair of rows, int64 [n].

    Different pairs of known rows have different keys; one with an unknown row has a negative key.
    """
    return (user.astype(np.int64) << 32) | movie.astype(np.int64)


def in_order_of_users(user: IntArray) -> bool:
    """Return whether each user's ratings are neighbours, the users ascending, as in most sets."""
    for start in range(0, len(user), BLOCK_ROWS):
        block = user[start : start + BLOCK_ROWS + 1]
        if (block[1:] < block[:-1]).any():
            return False
    return True


def blocks_of_users(user: IntArray) -> Iterator[IntArray]:
    """Yield all rows by user, whole users at a time, some two million rows together.

    Sorting all of a large set at once takes several times the memory.

    Args:
        user: dense user rows in any order, [n].
    """
    order = None if in_order_of_users(user) else np.argsort(user, kind="stable")
    ends = np.cumsum(np.bincount(user))
    start = 0
    while start < len(user):
        end = int(ends[np.searchsorted(ends, min(start + BLOCK_ROWS, len(user)))])
        yield np.arange(start, end) if order is None else order[start:end]
        start = end

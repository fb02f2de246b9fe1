"""Group a data set's ratings by user, to look one user's up at once."""

from __future__ import annotations

import numpy as np

from movierec.data.rows import in_order_of_users
from movierec.records import History, Ratings


def history_of(ratings: Ratings, users: int) -> History:
    """Return all ratings, grouped by user and within a user in the data set's order.

    Where they stand so already, nothing is copied: memory-mapped columns stay on the disk.

    Args:
        ratings: by dense rows.
        users: user rows of the data set.
    """
    offsets = np.zeros(users + 1, dtype=np.int64)
    np.cumsum(np.bincount(ratings.user, minlength=users), out=offsets[1:])
    if in_order_of_users(ratings.user):
        return History(offsets, ratings.movie, ratings.rating, ratings.timestamp)
    order = np.argsort(ratings.user, kind="stable")
    return History(offsets, ratings.movie[order], ratings.rating[order], ratings.timestamp[order])

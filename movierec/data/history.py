"""Group a data set's ratings by user, to look one user's up at once."""

from __future__ import annotations

import numpy as np

from movierec.records import History, Ratings


def history_of(ratings: Ratings, users: int) -> History:
    """Return all ratings, grouped by user and within a user in the data set's order.

    Args:
        ratings: by dense rows.
        users: user rows of the data set.
    """
    order = np.argsort(ratings.user, kind="stable")
    offsets = np.zeros(users + 1, dtype=np.int64)
    np.cumsum(np.bincount(ratings.user, minlength=users), out=offsets[1:])
    return History(offsets, ratings.movie[order], ratings.rating[order], ratings.timestamp[order])

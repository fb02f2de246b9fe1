"""The most popular films that each user has not rated, without scoring a film for anybody."""

from __future__ import annotations

import numpy as np

from movierec.evaluation.ranking_metrics import Lists
from movierec.evaluation.sparse_rows import SparseRows
from movierec.records import UNKNOWN, IntArray, Ratings

USERS_AT_ONCE = 20_000


def popular_lists(train: Ratings, user: IntArray, k: int, movies: int) -> Lists:
    """List the k most rated films that a user has not rated; of equals the lower row.

    What `top_lists` gives for `MostPopular`. Films are numbered by popularity: of a user's own
    numbers r(0) < r(1) < ..., those with r(i) - i <= j come before the j-th film of the list.

    Args:
        train: rows that count, and whose films are left out of their user's list.
        user: whom to list for, [n].
        k: length of the lists.
        movies: film rows of the data set.
    """
    popular = np.argsort(-np.bincount(train.movie, minlength=movies), kind="stable")
    place = np.empty(movies, dtype=np.int64)
    place[popular] = np.arange(movies)
    users = 1 + int(max(train.user.max(initial=0), user.max(initial=0)))
    rated = SparseRows.of(train.user, train.movie, users, movies)
    lists = np.full((len(user), k), UNKNOWN, dtype=np.int64)
    span = movies + k  # of one user's keys
    padded = np.append(popular, np.full(k, UNKNOWN))
    for start in range(0, len(user), USERS_AT_ONCE):
        one, movie = rated.entries(user[start : start + USERS_AT_ONCE])
        rows = len(user[start : start + USERS_AT_ONCE])
        # A film that somebody has twice is one film.
        key = np.unique(one * span + place[movie])
        one = key // span
        first = np.searchsorted(one, np.arange(rows))
        ahead = key % span - (np.arange(len(key)) - first[one])  # r(i) - i, [entries]
        wanted = np.arange(rows)[:, None] * span + np.arange(k)  # [rows, k]
        before = np.searchsorted(one * span + ahead, wanted, side="right") - first[:, None]
        lists[start : start + rows] = padded[np.minimum(np.arange(k) + before, movies)]
    return Lists(user, lists)

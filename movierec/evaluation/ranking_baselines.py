"""What ranks films without ratings predicted, and the lists that a ranker gives."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from movierec.evaluation.ranking_metrics import Lists
from movierec.evaluation.sparse_rows import SparseRows
from movierec.records import UNKNOWN, FloatArray, IntArray, Ratings

CELLS_AT_ONCE = 2**24
"""Scores made at a time, so that no array of all users and all films is ever made."""


class Ranker(Protocol):
    """Says what each of its users would watch; fitted on training rows only."""

    def scores(self, user: IntArray) -> FloatArray:
        """Return scores of all films, float32 [n, movies]; only their order in a row matters.

        Args:
            user: user rows, [n].
        """


class MostPopular:
    """Ranks films by their number of ratings, for everybody alike.

    Args:
        train: rows to learn from.
        movies: film rows of the data set.
    """

    def __init__(self, train: Ratings, movies: int) -> None:
        self._counts = np.bincount(train.movie, minlength=movies).astype(np.float32)

    def scores(self, user: IntArray) -> FloatArray:
        """Return the same counts for each user."""
        return np.broadcast_to(self._counts, (len(user), len(self._counts)))


def top_lists(ranker: Ranker, train: Ratings, user: IntArray, k: int, movies: int) -> Lists:
    """List the k films of the highest scores that a user has not rated; among equals, the popular.

    Args:
        ranker: scores all films.
        train: rows whose films are left out of their user's list, and by which films of one score
            are ordered: those with more rows first, then by film row.
        user: whom to list for, [n].
        k: length of the lists.
        movies: film rows of the data set.
    """
    popular = np.argsort(-np.bincount(train.movie, minlength=movies), kind="stable")
    users = 1 + int(max(train.user.max(initial=0), user.max(initial=0)))
    seen = SparseRows.of(train.user, train.movie, users, movies)
    lists = np.full((len(user), k), UNKNOWN, dtype=np.int64)
    at_once = max(1, CELLS_AT_ONCE // movies)
    for start in range(0, len(user), at_once):
        rows = user[start : start + at_once]
        scores = np.array(ranker.scores(rows), dtype=np.float32)
        scores[seen.entries(rows)] = -np.inf
        found = first_columns(scores[:, popular], k)
        left = found >= 0
        lists[start : start + at_once, : found.shape[1]] = np.where(left, popular[found], UNKNOWN)
    return Lists(user, lists)


def first_columns(scores: FloatArray, k: int) -> IntArray:
    """Return the columns of each row's highest scores in order, [n, min(k, columns)].

    Of equal scores the first column comes first. Where fewer than k are above -inf, -1 stands.
    """
    k = min(k, scores.shape[1])
    least = -np.partition(-scores, k - 1, axis=1)[:, k - 1 : k]  # the k-th highest, [n, 1]
    above, equal = scores > least, scores == least
    room = k - above.sum(axis=1, keepdims=True)
    taken = above | (equal & (np.cumsum(equal, axis=1, dtype=np.int32) <= room))
    columns = np.nonzero(taken)[1].reshape(len(scores), k)
    kept = np.take_along_axis(scores, columns, axis=1)
    order = np.argsort(-kept, axis=1, kind="stable")
    columns = np.take_along_axis(columns, order, axis=1)
    return np.where(np.take_along_axis(kept, order, axis=1) > -np.inf, columns, UNKNOWN)

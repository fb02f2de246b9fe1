"""EASE: a linear model from the films that a user rated to every other film.

H. Steck, Embarrassingly Shallow Autoencoders for Sparse Data, 2019. With X the 0/1 matrix of users
and films and P the inverse of XᵀX + ridge I, the weights are I - P / diag(P), column by column:
the least squares reconstruction of X from itself when no film may help to predict itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from movierec.errors import UsageError
from movierec.evaluation.sparse_rows import SparseRows
from movierec.records import FloatArray, IntArray, Ratings

MOST_MOVIES = 10_000
"""At this size the weights and what it takes to find them fill some 3 GB."""

_USERS_AT_ONCE = 4096

_Floats = npt.NDArray[np.floating]


class Ease:
    """Ranks films by how well those a user rated predict them.

    The smaller of two matrices is inverted. With fewer films than users it is the one of films.
    Else the Woodbury identity gives XP = KX with K the inverse of XXᵀ + ridge I, a matrix of
    users, and no matrix of films is ever made.

    Args:
        train: rows to learn from, whatever their rating. Given only rows of 4 stars or more, it
            learns which films are liked together, and asks only what a user liked.
        users: user rows of the data set.
        movies: film rows of the data set.
        ridge: shrinks the weights; the more ratings a film has, the more is right.

    Raises:
        UsageError: there are more than `MOST_MOVIES` films.
    """

    def __init__(self, train: Ratings, users: int, movies: int, ridge: float) -> None:
        if movies > MOST_MOVIES:
            raise UsageError(
                f"EASE holds a number for every pair of films, and {movies:,} films are too many: "
                f"it is made for {MOST_MOVIES:,}.",
                "Leave EASE out, or choose a smaller data set.",
            )
        self._rated = SparseRows.of(train.user, train.movie, users, movies)
        self._of_users = users < movies
        solve = _by_users if self._of_users else _by_films
        self._solved: FloatArray = solve(self._rated, ridge)

    def scores(self, user: IntArray) -> FloatArray:
        """Return x(I - P / diag(P)) for each user's row x of X, float32 [n, movies]."""
        rated = self._rated.dense(user)
        return rated - (self._solved[user] if self._of_users else rated @ self._solved)


def _by_films(rated: SparseRows, ridge: float) -> FloatArray:
    """Return P / diag(P), [movies, movies]."""
    gram = np.zeros((rated.width, rated.width), dtype=np.float32)  # whole numbers: exact
    for start in range(0, len(rated), _USERS_AT_ONCE):
        block = rated.dense(np.arange(start, min(start + _USERS_AT_ONCE, len(rated))))
        gram += block.T @ block
    inverse = _inverse(gram, ridge)
    return (inverse / np.diag(inverse)).astype(np.float32)


def _by_users(rated: SparseRows, ridge: float) -> FloatArray:
    """Return XP / diag(P), [users, movies]."""
    matrix = rated.dense(np.arange(len(rated)))
    projected = _inverse(matrix @ matrix.T, ridge) @ matrix  # KX
    diagonal: _Floats = (1 - np.einsum("um,um->m", matrix, projected)) / ridge  # of P
    return (projected / diagonal).astype(np.float32)


def _inverse(gram: FloatArray, ridge: float) -> _Floats:
    """Invert in double precision: popular films' columns are nearly alike."""
    shifted = gram.astype(np.float64)
    shifted[np.diag_indices_from(shifted)] += ridge
    return np.linalg.inv(shifted)

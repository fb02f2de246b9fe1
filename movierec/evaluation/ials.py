"""Implicit ALS: latent factors of who rated what, with little belief in what was not rated.

Y. Hu, Y. Koren and C. Volinsky, Collaborative Filtering for Implicit Feedback Datasets, 2008. Every
pair of a user and a film is to be predicted, 1 if rated and 0 if not, with the confidence
1 + alpha if rated and 1 if not:

    sum of confidence (target - user film)² + ridge (|users|² + |films|²)

With the films fixed that is a least squares problem for each user, and the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from movierec.evaluation.sparse_rows import SparseRows
from movierec.records import FloatArray, IntArray, Ratings

_CELLS_AT_ONCE = 2**20


@dataclass(frozen=True, slots=True)
class IalsSettings:
    """What has to be chosen.

    Attributes:
        factors: length of a user's and of a film's vector.
        alpha: how much more a rated pair counts than one that is not rated.
        ridge: shrinks the vectors. It stands beside a sum over a user's ratings that grows with
            alpha, so it has to grow with alpha and with the ratings of a typical user.
        sweeps: times that all users and then all films are solved.
    """

    factors: int
    alpha: float
    ridge: float
    sweeps: int = 15


class Ials:
    """Ranks films by the product of a user's and a film's vector.

    Args:
        train: rows to learn from, whatever their rating.
        users: user rows of the data set.
        movies: film rows of the data set.
        settings: see there.
        seed: of the films' first vectors.

    Attributes:
        user_factors: float32 [users, factors]; 0 for users without a row.
        movie_factors: float32 [movies, factors]; 0 for films without a row.
    """

    def __init__(
        self, train: Ratings, users: int, movies: int, settings: IalsSettings, seed: int
    ) -> None:
        by_user = SparseRows.of(train.user, train.movie, users, movies)
        by_movie = SparseRows.of(train.movie, train.user, movies, users)
        start = np.random.default_rng(seed).normal(size=(movies, settings.factors))
        self.movie_factors: FloatArray = (start / settings.factors).astype(np.float32)
        for _ in range(settings.sweeps):
            self.user_factors = _solved(by_user, self.movie_factors, settings)
            self.movie_factors = _solved(by_movie, self.user_factors, settings)

    def scores(self, user: IntArray) -> FloatArray:
        """Return the products with all films, float32 [n, movies]."""
        return self.user_factors[user] @ self.movie_factors.T


def _solved(rated: SparseRows, other: FloatArray, settings: IalsSettings) -> FloatArray:
    """Return the vectors that minimise the loss with the other side's fixed, [rows, factors]."""
    factors = settings.factors
    everything = other.T @ other + settings.ridge * np.eye(factors, dtype=np.float32)
    padded = np.vstack([other, np.zeros((1, factors), dtype=np.float32)])
    solved = np.zeros((len(rated), factors), dtype=np.float32)
    for rows in _blocks(rated.lengths, factors):
        place, column = rated.entries(rows)
        lengths = rated.lengths[rows]
        rank = np.arange(len(place)) - (np.cumsum(lengths) - lengths)[place]
        table = np.full((len(rows), int(lengths[0])), len(other))
        table[place, rank] = column
        near = padded[table]  # [n, longest, factors]; zeros where a row is shorter
        normal = everything + settings.alpha * (near.transpose(0, 2, 1) @ near)
        target = (1 + settings.alpha) * near.sum(axis=1)
        solved[rows] = np.linalg.solve(normal, target[:, :, None])[:, :, 0]
    return solved


def _blocks(lengths: IntArray, factors: int) -> Iterator[IntArray]:
    """Yield the rows that are not empty, the longest first, as many as fit in memory at a time."""
    order = np.argsort(-lengths, kind="stable")
    order = order[: np.count_nonzero(lengths)]
    start = 0
    while start < len(order):
        cells = max(int(lengths[order[start]]), factors) * factors
        end = start + max(1, _CELLS_AT_ONCE // cells)
        yield order[start:end]
        start = end

"""Describe users and films by who rated what, whatever the stars.

Which films somebody has rated says much about their taste. The 0/1 matrix of users and films is
divided by the roots of its row and column sums, so that neither heavy raters nor popular films
drown the rest, and its leading singular vectors become features: users who rated the same films
get similar ones, and so do films rated by the same users. The matrix itself is never built.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from movierec.records import FloatArray, IntArray, Ratings

SIZE = 16
"""Features a side; more of them only help the network to learn its training rows by heart."""

_SMOOTH_USER = 5.0
_SMOOTH_MOVIE = 20.0
_SWEEPS = 6
_SPARE = 8
_STRONGEST = 4.0


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """One column a direction; the second's root mean square is 1, those of stronger ones larger.

    Attributes:
        user: float32 [users, k]; zeros for a user without ratings.
        movie: float32 [movies, k]; zeros for a film without ratings.
    """

    user: FloatArray
    movie: FloatArray


def cooccurrence(
    ratings: Ratings, users: int, movies: int, generator: torch.Generator
) -> Cooccurrence:
    """Compute the features from the training rows by subspace iteration.

    Args:
        ratings: the rows to learn from; their stars are not looked at.
        users: user rows of the data set.
        movies: film rows of the data set.
        generator: draws the start, on the CPU.
    """
    by_user = _Side.of(ratings.user, ratings.movie, users, movies, _SMOOTH_USER, _SMOOTH_MOVIE)
    by_movie = _Side.of(ratings.movie, ratings.user, movies, users, _SMOOTH_MOVIE, _SMOOTH_USER)
    width = min(SIZE + _SPARE, users, movies)
    basis = torch.randn(movies, width, generator=generator)
    for _ in range(_SWEEPS):
        left = torch.linalg.qr(by_user.times(basis))[0]
        basis = torch.linalg.qr(by_movie.times(left))[0]
    left, strengths, rotation = torch.linalg.svd(by_user.times(basis), full_matrices=False)
    right = basis @ rotation.t()
    size = min(SIZE, width)
    # The first direction is no taste: it says how much somebody, or something, is rated.
    pace = (strengths / strengths[min(1, width - 1)].clamp(min=1e-6)).sqrt()[:size]
    # Where everybody rated the same films there is no second one to compare it with.
    pace = pace.clamp(max=_STRONGEST)
    return Cooccurrence(
        (left[:, :size] * pace * users**0.5).numpy(), (right[:, :size] * pace * movies**0.5).numpy()
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """The matrix by rows: which columns each holds, and their values."""

    columns: Tensor
    values: Tensor
    starts: Tensor

    @classmethod
    def of(
        cls, rows: IntArray, columns: IntArray, height: int, width: int, tall: float, wide: float
    ) -> _Side:
        order = np.argsort(rows, kind="stable")
        in_row = np.bincount(rows, minlength=height)
        in_column = np.bincount(columns, minlength=width)
        row_root = np.sqrt(in_row + tall).astype(np.float32)
        column_root = np.sqrt(in_column + wide).astype(np.float32)
        sorted_columns = columns[order]
        values: npt.NDArray[np.float32] = 1 / (row_root[rows[order]] * column_root[sorted_columns])
        starts = np.cumsum(in_row) - in_row
        return cls(
            torch.from_numpy(sorted_columns.astype(np.int64)),
            torch.from_numpy(values),
            torch.from_numpy(starts.astype(np.int64)),
        )

    def times(self, table: Tensor) -> Tensor:
        """Multiply the matrix with `table`, [columns, k]; returns [rows, k]."""
        return torch.nn.functional.embedding_bag(
            self.columns, table, self.starts, mode="sum", per_sample_weights=self.values
        )

"""Singular vectors of who rated what, weighted by row and by column."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from movierec.training.sparse import Pattern

LARGEST = 2_500
"""The smaller side up to which all singular vectors are computed."""
LARGEST_TABLE = 50_000_000
"""Pairs of row and column up to which the dense table is built, 8 bytes each."""

_NEGLIGIBLE = 1e-4
_OVERSAMPLED = 16
_ITERATIONS = 4


class Spectrum(NamedTuple):
    """Singular vectors by ascending value: left @ diag(values) @ right.T.

    Attributes:
        left: orthonormal columns, float64 [rows, r].
        values: singular values, float64 [r].
        right: orthonormal columns, float64 [columns, r].
    """

    left: Tensor
    values: Tensor
    right: Tensor

    def largest(self, rank: int) -> Spectrum:
        """Return the vectors of the `rank` largest values, all where there are no more."""
        return Spectrum(self.left[:, -rank:], self.values[-rank:], self.right[:, -rank:])


def singular_vectors(
    pattern: Tensor | Pattern,
    own: Tensor,
    other: Tensor,
    truncated: int,
    across: Pattern | None = None,
) -> Spectrum:
    """Return the singular vectors of diag(own) @ pattern @ diag(other).

    All of them where the table is small, else the `truncated` leading ones, by subspace iteration
    (N. Halko, P.-G. Martinsson, J. Tropp, Finding structure with randomness, 2011).

    Args:
        pattern: [rows, columns], CSR or cut into blocks; the latter with `across`.
        own: weights of the rows, float64 [rows].
        other: weights of the columns, float64 [columns].
        truncated: how many of a large table.
        across: the transposed pattern, where it is there already.
    """
    if min(pattern.shape) <= LARGEST and pattern.shape[0] * pattern.shape[1] <= LARGEST_TABLE:
        table = pattern.to_dense().double()
        table *= own[:, None]
        table *= other
        return _by_gram(table)
    if across is None:
        assert isinstance(pattern, Tensor)
        return _leading(pattern, pattern.t().to_sparse_csr(), own, other, truncated)
    return _leading(pattern, across, own, other, truncated)


def _by_gram(table: Tensor) -> Spectrum:
    """Return the singular value decomposition by way of the smaller Gram matrix."""
    if table.shape[0] > table.shape[1]:
        right, values, left = _by_gram(table.T)
        return Spectrum(left, values, right)
    squares, left = torch.linalg.eigh(table @ table.T)
    values = squares.clamp(min=0).sqrt()
    left, values = _without_negligible(left, values)
    return Spectrum(left, values, (table.T @ left) / values)


def _leading(
    pattern: Tensor | Pattern, across: Tensor | Pattern, own: Tensor, other: Tensor, truncated: int
) -> Spectrum:
    """Return the leading singular vectors by subspace iteration."""
    generator = torch.Generator().manual_seed(0)  # the result hardly depends on the start

    def forward(x: Tensor) -> Tensor:
        return (pattern @ (x * other[:, None]).float()).double() * own[:, None]

    def backward(x: Tensor) -> Tensor:
        return (across @ (x * own[:, None]).float()).double() * other[:, None]

    start = torch.randn(
        pattern.shape[1], truncated + _OVERSAMPLED, generator=generator, dtype=torch.float64
    )
    found = torch.linalg.qr(forward(start)).Q
    for _ in range(_ITERATIONS):
        found = torch.linalg.qr(forward(torch.linalg.qr(backward(found)).Q)).Q
    across_found = backward(found)
    squares, turn = torch.linalg.eigh(across_found.T @ across_found)
    values = squares.clamp(min=0).sqrt()[-truncated:]
    left, values = _without_negligible(found @ turn[:, -truncated:], values)
    return Spectrum(left, values, backward(left) / values)


def _without_negligible(left: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
    """Drop the vectors that only rounding tells from nothing; the largest value is the last."""
    kept = values > _NEGLIGIBLE * values[-1]
    return left[:, kept], values[kept]

"""A singular basis of what is known of users or films, in which the link's draw is diagonal."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from movierec.records import FloatArray, IntArray

SPECTRUM = 1.5
"""Power of the singular values: above 1, what many have in common counts for more."""
OWN_POWER = 0.5
OTHER_POWER = 0.25
LARGEST = 2_500
"""The smaller side up to which all singular vectors are computed."""
LARGEST_TABLE = 50_000_000
"""Pairs of user and film up to which the table of who rated what is built, 8 bytes each."""
TRUNCATED = 192
"""How many are computed of a larger one."""

_NEGLIGIBLE = 1e-4
_OVERSAMPLED = 16
_ITERATIONS = 4


@dataclass(frozen=True, slots=True)
class Basis:
    """Features as left @ diag(scale) @ (something orthonormal).

    Attributes:
        left: orthonormal columns, [size, r].
        scale: singular values, to the power `SPECTRUM` for the rated basis, [r].
        back: what takes features to this basis: features @ back == left * scale, [features, r].
    """

    left: Tensor
    scale: Tensor
    back: Tensor


def dense_basis(features: FloatArray) -> Basis:
    """Return the basis of a few dense features, [size, features]."""
    left, values, right = torch.linalg.svd(torch.from_numpy(features).double(), full_matrices=False)
    kept = values > _NEGLIGIBLE * values[0]
    return Basis(left[:, kept].float(), values[kept].float(), right.T[:, kept].float())


def rated_basis(pattern: Tensor, counts: IntArray, other_counts: IntArray) -> Basis:
    """Return the basis of who rated what.

    Args:
        pattern: 0/1, [size, others], CSR.
        counts: row sums.
        other_counts: column sums.
    """
    own = torch.from_numpy(counts).clamp(min=1).double() ** -OWN_POWER
    other = torch.from_numpy(other_counts).clamp(min=1).double() ** -OTHER_POWER
    if min(pattern.shape) <= LARGEST and pattern.shape[0] * pattern.shape[1] <= LARGEST_TABLE:
        features = pattern.to_dense().double()
        features *= own[:, None]
        features *= other
        left, values, right = _by_gram(features)
    else:
        left, values, right = _leading(pattern, own, other)
    powered = values**SPECTRUM
    # The features' total size is kept, so that one prior of the link's strength fits both.
    powered *= (values.square().sum() / powered.square().sum()).sqrt()
    back = right * (powered / values) * other[:, None]
    return Basis(left.float(), powered.float(), back.float())


def _by_gram(features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the singular value decomposition by way of the smaller Gram matrix."""
    if features.shape[0] > features.shape[1]:
        right, values, left = _by_gram(features.T)
        return left, values, right
    squares, left = torch.linalg.eigh(features @ features.T)
    values = squares.clamp(min=0).sqrt()
    left, values = _without_negligible(left, values)
    return left, values, (features.T @ left) / values


def _leading(pattern: Tensor, own: Tensor, other: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the leading singular vectors by subspace iteration."""
    generator = torch.Generator().manual_seed(0)  # the result hardly depends on the start
    across = pattern.t().to_sparse_csr()

    def forward(x: Tensor) -> Tensor:
        return (pattern @ (x * other[:, None]).float()).double() * own[:, None]

    def backward(x: Tensor) -> Tensor:
        return (across @ (x * own[:, None]).float()).double() * other[:, None]

    start = torch.randn(
        pattern.shape[1], TRUNCATED + _OVERSAMPLED, generator=generator, dtype=torch.float64
    )
    found = torch.linalg.qr(forward(start)).Q
    for _ in range(_ITERATIONS):
        found = torch.linalg.qr(forward(torch.linalg.qr(backward(found)).Q)).Q
    squares, turn = torch.linalg.eigh(backward(found).T @ backward(found))
    values = squares.clamp(min=0).sqrt()[-TRUNCATED:]
    left, values = _without_negligible(found @ turn[:, -TRUNCATED:], values)
    return left, values, backward(left) / values


def _without_negligible(left: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
    """Drop the vectors that only rounding tells from nothing; the largest value is the last."""
    kept = values > _NEGLIGIBLE * values[-1]
    return left[:, kept], values[kept]

"""A singular basis of what is known of users or films, in which the link's draw is diagonal."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from movierec.records import FloatArray, IntArray
from movierec.training.sparse import Pattern
from movierec.training.spectrum import singular_vectors

SPECTRUM = 1.5
"""Power of the singular values: above 1, what many have in common counts for more."""
OWN_POWER = 0.5
OTHER_POWER = 0.25
TRUNCATED = 192
"""How many singular vectors are computed of a large data set."""

_NEGLIGIBLE = 1e-4


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


def rated_basis(
    pattern: Pattern, across: Pattern, counts: IntArray, other_counts: IntArray
) -> Basis:
    """Return the basis of who rated what.

    Args:
        pattern: 0/1, [size, others].
        across: the transposed one.
        counts: row sums.
        other_counts: column sums.
    """
    own = torch.from_numpy(counts).clamp(min=1).double() ** -OWN_POWER
    other = torch.from_numpy(other_counts).clamp(min=1).double() ** -OTHER_POWER
    left, values, right = singular_vectors(pattern, own, other, TRUNCATED, across)
    powered = values**SPECTRUM
    # The features' total size is kept, so that one prior of the link's strength fits both.
    powered *= (values.square().sum() / powered.square().sum()).sqrt()
    back = right * (powered / values) * other[:, None]
    return Basis(left.float(), powered.float(), back.float())

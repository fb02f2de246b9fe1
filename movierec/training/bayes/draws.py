"""The random draws that a sweep is made of."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

BLOCK_ROWS = 1 << 17
"""Rows that are worked on at a time, so that what is made of them stays in the cache."""

_ROOT2 = math.sqrt(2)
_TINY = 1e-12
_NEARLY_ONE = 1 - 1e-6  # erfinv of 1 is infinite


def blocks(rows: int) -> Iterator[slice]:
    """Cut rows into blocks."""
    for start in range(0, rows, BLOCK_ROWS):
        yield slice(start, min(start + BLOCK_ROWS, rows))


def normals(shape: tuple[int, ...] | torch.Size, rng: np.random.Generator) -> Tensor:
    """Draw standard normals, float32."""
    return torch.from_numpy(rng.standard_normal(tuple(shape), dtype=np.float32))


def uniforms(size: int, rng: np.random.Generator) -> Tensor:
    """Draw from [0, 1), float32 [size]."""
    return torch.from_numpy(rng.random(size, dtype=np.float32))


def precisions(shape: Tensor | float, rate: Tensor, rng: np.random.Generator) -> Tensor:
    """Draw from gamma distributions, float32, as long as `rate`."""
    wanted = shape.numpy() if isinstance(shape, Tensor) else shape
    drawn = rng.standard_gamma(wanted, tuple(rate.shape))
    return torch.from_numpy(drawn.astype(np.float32)) / rate


def log_chance(low: Tensor, high: Tensor, mean: Tensor, sd: Tensor) -> Tensor:
    """Return log P(low < x < high) of normals around `mean`, [n]."""
    scale = sd * _ROOT2
    inside = torch.erf((high - mean) / scale) - torch.erf((low - mean) / scale)
    return inside.mul_(0.5).clamp_(min=_TINY).log_()


def truncated(
    low: Tensor, high: Tensor, mean: Tensor, sd: Tensor, rng: np.random.Generator
) -> Tensor:
    """Draw normals around `mean` that lie between `low` and `high`, [n]."""
    scale = sd * _ROOT2
    bottom = torch.erf((low - mean) / scale)
    width = torch.erf((high - mean) / scale).sub_(bottom)
    place = uniforms(len(mean), rng).mul_(width).add_(bottom).clamp_(-_NEARLY_ONE, _NEARLY_ONE)
    drawn = torch.erfinv(place).mul_(scale).add_(mean)
    return torch.minimum(torch.maximum(drawn, low), high)


def normal_block(precision: Tensor, weighted: Tensor, rng: np.random.Generator) -> Tensor:
    """Draw from N(A^-1 b, A^-1) for every row, [rows, d].

    Args:
        precision: A, positive definite, [rows, d, d].
        weighted: b, [rows, d].
        rng: where the randomness comes from.
    """
    lower = torch.linalg.cholesky(precision)
    half = torch.linalg.solve_triangular(lower, weighted[:, :, None], upper=False)
    half += normals(half.shape, rng)
    drawn: Tensor = torch.linalg.solve_triangular(lower.mT, half, upper=True)
    return drawn[:, :, 0]

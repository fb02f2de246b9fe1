"""Draw what a dropped-out layer is multiplied with."""

from __future__ import annotations

import math

import torch
from torch import Tensor

_HALF = 1 << 15
_AT_ONCE = 4


def dropout_mask(shape: tuple[int, ...], dropout: float, generator: torch.Generator) -> Tensor:
    """Return 0 with the probability `dropout`, else what keeps the mean, on the generator's device.

    Args:
        shape: of the mask.
        dropout: 0 to 1; the processor, which draws 16 bits a number, rounds it to a 65,536th.
        generator: draws it.
    """
    kept = 1 / (1 - dropout)
    if generator.device.type != "cpu":
        mask = torch.rand(shape, generator=generator, device=generator.device)
        return mask.ge_(dropout).mul_(kept)
    # One after the other, a processor draws 64 bits as fast as the 24 of a float.
    numbers = math.prod(shape)
    bits = torch.empty(-(-numbers // _AT_ONCE), dtype=torch.int64)
    bits = bits.random_(-(2**63), None, generator=generator).view(torch.int16)[:numbers]
    lowest = min(round(dropout * 2 * _HALF), 2 * _HALF - 1) - _HALF
    return bits.ge_(lowest).float().mul_(kept).view(shape)

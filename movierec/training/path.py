"""The way that Adam moves parameters without a gradient, any number of steps at once.

Their moments shrink by known factors, so the way is known as well. With the step size a, the first
moment m and the second v after step t, and r = beta1 / sqrt(beta2), step t and the k - 1 behind it
move a parameter by ::

    sum of a m s(t+j) r^j / (sqrt(v) + e(t+j))    for j from 0 to k - 1
    s(t) = sqrt(1 - beta2^t) / (1 - beta1^t)      makes up for moments that start at 0
    e(t+j) = epsilon sqrt(1 - beta2^(t+j)) / sqrt(beta2^j)

The mean of all e(t+j), weighted by s(t+j) r^j, takes their place: that is exact for k = 1, and as
r^j is soon 0 and e hardly changes until then, it is exact to rounding for all but the first steps;
with gradients below 1e-6, which e matters beside, to some 1e-5 of the way.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from movierec.training.reads import Integers

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8

EARLY = 1_000
"""In so many first steps of a training e grows too fast for its mean to take its place."""

_TERMS = 512
"""After so many steps nothing is left of a first moment: 0.9 to this power is 4e-24."""

_Doubles = npt.NDArray[np.float64]


class Path:
    """The ways through one epoch.

    Args:
        done: steps before the epoch.
        steps: of the epoch.
        lr: Adam's step size.
    """

    def __init__(self, done: int, steps: int, lr: float) -> None:
        number = done + 1 + np.arange(steps + _TERMS, dtype=np.float64)
        first, second = 1 - BETA1**number, 1 - BETA2**number
        powers = np.arange(max(steps + 1, _TERMS), dtype=np.float64)
        self._ratios = (BETA1 / BETA2**0.5) ** powers, (BETA1 / BETA2) ** powers
        self._sums = tuple(map(_sums, (np.sqrt(second) / first, second / first), self._ratios))
        # What float32 has no normal number for is slow to multiply with.
        self._left = np.where(powers > _TERMS, 0, BETA1 ** (powers - 1)), BETA2 ** (powers - 1)
        self._lr = lr

    def factors(self, step: Integers, count: Integers) -> Tensor:
        """Return what `count` steps, number `step` of the epoch the first of them, do to rows.

        Returns:
            [4, n, 1]: with the first moment m and the second v, rows lose
            m / (sqrt(v) * found[0] + found[1]); found[2] of m and found[3] of v are left.
        """
        way, weighted = (
            sums[step] - ratio[count] * sums[step + count]
            for sums, ratio in zip(self._sums, self._ratios, strict=True)
        )
        slow = 1 / (self._lr * way)
        left = (powers[count] for powers in self._left)
        found = np.array([slow, slow * EPSILON * weighted / way, *left], dtype=np.float32)
        return torch.from_numpy(found)[:, :, None]


def _sums(values: _Doubles, ratio: _Doubles) -> _Doubles:
    """Return the sums of the values from each one on, weighted by the powers of a ratio."""
    return np.lib.stride_tricks.sliding_window_view(values, _TERMS) @ ratio[:_TERMS]

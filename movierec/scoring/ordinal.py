"""Distributions over the levels of a rating scale: an ordered probit, with numpy alone.

A latent opinion is normal around `latent_mean`; ordered cutpoints turn it into a level:
P(rating <= level k) = Phi((cutpoint k - latent_mean) / noise). Source: P. McCullagh, Regression
Models for Ordinal Data, Journal of the Royal Statistical Society B 42 (1980).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray

    Float = TypeVar("Float", bound=np.floating[Any])
    Float64Array = npt.NDArray[np.float64]
    Cdf = Callable[[npt.NDArray[Any]], npt.NDArray[Any]]

SHARE = 0.8
"""Share of the ratings that an interval is meant to hold."""

_WIDER, _NARROWER = math.exp(-0.2), math.exp(0.2)
_ROOT_2_PI = math.sqrt(2 * math.pi)
_REACH = 6.0
_STEPS = 1024
_BLOCK = 16_384
_TILTS = 40
_NEAR = 1e-4


@dataclass(frozen=True, slots=True)
class Distribution:
    """What a user's ratings of films may be, one row a pair of user and film.

    Attributes:
        levels: the scale's levels in stars, ascending, float32 [levels].
        probabilities: of each level, float32 [n, levels]; a row sums to 1.
        mean: the model's predicted stars, not clipped, float32 [n].
        sd: standard deviation of the rating in stars, float32 [n].
        low: lower end of the 80 % interval in stars, float32 [n].
        high: its upper end, float32 [n].
    """

    levels: FloatArray
    probabilities: FloatArray
    mean: FloatArray
    sd: FloatArray
    low: FloatArray
    high: FloatArray

    @classmethod
    def around(
        cls, mean: FloatArray, probabilities: FloatArray, levels: FloatArray, multiplier: float
    ) -> Distribution:
        """Complete a distribution: the interval is mean +- multiplier * sd, inside the scale.

        Args:
            mean: the model's predicted stars, [n].
            probabilities: of each level, [n, levels].
            levels: in stars, ascending, [levels].
            multiplier: chosen so that 80 % of held-out ratings lie inside.
        """
        sd = spread(probabilities, levels)
        middle = np.clip(mean, levels[0], levels[-1])
        reach = np.float32(multiplier) * sd
        return cls(
            levels=levels,
            probabilities=probabilities,
            mean=mean,
            sd=sd,
            low=np.maximum(middle - reach, levels[0]),
            high=np.minimum(middle + reach, levels[-1]),
        )

    @classmethod
    def joined(cls, parts: Sequence[Distribution]) -> Distribution:
        """Put distributions over the same levels one after the other; at least one."""
        if len(parts) == 1:
            return parts[0]
        return cls(
            parts[0].levels,
            np.concatenate([part.probabilities for part in parts]),
            np.concatenate([part.mean for part in parts]),
            np.concatenate([part.sd for part in parts]),
            np.concatenate([part.low for part in parts]),
            np.concatenate([part.high for part in parts]),
        )

    def take(self, index: IntArray) -> Distribution:
        """Return the rows that `index` names, in its order."""
        return Distribution(
            self.levels,
            self.probabilities[index],
            self.mean[index],
            self.sd[index],
            self.low[index],
            self.high[index],
        )

    def at_least(self, stars: float) -> FloatArray:
        """Return P(rating >= stars), float32 [n]."""
        # A level such as 3.9999998 is meant to be 4.
        from_here = int(np.searchsorted(self.levels, stars - 1e-3))
        chance: FloatArray = self.probabilities[:, from_here:].sum(axis=1)
        return np.minimum(chance, np.float32(1))


def tilted(probabilities: FloatArray, levels: FloatArray, mean: FloatArray) -> FloatArray:
    """Move distributions to other means with the least change, float32 [n, levels].

    Each level's probability is multiplied by exp(t * level): of all distributions with that mean,
    the one nearest in relative entropy. Means nearer to an end of the scale than a twentieth of it
    are taken as that near.

    Args:
        probabilities: of each level, [n, levels].
        levels: in stars, ascending, [levels].
        mean: the means wanted, [n].
    """
    margin = (levels[-1] - levels[0]) / 20
    wanted = np.clip(mean, levels[0] + margin, levels[-1] - margin).astype(np.float64)
    found = probabilities.astype(np.float64)
    for _ in range(_TILTS):
        have = found @ levels
        if np.abs(wanted - have).max(initial=0) < _NEAR:
            break
        variance = np.maximum(found @ (levels.astype(np.float64) ** 2) - have**2, margin**2)
        step = np.clip((wanted - have) / variance, -1, 1)
        found = found * np.exp(step[:, None] * (levels - wanted[:, None]))
        found /= found.sum(axis=1, keepdims=True)
    return found.astype(np.float32)


def normal_cdf(x: npt.NDArray[Float]) -> npt.NDArray[Float]:
    """Return the standard normal distribution function, to within 1e-7 (of float32: 2e-7).

    Read from a table by linear interpolation: fast, and never falling where `x` rises.
    """
    values, slopes = _table()
    flat = x.ravel()
    found = np.empty_like(flat)
    # In blocks that stay in the processor's cache.
    for start in range(0, len(flat), _BLOCK):
        place = np.clip(flat[start : start + _BLOCK], -_REACH, _REACH).astype(np.float64)
        place += _REACH
        place *= _STEPS
        cell = place.astype(np.int32)
        place -= cell
        place *= slopes[cell]
        place += values[cell]
        found[start : start + _BLOCK] = place
    return found.reshape(x.shape)


def mixed_cdf(x: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the distribution function of noise whose size is not exactly known.

    With even chances it is exp(0.2) or exp(-0.2): both the middle and the tails weigh more than
    those of the normal distribution.
    """
    mixed: npt.NDArray[Any] = (normal_cdf(x * _WIDER) + normal_cdf(x * _NARROWER)) / 2
    return mixed


def mixed_density(x: Float64Array) -> Float64Array:
    """Return the derivative of `mixed_cdf`."""
    wider = _WIDER * np.exp(-((_WIDER * x) ** 2) / 2)
    narrower = _NARROWER * np.exp(-((_NARROWER * x) ** 2) / 2)
    return (wider + narrower) / (2 * _ROOT_2_PI)


def level_probabilities(
    latent_mean: npt.NDArray[Any],
    cutpoints: npt.NDArray[Any],
    noise: npt.NDArray[Any],
    cdf: Cdf = normal_cdf,
) -> FloatArray:
    """Return the probability of each level, float32 [n, levels].

    Args:
        latent_mean: mean of the latent opinion, [n].
        cutpoints: ascending, [levels - 1].
        noise: standard deviation of the latent opinion, above 0, [n].
        cdf: distribution function of the opinion around its mean, in units of its noise.
    """
    below = cdf((cutpoints - latent_mean[:, None]) / noise[:, None])  # [n, levels - 1]
    probabilities = np.empty((len(latent_mean), len(cutpoints) + 1), dtype=np.float32)
    probabilities[:, 0] = below[:, 0]
    np.subtract(below[:, 1:], below[:, :-1], out=probabilities[:, 1:-1], casting="same_kind")
    probabilities[:, -1] = 1 - below[:, -1]
    return probabilities


def expectation(probabilities: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the expected rating in stars, float32 [n]."""
    # Not `@`: some BLAS builds raise a false "invalid value" flag now and then on such thin ones.
    expected: FloatArray = np.einsum("nl,l->n", probabilities, levels)
    return expected


def spread(probabilities: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the standard deviation of the rating in stars, float32 [n]."""
    away = levels - expectation(probabilities, levels)[:, None]  # [n, levels]
    away *= away
    away *= probabilities
    variance: FloatArray = away.sum(axis=1)
    return np.sqrt(variance)


@cache
def _table() -> tuple[Float64Array, Float64Array]:
    """Return the function at the table's points and how far it is to the next one."""
    points = np.arange(-_REACH, _REACH + 1 / _STEPS, 1 / _STEPS)
    values = np.array([0.5 * math.erfc(-point / math.sqrt(2)) for point in points.tolist()])
    return values, np.append(np.diff(values), 0.0)

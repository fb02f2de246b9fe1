"""Fit an ordered probit whose noise differs from row to row, by penalised Fisher scoring.

P(rating <= level k | x, f) = F((c_k - x) / s) with ascending cutpoints c and log s = w . f; F is
`ordinal.mixed_cdf`. The distances of the cutpoints are fitted as logarithms, so that they stay in
order, and a Gaussian prior keeps everything near its start where rows are few. Source:
P. McCullagh, Regression Models for Ordinal Data, Journal of the Royal Statistical Society B 42
(1980), whose model with rows of unequal dispersion this is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from movierec.scoring.ordinal import mixed_cdf, mixed_density

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import IntArray

    Array = npt.NDArray[np.float64]

_ROUNDS = 50
_ENOUGH = 1e-6
_LEAST = 1e-7


@dataclass(frozen=True, slots=True)
class OrdinalFit:
    """An ordered probit.

    Attributes:
        cutpoints: ascending, in stars, float64 [levels - 1].
        weights: of the features in the logarithm of the noise, float64 [features].
    """

    cutpoints: Array
    weights: Array


def fit_ordinal(
    stars: Array, features: Array, level: IntArray, start: OrdinalFit, prior_sd: float
) -> OrdinalFit:
    """Find the cutpoints and noise weights that make the ratings most probable.

    Args:
        stars: the model's predictions, clipped to the scale, [n]; n may be 0.
        features: what the noise may depend on, [n, features].
        level: which level each rating is, [n].
        start: where to start, and what the prior keeps the fit near.
        prior_sd: of each number's distance to its start: in logarithms, and the first cutpoint's
            in stars.
    """
    origin = np.concatenate([np.zeros_like(start.cutpoints), start.weights])
    theta = origin.copy()
    problem = _Problem(stars, features, level, start.cutpoints)
    objective = problem.log_likelihood(theta)
    for _ in range(_ROUNDS):
        slope, information = problem.slope_and_information(theta)
        slope -= (theta - origin) / prior_sd**2
        information[np.diag_indices_from(information)] += 1 / prior_sd**2
        step = np.linalg.solve(information, slope)
        # Far from the top the curvature misleads: short steps, and half of them until it goes up.
        step /= max(1.0, float(np.abs(step).max()))
        for _ in range(_ROUNDS):
            moved = theta + step
            away = float(np.sum((moved - origin) ** 2)) / (2 * prior_sd**2)
            reached = problem.log_likelihood(moved) - away
            if reached >= objective:
                break
            step /= 2
        else:
            break
        theta, gain, objective = moved, reached - objective, reached
        if gain < _ENOUGH:
            break
    return OrdinalFit(problem.cutpoints(theta), theta[len(start.cutpoints) :])


class _Problem:
    """The log likelihood of theta: first cutpoint and log distances, [levels - 1], then weights."""

    def __init__(self, stars: Array, features: Array, level: IntArray, start: Array) -> None:
        self._stars = stars
        self._features = features
        self._level = level
        self._first = start[0]
        self._distances = np.diff(start)

    def cutpoints(self, theta: Array) -> Array:
        """Return the cutpoints that theta stands for, [levels - 1]."""
        moved = self._distances * np.exp(theta[1 : len(self._distances) + 1])
        return np.cumsum(np.concatenate([[self._first + theta[0]], moved]))

    def log_likelihood(self, theta: Array) -> float:
        """Return the sum over rows of log P(the rating given)."""
        rows = np.arange(len(self._stars))
        given = self._probabilities(self._edges(theta))[rows, self._level]
        return float(np.log(given).sum())

    def slope_and_information(self, theta: Array) -> tuple[Array, Array]:
        """Return the gradient and the expected information, [theta] and [theta, theta]."""
        edges = self._edges(theta)  # [n, levels - 1]
        probabilities = self._probabilities(edges)  # [n, levels]
        density = mixed_density(edges)
        # How each P(rating <= k) moves with cutpoint k, and with the log of the noise.
        by_cutpoint = density / self._noise(theta)[:, None]
        by_noise = np.diff(-density * edges, axis=1, prepend=0, append=0)  # [n, levels]
        cuts = edges.shape[1]
        levels = np.zeros((len(edges), cuts + 1, cuts))  # dP(level) / d cutpoint
        place = np.arange(cuts)
        levels[:, place, place] = by_cutpoint
        levels[:, place + 1, place] = -by_cutpoint
        levels = levels @ self._jacobian(theta)
        noise = by_noise[:, :, None] * self._features[:, None, :]
        moves = np.concatenate([levels, noise], axis=2)  # [n, levels, theta]
        rows = np.arange(len(edges))
        slope = (moves[rows, self._level] / probabilities[rows, self._level][:, None]).sum(axis=0)
        scaled = moves / np.sqrt(probabilities)[:, :, None]
        flat = scaled.reshape(-1, len(theta))
        return slope, flat.T @ flat

    def _noise(self, theta: Array) -> Array:
        noise: Array = np.exp(self._features @ theta[len(self._distances) + 1 :])
        return noise

    def _edges(self, theta: Array) -> Array:
        edges: Array = (self.cutpoints(theta) - self._stars[:, None]) / self._noise(theta)[:, None]
        return edges

    def _probabilities(self, edges: Array) -> Array:
        below = mixed_cdf(edges)
        found: Array = np.diff(below, axis=1, prepend=0, append=1)
        return np.maximum(found, _LEAST)

    def _jacobian(self, theta: Array) -> Array:
        """Return how cutpoints move with the first of theta, [levels - 1, levels - 1]."""
        cuts = len(self._distances) + 1
        moves = np.concatenate([[1.0], self._distances * np.exp(theta[1:cuts])])
        jacobian: Array = np.tril(np.ones((cuts, cuts))) * moves
        return jacobian

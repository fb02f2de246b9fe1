"""Learn a new user's vector from a few ratings, with numpy, in milliseconds.

For each of some stored draws of the films, the user's vector, noise and latent ratings are found
by coordinate ascent on a variational bound of the same model, as in M. Girolami and S. Rogers,
Variational Bayesian multinomial probit regression, 2006. Nothing is drawn: the same ratings give
the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from movierec.scoring.ordinal import normal_cdf
from movierec.scoring.weights import array_of, refuse

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray

NOISE_SHAPE = 4.0
"""Of the gamma prior, of mean 1, of a user's noise precision, as in training."""
USUAL = 10.0
"""Ratings at which what somebody rated says as much as what people usually rate."""
SHRINK = 5.0
"""Choices without a message that are added to a user's own, as in training."""

_KIND = "a bayes model"
_ROUNDS = 12
_FAR = 1e4
_TINY = 1e-9
_REACH = 10.0  # in deviations: the density beyond is nothing


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known of a user before their ratings, in each of f draws.

    Attributes:
        draws: which of the stored draws these are, [f].
        mean: of the vector, without what was rated, [f, d].
        usual: what the average user's choice of films adds, [f, d].
        spread: how the prior means of users vary, [f, d].
        link: what each film in the choice adds, before it is divided by the root of their
            number, [f, movies, d].
        precision: of the vector around its mean, [f, d].
        film: vector of the average film that is rated, [f, d].
    """

    draws: IntArray
    mean: FloatArray
    usual: FloatArray
    spread: FloatArray
    link: FloatArray
    precision: FloatArray
    film: FloatArray

    @classmethod
    def of(cls, weights: Mapping[str, npt.NDArray[Any]], draws: int, movies: int, d: int) -> Self:
        """Read a prior from a model's weights.

        Raises:
            DataError: an array is missing, or its shape does not fit.
        """
        places = array_of(weights, "fold.draw", (None,), _KIND).astype(int)
        if places.min() < 0 or places.max() >= draws:
            refuse(_KIND, "fold.draw names draws that are not there")
        folds = len(places)
        return cls(
            draws=places,
            mean=array_of(weights, "fold.mean", (folds, d), _KIND),
            usual=array_of(weights, "fold.usual", (folds, d), _KIND),
            spread=array_of(weights, "fold.spread", (folds, d), _KIND),
            link=array_of(weights, "fold.link", (folds, movies, d), _KIND),
            precision=array_of(weights, "fold.precision", (folds, d), _KIND),
            film=array_of(weights, "fold.film", (folds, d), _KIND),
        )

    def expected(self, movies: IntArray) -> FloatArray:
        """Return the prior mean of the vector of somebody who rated these films, [f, d]."""
        share = 1 - self.unusual(movies)
        own = self.link[:, movies].sum(axis=1) / np.float32(max(1, len(movies)) ** 0.5)
        mixed: FloatArray = self.mean + share * own + (1 - share) * self.usual
        return mixed

    def precision_given(self, movies: IntArray) -> FloatArray:
        """Return the precision of the vector around `expected`, [f, d]."""
        wider: FloatArray = 1 / self.precision + self.unusual(movies) * self.spread
        return np.float32(1) / wider

    @staticmethod
    def unusual(movies: IntArray) -> np.float32:
        """Return how little the choice of these films says of what somebody chooses, 1 to 0."""
        return np.float32(USUAL / (len(movies) + USUAL))


@dataclass(frozen=True, slots=True)
class FoldedUser:
    """A user learned from their ratings alone, in each of f draws.

    Attributes:
        vector: offset, then factors, [f, d].
        covariance: of the vector, [f, d, d].
        precision: of the latent ratings, [f].
        rated: rows of the films that they rated, [k].
        chosen: by how much they like these better than the average film, latent, [f].
    """

    rated: IntArray
    vector: FloatArray
    covariance: FloatArray
    precision: FloatArray
    chosen: FloatArray

    @classmethod
    def learn(
        cls,
        prior: Prior,
        movie: FloatArray,
        movie_precision: FloatArray,
        mean: FloatArray,
        cutpoints: FloatArray,
        level: IntArray,
        rated: IntArray,
    ) -> Self:
        """Find the user who gave these ratings.

        Args:
            prior: what is known of anybody.
            movie: vectors of the films rated in each draw, [f, k, d].
            movie_precision: of their noise, [f, k].
            mean: of the latent ratings before any vector, [f, k].
            cutpoints: [f, levels - 1].
            level: index of each rating's level, [k].
            rated: rows of the films, [k].
        """
        inputs, own = movie.copy(), movie_precision
        offset = inputs[:, :, 0] + mean  # [f, k]
        inputs[:, :, 0] = 1
        far = np.full((len(mean), 1), _FAR, dtype=np.float32)
        edges = np.concatenate([-far, cutpoints, far], axis=1)
        low, high = edges[:, level], edges[:, level + 1]  # [f, k]
        precision = prior.precision_given(rated)  # [f, d]
        start = precision * prior.expected(rated)  # [f, d]
        gram = np.einsum("fkd,fke->fde", inputs * own[:, :, None], inputs)
        base = precision[:, :, None] * np.eye(movie.shape[2], dtype=np.float32)
        noise = np.ones(len(mean), dtype=np.float32)
        vector = start / precision
        for _ in range(_ROUNDS if len(rated) else 1):
            covariance = np.linalg.inv(base + noise[:, None, None] * gram)
            expected = offset + np.einsum("fkd,fd->fk", inputs, vector)
            weight = noise[:, None] * own
            latent, variance = _truncated(low, high, expected, 1 / np.sqrt(weight))
            target = start + np.einsum("fkd,fk->fd", inputs, weight * (latent - offset))
            vector = np.einsum("fde,fe->fd", covariance, target)
            expected = offset + np.einsum("fkd,fd->fk", inputs, vector)
            spread = ((inputs @ covariance) * inputs).sum(axis=2)
            missed = own * ((latent - expected) ** 2 + variance + spread)
            noise = (NOISE_SHAPE + len(rated) / 2) / (NOISE_SHAPE + missed.sum(axis=1) / 2)
        away = movie - prior.film[:, None]  # [f, k, d]
        liking = away[:, :, 0] + np.einsum("fkd,fd->fk", away[:, :, 1:], vector[:, 1:])
        chosen = liking.sum(axis=1) / np.float32(len(rated) + SHRINK)
        return cls(rated, vector, covariance, noise, chosen)

    def latent(self, movie: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return mean, without the model's, and variance of the latent ratings, [f, n] each.

        Args:
            movie: films' vectors in each draw, [f, n, d].
        """
        inputs = movie.copy()
        inputs[:, :, 0] = 1
        mean = np.einsum("fnd,fd->fn", inputs, self.vector) + movie[:, :, 0]
        spread = ((inputs @ self.covariance) * inputs).sum(axis=2)
        return mean, spread


def _truncated(
    low: FloatArray, high: FloatArray, mean: FloatArray, sd: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return mean and variance of normals that lie between `low` and `high`."""
    a, b = (low - mean) / sd, (high - mean) / sd
    inside = np.maximum(normal_cdf(b) - normal_cdf(a), _TINY)
    at_a, at_b = _density(a), _density(b)
    shift = (at_a - at_b) / inside
    ends = np.clip(a, -_REACH, _REACH) * at_a - np.clip(b, -_REACH, _REACH) * at_b
    variance: FloatArray = sd**2 * np.clip(1 + ends / inside - shift**2, 0, 1)
    return np.clip(mean + sd * shift, low, high), variance


def _density(x: FloatArray) -> FloatArray:
    density: FloatArray = np.exp(-0.5 * np.minimum(x**2, _REACH**2)) / np.sqrt(2 * np.pi)
    return density.astype(np.float32)

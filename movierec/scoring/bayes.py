"""Predict ratings by a factor model's stored draws: numpy half of `movierec.training.bayes`.

Every draw gives the chances of all levels; a prediction is their average over the draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.scoring.foldin import FoldedUser, Prior
from movierec.scoring.ordinal import Distribution, expectation, normal_cdf
from movierec.scoring.times import Times
from movierec.scoring.weights import array_of, check_finite

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray

    Weights = Mapping[str, npt.NDArray[Any]]

KIND = "a bayes model"
BLOCK_NUMBERS = 4_000_000
"""Numbers that a block of gathered vectors may hold."""


class BayesScorer:
    """Predicts ratings; row -1 is an unknown user or film.

    Args:
        weights: the arrays that `movierec.training.bayes.export` describes.

    Attributes:
        levels: the scale's levels in stars, ascending, [levels].
        users: user rows, the unknown one not counted.
        movies: film rows, likewise.

    Raises:
        DataError: an array is missing, or its shape does not fit the others.
    """

    def __init__(self, weights: Weights) -> None:
        self._mean = mean = array_of(weights, "mean", (None,), KIND)
        draws = len(mean)
        self.levels = array_of(weights, "levels", (None,), KIND)
        self._cutpoints = array_of(weights, "cutpoints", (draws, len(self.levels) - 1), KIND)
        self._user = array_of(weights, "user", (draws, None, None), KIND)
        self._movie = array_of(weights, "movie", (draws, None, self._user.shape[2]), KIND)
        self.users, self.movies = self._user.shape[1] - 1, self._movie.shape[1] - 1
        users, movies = (draws, self.users + 1), (draws, self.movies + 1)
        self._user_precision = array_of(weights, "user_precision", users, KIND)
        self._movie_precision = array_of(weights, "movie_precision", movies, KIND)
        self._chosen = array_of(weights, "chosen", users, KIND)
        self._raters = array_of(weights, "raters", movies, KIND)
        self._new_user = array_of(weights, "new_user", users[1:], KIND)
        self._new_movie = array_of(weights, "new_movie", movies[1:], KIND)
        self._weights = weights
        self._prior = Prior.of(weights, draws, self.movies, self._user.shape[2])
        self._times = Times.of(weights, self.users)
        self.uses_time = self._times is not None
        self._span = self._cutpoints[:, -1] - self._cutpoints[:, 0]

    def predict(
        self, user: IntArray, movie: IntArray, timestamp: IntArray | None = None
    ) -> FloatArray:
        """Return stars for aligned rows, float32 [n], inside the scale.

        Args:
            user: user rows, [n].
            movie: film rows, [n].
            timestamp: when the ratings were given, [n]; None: at no known time.
        """
        return expectation(self._chances(user, movie, timestamp), self.levels)

    def distribution(
        self, user: IntArray, movie: IntArray, timestamp: IntArray | None = None
    ) -> Distribution:
        """Return what the ratings of aligned rows may be; see `predict`.

        Raises:
            DataError: the weights do not say how far intervals reach.
        """
        return self._around(self._chances(user, movie, timestamp))

    def predict_user(self, user: int, movies: npt.ArrayLike | None = None) -> FloatArray:
        """Return one user's stars for film rows, or for every film in order, inside the scale.

        Args:
            user: a user row.
            movies: film rows; None stands for all, without the unknown one.
        """
        rows = np.arange(self._movie.shape[1] - 1) if movies is None else np.asarray(movies, int)
        return self.predict(np.broadcast_to(user, rows.shape), rows)

    def fold_in(self, movies: IntArray, stars: FloatArray) -> FoldedUser:
        """Learn a new user from some ratings, without training and without randomness.

        Args:
            movies: rows of the films rated, [k]; k may be 0.
            stars: the ratings, [k]; each counts as the nearest level of the scale.
        """
        prior, rows = self._prior, np.asarray(movies, int)
        draws = prior.draws
        # Only of the films that were rated: a draw of a large catalogue is not copied whole.
        each = draws[:, None], rows
        vectors, precision = self._movie[each], self._movie_precision[each]
        mean = self._mean[draws, None] + prior.unusual(rows) * self._raters[each]
        check_finite(KIND, vectors, precision, mean, prior.expected(rows))
        return FoldedUser.learn(
            prior,
            vectors,
            precision,
            mean,
            self._cutpoints[draws],
            # The nearest level; half-way between two, the upper one.
            np.searchsorted((self.levels[1:] + self.levels[:-1]) / 2, stars, side="right"),
            rows,
        )

    def folded_distribution(self, user: FoldedUser, movies: npt.ArrayLike) -> Distribution:
        """Return what a folded-in user's ratings of film rows may be."""
        draws, rows = self._prior.draws, np.asarray(movies, int)
        unusual = self._prior.unusual(user.rated)
        chances = np.empty((len(rows), len(self.levels)), dtype=np.float32)
        block = max(1, BLOCK_NUMBERS // (len(draws) * self._movie.shape[2]))
        for start in range(0, len(rows), block):
            part = rows[start : start + block]
            each = draws[:, None], part
            latent, variance = user.latent(self._movie[each])
            latent += self._mean[draws, None] + unusual * self._raters[each]
            latent += user.chosen[:, None] * self._new_movie[part]
            variance += 1 / (user.precision[:, None] * self._movie_precision[each])
            if self._times is not None:
                shift, spread = self._times.shift(np.full(len(part), -1), None)
                latent += self._span[draws, None] * shift
                variance += self._span[draws, None] ** 2 * spread
            check_finite(KIND, latent, variance)
            chances[start : start + block] = _average_chances(
                latent, variance, self._cutpoints[draws]
            )
        return self._around(chances)

    def _around(self, chances: FloatArray) -> Distribution:
        mean = expectation(chances, self.levels)
        multiplier = array_of(self._weights, "interval.z", (1,), KIND)
        return Distribution.around(mean, chances, self.levels, float(multiplier[0]))

    def _chances(self, user: IntArray, movie: IntArray, timestamp: IntArray | None) -> FloatArray:
        """Return the chances of all levels for aligned rows, [n, levels]."""
        user, movie = np.asarray(user), np.asarray(movie)
        chances = np.empty((len(user), len(self.levels)), dtype=np.float32)
        block = max(1, BLOCK_NUMBERS // (len(self._mean) * self._user.shape[2]))
        for start in range(0, len(user), block):
            rows = slice(start, start + block)
            when = None if timestamp is None else np.asarray(timestamp)[rows]
            chances[rows] = self._block(user[rows], movie[rows], when)
        return chances

    def _block(self, user: IntArray, movie: IntArray, timestamp: IntArray | None) -> FloatArray:
        # One user's vectors need no copy for each film of a list.
        alone = len(user) > 0 and bool((user == user[0]).all())
        left = self._user[:, user[:1] if alone else user]  # [s, 1 or n, d]
        right = self._movie[:, movie]  # [s, n, d]
        latent = (left[:, :, 1:] * right[:, :, 1:]).sum(axis=2)  # [s, n]
        latent += self._mean[:, None] + left[:, :, 0] + right[:, :, 0]
        latent += self._chosen[:, user] * self._new_movie[movie]
        latent += self._raters[:, movie] * self._new_user[user]
        precision = self._user_precision[:, user] * self._movie_precision[:, movie]
        variance: FloatArray = np.float32(1) / precision
        if self._times is not None:
            shift, spread = self._times.shift(user, timestamp)
            latent += self._span[:, None] * shift
            variance += self._span[:, None] ** 2 * spread
        check_finite(KIND, latent, variance)
        return _average_chances(latent, variance, self._cutpoints)


def _average_chances(latent: FloatArray, variance: FloatArray, cutpoints: FloatArray) -> FloatArray:
    """Return the chances of all levels, averaged over the draws, [n, levels].

    Args:
        latent: mean of the latent rating, [s, n].
        variance: of the latent rating, [s, n].
        cutpoints: of each draw, [s, levels - 1].
    """
    noise = 1 / np.sqrt(variance)
    count = cutpoints.shape[1]
    below = np.empty((latent.shape[1], count + 2), dtype=np.float32)
    below[:, 0], below[:, -1] = 0, 1
    for level in range(count):
        reach = (cutpoints[:, level, None] - latent) * noise  # [s, n]
        below[:, level + 1] = normal_cdf(reach).mean(axis=0)
    return np.diff(below, axis=1)

"""Predict by averaged towers, and learn a new user from some ratings: numpy half of `dnn`.

Beside the arrays of `movierec.training.export`, with q = 1 + v numbers that a product reads (a
user's offset and vector), and p = q + du with the inputs of the layers:

::

    fold.mean [p]               of the users' numbers, but for what their films add
    fold.lent [movies, p]       what a film adds to who rated it, before it is divided by the root
                                of their number
    fold.usual [p]              what all their films add to a user, on average
    fold.spread [q]             how that varies from user to user
    fold.precision [q]          of what is the user's own
    fold.film [q]               offset and vector of the average film that is rated
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.scoring.calibration import Calibration
from movierec.scoring.foldin import SHRINK, USUAL
from movierec.scoring.network import KIND, NetworkScorer
from movierec.scoring.weights import array_of, check_finite

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray
    from movierec.scoring.ordinal import Distribution


@dataclass(frozen=True, slots=True)
class LearnedUser:
    """A user learned from their ratings alone.

    Attributes:
        numbers: offset, vector and inputs of the layers, [p].
        covariance: of offset and vector, [q, q].
        unusual: how little is known of their choice of films, 1 to 0.
        chosen: by how much they like what they rated better than the average film.
    """

    numbers: FloatArray
    covariance: FloatArray
    unusual: np.float32
    chosen: np.float32


class TowerScorer(NetworkScorer):
    """Predicts ratings; row -1 is an unknown user or film.

    Args:
        weights: the arrays described above.

    Raises:
        DataError: an array is missing, or its shape does not fit the others.
    """

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]]) -> None:
        super().__init__(weights)
        users, movies = self._user_offset.shape, self._movie_offset.shape
        self._new_user = array_of(weights, "new_user", users, KIND)
        self._new_movie = array_of(weights, "new_movie", movies, KIND)
        self._chosen = array_of(weights, "chosen", users, KIND)
        self._raters = array_of(weights, "raters", movies, KIND)
        self._films = films = len(self._movie_offset) - 1
        self._product = q = 1 + self._user_vector.shape[1]
        p = q + self._user_inputs.shape[1]
        self._start = array_of(weights, "fold.mean", (p,), KIND)
        self._lent = array_of(weights, "fold.lent", (films, p), KIND)
        self._usual = array_of(weights, "fold.usual", (p,), KIND)
        self._spread = array_of(weights, "fold.spread", (q,), KIND)
        self._precision = array_of(weights, "fold.precision", (q,), KIND)
        self._film = array_of(weights, "fold.film", (q,), KIND)

    def fold_in(self, movies: IntArray, stars: FloatArray) -> LearnedUser:
        """Learn a new user from some ratings, without training and without randomness.

        What their choice of films says comes from the towers; offset and vector then follow from
        the stars by a ridge regression, all else being as it is.

        Args:
            movies: rows of the films rated, [k]; k may be 0.
            stars: the ratings, [k].
        """
        movies = np.asarray(movies, int)
        count = len(movies)
        # A few ratings are not yet somebody's choice of films.
        unusual = np.float32(USUAL / (count + USUAL))
        lent = self._lent[movies].sum(axis=0) / np.float32(max(1, count) ** 0.5)
        check_finite(KIND, lent, self._movie_vector[movies], self._movie_offset[movies])
        numbers = self._start + (1 - unusual) * lent + unusual * self._usual  # [p]
        read = self._read(movies)  # [k, q]
        missed = stars - self._stars(numbers, movies) - unusual * self._raters[movies]
        variance = 1 / self._precision + unusual * self._spread
        covariance = np.linalg.inv(read.T @ read + np.diag(1 / variance))
        numbers[: self._product] += covariance @ (read.T @ missed)
        liking = self._movie_offset[movies] - self._film[0]
        liking += (self._movie_vector[movies] - self._film[1:]) @ numbers[1 : self._product]
        chosen = np.float32(liking.sum() / (count + SHRINK))
        return LearnedUser(numbers, covariance, unusual, chosen)

    def folded_distribution(self, user: LearnedUser, movies: npt.ArrayLike) -> Distribution:
        """Return what a folded-in user's ratings of film rows may be."""
        rows = np.asarray(movies, int)
        doubt = np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), self._block):
            read = self._read(rows[start : start + self._block])
            doubt[start : start + self._block] = ((read @ user.covariance) * read).sum(axis=1)
        calibration = Calibration(self._weights, len(self._user_offset) - 1, self._films)
        unknown = np.full(len(rows), -1)
        return calibration.distribution(self.folded_stars(user, rows), unknown, rows, doubt)

    def folded_stars(self, user: LearnedUser, movies: IntArray) -> FloatArray:
        """Return the stars that a folded-in user would give film rows, [n], not clipped."""
        stars = np.empty(len(movies), dtype=np.float32)
        added = user.unusual * self._raters + user.chosen * self._new_movie
        for start in range(0, len(movies), self._block):
            rows = movies[start : start + self._block]
            stars[start : start + self._block] = self._stars(user.numbers, rows) + added[rows]
        check_finite(KIND, stars)
        return stars

    def _offset(self, user: IntArray | int, movie: IntArray) -> FloatArray:
        offset = super()._offset(user, movie)
        offset += self._chosen[user] * self._new_movie[movie]
        offset += self._raters[movie] * self._new_user[user]
        return offset

    def _read(self, movies: IntArray) -> FloatArray:
        """Return what a user's offset and vector are multiplied with, [n, q]."""
        ones = np.ones((len(movies), 1), dtype=np.float32)
        return np.hstack([ones, self._movie_vector[movies]])

    def _stars(self, numbers: FloatArray, movies: IntArray) -> FloatArray:
        """Return the stars of a user with these numbers, [n], not clipped."""
        inputs = numbers[self._product :]
        layers = self._upper(self._movie_half(movies) + (self._user_weight @ inputs + self._bias))
        product = self._read(movies) @ numbers[: self._product]
        stars: FloatArray = self._mean + self._movie_offset[movies] + product + layers
        return stars

"""Fit the bias model: a mean, an offset for each user and one for each film.

It is the baseline that every model has to beat, and what the default network starts from. Nothing
here needs torch, so that measuring a stored model does not import it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from movierec.data.rows import BLOCK_ROWS
from movierec.records import FloatArray, IntArray, Ratings, Scale

SHRINK_USER = 5.0
"""So many ratings at the mean are added to each user's own; chosen inside training rows."""
SHRINK_MOVIE = 2.0
"""Likewise for films."""

_SWEEPS = 100
_TOLERANCE = 1e-5

_Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BiasModel:
    """Predicts mean + user offset + film offset, in stars.

    Attributes:
        mean: mean training rating.
        user: offset of each user, float32 [users + 1]; the last, 0, is that of unknown users.
        movie: offset of each film, float32 [movies + 1]; the last, 0, is that of unknown films.
        scale: the ratings that the data set allows.
    """

    mean: float
    user: FloatArray
    movie: FloatArray
    scale: Scale

    def predict(self, user: IntArray, movie: IntArray) -> FloatArray:
        """Return stars for aligned rows, float32 [n], not clipped; row -1 is unknown."""
        return np.float32(self.mean) + self.user[user] + self.movie[movie]


def fit_bias(ratings: Ratings, users: int, movies: int, scale: Scale) -> BiasModel:
    """Fit offsets by regularised least squares, users and films in turn until they stand still.

    Args:
        ratings: rows to learn from; without any, the middle of the scale is predicted.
        users: user rows of the data set.
        movies: film rows of the data set.
        scale: the ratings allowed.
    """
    user, movie = np.zeros(users + 1), np.zeros(movies + 1)
    if len(ratings) == 0:
        return _model((scale.low + scale.high) / 2, user, movie, scale)
    mean = float(ratings.rating.mean(dtype=np.float64))
    by_user = SHRINK_USER + _counts(ratings.user, users)
    by_movie = SHRINK_MOVIE + _counts(ratings.movie, movies)
    for _ in range(_SWEEPS):
        movie = _sums(ratings.movie, ratings.user, ratings.rating, mean, user, movies) / by_movie
        before = user
        user = _sums(ratings.user, ratings.movie, ratings.rating, mean, movie, users) / by_user
        if np.abs(user - before).max() < _TOLERANCE:
            break
    return _model(mean, user, movie, scale)


def fold_users_in(model: BiasModel, ratings: Ratings) -> BiasModel:
    """Learn users from some ratings of theirs; mean and films stay as they were fitted.

    Args:
        model: fitted without these users.
        ratings: theirs alone.

    Returns:
        The model with these users' offsets; all other users become unknown ones.
    """
    users = len(model.user) - 1
    movie = model.movie.astype(np.float64)
    sums = _sums(ratings.user, ratings.movie, ratings.rating, model.mean, movie, users)
    user = sums / (SHRINK_USER + _counts(ratings.user, users))
    return replace(model, user=user.astype(np.float32))


def _model(mean: float, user: _Doubles, movie: _Doubles, scale: Scale) -> BiasModel:
    return BiasModel(mean, user.astype(np.float32), movie.astype(np.float32), scale)


def _counts(rows: IntArray, size: int) -> _Doubles:
    # One entry more than there are rows: that of unknown ones, which stays 0.
    counts = np.zeros(size + 1)
    for block in _blocks(len(rows)):
        counts += np.bincount(rows[block], minlength=size + 1)
    return counts


def _sums(
    rows: IntArray, other: IntArray, rating: FloatArray, mean: float, offset: _Doubles, size: int
) -> _Doubles:
    """Add up what the mean and the other side's offsets leave unexplained, [size + 1]."""
    sums = np.zeros(size + 1)
    for block in _blocks(len(rows)):
        left = rating[block] - mean - offset[other[block]]
        sums += np.bincount(rows[block], weights=left, minlength=size + 1)
    return sums


def _blocks(rows: int) -> Iterator[slice]:
    for start in range(0, rows, BLOCK_ROWS):
        yield slice(start, start + BLOCK_ROWS)

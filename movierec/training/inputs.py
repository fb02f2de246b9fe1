"""What is known of users and films, as numbers that the default network reads.

Everything fitted is fitted on training rows. The unknown user or film, in the last row, has the
average of those with training rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from movierec.data.features import movie_features, user_ages, user_features
from movierec.records import Catalogue, FloatArray, IntArray, Ratings

BoolArray = npt.NDArray[np.bool_]

AGES = (18, 25, 35, 45, 50, 56)
"""Where one age band ends and the next begins: those of ml-1m, which knows no other ages."""
YEAR_BANDS = 12
"""Bands of years with about as many training ratings each."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Features by row, the unknown user or film last; no row is longer than 1.

    Attributes:
        user: float32 [users + 1, user features]; no features where the data set has no traits.
        movie: float32 [movies + 1, film features].
        user_seen: which rows have training ratings, [users + 1]; the last is False.
        movie_seen: likewise, [movies + 1].
    """

    user: FloatArray
    movie: FloatArray
    user_seen: BoolArray
    movie_seen: BoolArray


def network_inputs(catalogue: Catalogue, train: Ratings) -> Inputs:
    """Build the features: age band, occupation, gender; band of years, genres.

    Args:
        catalogue: films and users, with or without traits.
        train: the rows to learn from.
    """
    user_seen = _seen(train.user, catalogue.users)
    movie_seen = _seen(train.movie, catalogue.movies)
    user = np.zeros((catalogue.users, 0), dtype=np.float32)
    ages, traits = user_ages(catalogue), user_features(catalogue)
    if ages is not None and traits is not None:
        user = np.hstack([_bands(ages, np.array(AGES), ages >= 0), traits.values])
    years = catalogue.years
    rated_years = years[train.movie]
    movie = [movie_features(catalogue).values]
    if (rated_years > 0).any():
        parts = np.arange(1, YEAR_BANDS) / YEAR_BANDS
        ends = np.quantile(rated_years[rated_years > 0], parts, method="lower")
        movie += [_bands(years, np.unique(ends), years > 0)]
    return Inputs(
        _finished(user, user_seen[:-1]),
        _finished(np.hstack(movie), movie_seen[:-1]),
        user_seen,
        movie_seen,
    )


def _seen(rows: IntArray, size: int) -> BoolArray:
    seen = np.zeros(size + 1, dtype=bool)
    seen[rows] = True
    return seen


def _bands(values: npt.NDArray[np.generic], ends: IntArray, known: BoolArray) -> FloatArray:
    """Return one column a band, 1 where a known value lies in it, [n, ends + 1]."""
    band = np.searchsorted(ends, values, side="right")
    flags = np.arange(len(ends) + 1) == band[:, None]
    bands: FloatArray = (flags & known[:, None]).astype(np.float32)
    return bands


def _finished(values: FloatArray, seen: BoolArray) -> FloatArray:
    """Shorten long rows to length 1, and append the seen ones' average."""
    length = np.linalg.norm(values, axis=1, keepdims=True)
    shortened = values / np.maximum(length, 1)
    return np.vstack([shortened, shortened[seen].mean(axis=0)]).astype(np.float32)

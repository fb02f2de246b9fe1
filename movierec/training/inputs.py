"""The default network's inputs: what is known of users and films, put on a common scale.

Everything fitted is fitted on training rows. A user or film without a training row, and the
unknown one in the last row, get the average of those that have some wherever nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from movierec.data.features import movie_features, user_ages, user_features
from movierec.records import FloatArray, IntArray, Ratings
from movierec.training.cooccurrence import cooccurrence
from movierec.training.data import TrainingData

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Features by row, the unknown user or film last.

    Attributes:
        user: float32 [users + 1, user features].
        movie: float32 [movies + 1, film features].
        user_seen: which rows have training ratings, [users + 1]; the last is False.
        movie_seen: likewise, [movies + 1].
    """

    user: FloatArray
    movie: FloatArray
    user_seen: BoolArray
    movie_seen: BoolArray


def network_inputs(data: TrainingData, train: Ratings, generator: torch.Generator) -> Inputs:
    """Build the features: scaled age, occupation, gender; scaled year, genres; who rated what.

    Args:
        data: films and users, with or without traits.
        train: its rows to learn from.
        generator: draws the start of the computation of who rated what.
    """
    catalogue = data.catalogue
    user_seen = _seen(train.user, catalogue.users)
    movie_seen = _seen(train.movie, catalogue.movies)
    rated = cooccurrence(train, catalogue.users, catalogue.movies, generator)
    user = [_filled(rated.user, user_seen)]
    ages, traits = user_ages(catalogue), user_features(catalogue)
    if ages is not None and traits is not None:
        user += [_scaled(ages, ages >= 0, user_seen), traits.values]
    movie = [
        _filled(rated.movie, movie_seen),
        _scaled(catalogue.years.astype(np.float32), catalogue.years > 0, movie_seen),
        movie_features(catalogue).values,
    ]
    return Inputs(
        _with_unknown(np.hstack(user), user_seen),
        _with_unknown(np.hstack(movie), movie_seen),
        np.append(user_seen, False),
        np.append(movie_seen, False),
    )


def _seen(rows: IntArray, size: int) -> BoolArray:
    seen = np.zeros(size, dtype=bool)
    seen[rows] = True
    return seen


def _scaled(values: FloatArray, known: BoolArray, seen: BoolArray) -> FloatArray:
    """Return one column of mean 0 and deviation 1 over the known values of seen rows; else 0."""
    fitted = values[known & seen].astype(np.float64)
    if len(fitted) == 0 or fitted.std() == 0:
        return np.zeros((len(values), 1), dtype=np.float32)
    scaled = (values - fitted.mean()) / fitted.std()
    return np.where(known, scaled, 0).astype(np.float32)[:, None]


def _filled(values: FloatArray, seen: BoolArray) -> FloatArray:
    return np.where(seen[:, None], values, values[seen].mean(axis=0))


def _with_unknown(values: FloatArray, seen: BoolArray) -> FloatArray:
    return np.vstack([values, values[seen].mean(axis=0)]).astype(np.float32)

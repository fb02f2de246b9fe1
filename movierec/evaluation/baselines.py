"""What a model has to beat: the global mean, the film's mean, the bias model."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from movierec.records import FloatArray, IntArray, Ratings, Scale
from movierec.training.bias import fit_bias

BIAS_MODEL = "bias model"


def baseline_predictions(
    train: Ratings, test: Ratings, users: int, movies: int, scale: Scale
) -> dict[str, FloatArray]:
    """Predict test rows by each baseline, fitted on training rows; the strongest first.

    Args:
        train: rows to learn from, at least one.
        test: rows to predict; their ratings are not looked at. Rows of -1 are unknown.
        users: user rows of the data set.
        movies: film rows of the data set.
        scale: the ratings allowed.

    Returns:
        Stars by the baseline's name, each [len(test)], not clipped.
    """
    bias = fit_bias(train, users, movies, scale)
    return {
        BIAS_MODEL: bias.predict(test.user, test.movie),
        "film mean": film_means(train, movies)[test.movie],
        "global mean": np.full(len(test), train.rating.mean(dtype=np.float64), dtype=np.float32),
    }


def film_means(train: Ratings, movies: int) -> FloatArray:
    """Return each film's mean training rating, [movies + 1].

    Films without one, and the last entry (unknown films, row -1), have the global mean.
    """
    count = np.bincount(train.movie, minlength=movies + 1)
    total = np.bincount(train.movie, weights=train.rating, minlength=movies + 1)
    return means_of(count, total.astype(np.float64))


def means_of(count: IntArray, total: npt.NDArray[np.float64]) -> FloatArray:
    """Return films' mean ratings, float32 [n]; the global mean for those without one.

    Args:
        count: ratings of each film, [n]; at least one in all.
        total: their stars added up, [n].
    """
    mean = total.sum() / count.sum()
    means = np.where(count > 0, total / np.maximum(count, 1), mean)
    return means.astype(np.float32)

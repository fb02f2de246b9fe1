"""Fit how sure a network may be: the noise around its predictions, from rows it never learned.

A network ends in one number. What ratings lie around it is an ordered probit, whose noise differs
from user to user and from film to film. It is fitted twice: for the bias model, on a tenth of the
training rows that the bias model is fitted without; then for the network, on the validation rows,
staying near the first fit where they are few. Without validation rows the first fit stays: the
network is then as sure as the bias model may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from movierec.data.rows import BLOCK_ROWS
from movierec.evaluation.ordinal_fit import OrdinalFit, fit_ordinal
from movierec.records import FloatArray, IntArray, Ratings, Scale
from movierec.scoring.base import Scorer
from movierec.scoring.ordinal import SHARE, level_probabilities, mixed_cdf, spread
from movierec.scoring.registry import scorer_for
from movierec.training.bias import fit_bias
from movierec.training.data import TrainingData

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from movierec.training.registry import Trainer

    Predict = Callable[[IntArray, IntArray], FloatArray]
    Array = npt.NDArray[np.float64]

CALIBRATED_AFTERWARDS = frozenset({"dnn", "report"})
"""Kinds whose training brings no distribution of its own."""

SHRINK_USER = 10.0
"""So many rows of average noise are added to each user's own; chosen inside training rows."""
SHRINK_MOVIE = 20.0
"""Likewise for films."""

_TENTH = 10
_MOST_ROWS = 50_000
_OWN_ROWS = 5_000
_LEAST_NOISE = 0.05
_WIDE, _NARROW = 0.5, 0.1
"""How far the first fit may go from its start, and the second from the first."""
_PRIOR_ROWS = 500
"""What the multiplier before a fit counts, in rows."""
_NORMAL = 1.2816
_LEAST_SD = 1e-3


@dataclass(frozen=True, slots=True)
class _Noise:
    """What the noise may depend on: log spread of users [users + 1] and of films [movies + 1]."""

    user: Array
    movie: Array
    scale: Scale

    def features(self, stars: Array, rows: Ratings) -> Array:
        """Return the features of rows with predictions, [n, 4]: 1, user, film, prediction."""
        middle = (self.scale.low + self.scale.high) / 2
        columns = (np.ones(len(rows)), self.user[rows.user], self.movie[rows.movie], stars - middle)
        return np.stack(columns, axis=1)


def finished_weights(kind: str, trainer: Trainer, data: TrainingData) -> dict[str, FloatArray]:
    """Return the best epoch's arrays with all that a scorer reads, its distributions included.

    Args:
        kind: the model kind; see `CALIBRATED_AFTERWARDS`.
        trainer: a training of at least one epoch.
        data: what it learns from. Test rows are not looked at.

    Raises:
        NotReadyError: no epoch has ended yet.
    """
    weights = trainer.best_weights()
    if kind in CALIBRATED_AFTERWARDS:
        return {**weights, **calibrate(trainer.predict, data)}
    one = {"interval.z": np.ones(1, dtype=np.float32)}
    return {**weights, "interval.z": own_multiplier(scorer_for(kind, {**weights, **one}), data)}


def calibrate(predict: Predict, data: TrainingData) -> dict[str, FloatArray]:
    """Fit the distribution around a model's predictions.

    Args:
        predict: stars for user and film rows.
        data: its training rows give the users' and films' noise, its validation rows the rest.

    Returns:
        The arrays that `movierec.scoring.calibration` reads.
    """
    noise, held, stars = _bias_model(data)
    scale = data.scale
    rough = float(np.sqrt(np.mean((stars - held.rating) ** 2))) if len(held) else 1.0
    levels = np.array(scale.levels)
    fit = OrdinalFit(
        cutpoints=(levels[1:] + levels[:-1]) / 2,
        weights=np.array([np.log(max(rough, _LEAST_NOISE)), 1.0, 1.0, 0.0]),
    )
    fit, multiplier = _fitted(stars, held, noise, _WIDE, fit, _NORMAL)
    held = _at_most(data.validation)
    stars = _clipped(predict(held.user, held.movie), scale)
    fit, multiplier = _fitted(stars, held, noise, _NARROW, fit, multiplier)
    always, by_user, by_movie, by_stars = fit.weights
    arrays = {
        "levels": levels,
        "interval.z": np.array([multiplier]),
        "calibration.cutpoints": fit.cutpoints,
        "calibration.user_noise": always + by_user * noise.user,
        "calibration.movie_noise": by_movie * noise.movie,
        "calibration.slope": np.array([by_stars]),
    }
    return {name: array.astype(np.float32) for name, array in arrays.items()}


def own_multiplier(scorer: Scorer, data: TrainingData) -> FloatArray:
    """Return how far intervals reach for a model that brings its own distributions, [1].

    No rating is looked at: the interval has to hold 80 % of what the model itself expects, on
    average over pairs from the training rows.

    Args:
        scorer: its intervals may reach as far as they like.
        data: its training rows.
    """
    rows = data.train
    rows = rows.take(np.sort(_drawn(len(rows), min(len(rows), _OWN_ROWS))))
    found = scorer.distribution(rows.user, rows.movie)
    away = np.abs(found.levels - found.mean[:, None])  # [n, levels]
    distance = (away / np.maximum(found.sd, _LEAST_SD)[:, None]).ravel()
    order = np.argsort(distance)
    reached = np.cumsum(found.probabilities.ravel()[order], dtype=np.float64)
    place = np.searchsorted(reached, SHARE * reached[-1])
    return np.array([distance[order][place]], dtype=np.float32)


def interval_multiplier(distance: Array) -> float:
    """Return how many standard deviations an interval has to reach to hold 80 % of ratings.

    Args:
        distance: |rating - prediction| / standard deviation of held-out rows, [n]; n at least 1.
    """
    return float(np.quantile(distance, SHARE))


def _fitted(
    stars: Array,
    rows: Ratings,
    noise: _Noise,
    prior_sd: float,
    start: OrdinalFit,
    multiplier: float,
) -> tuple[OrdinalFit, float]:
    """Return the fit to held-out rows and the interval's multiplier, near those given."""
    if len(rows) == 0:
        return start, multiplier
    scale, features = noise.scale, noise.features(stars, rows)
    fit = fit_ordinal(stars, features, scale.level_of(rows.rating), start, prior_sd)
    noises = np.exp(features @ fit.weights)
    probabilities = level_probabilities(stars, fit.cutpoints, noises, mixed_cdf)
    sd = np.maximum(spread(probabilities, np.array(scale.levels, dtype=np.float32)), _LEAST_SD)
    found = interval_multiplier(np.abs(rows.rating - stars) / sd)
    share = len(rows) / (len(rows) + _PRIOR_ROWS)
    return fit, share * found + (1 - share) * multiplier


def _bias_model(data: TrainingData) -> tuple[_Noise, Ratings, Array]:
    """Fit the bias model without a tenth of the training rows.

    Returns:
        The spread of its residuals by user and by film, the rows left out, and its predictions of
        them, clipped.
    """
    users, movies, scale = data.catalogue.users, data.catalogue.movies, data.scale
    train = data.split.train
    left_out = np.zeros(len(train), dtype=bool)
    left_out[_drawn(len(train), min(len(train) // _TENTH, _MOST_ROWS))] = True
    rest, held = data.ratings.take(train[~left_out]), data.ratings.take(train[left_out])
    bias = fit_bias(rest, users, movies, scale)
    by_user, by_movie = np.zeros(users + 1), np.zeros(movies + 1)
    for start in range(0, len(rest), BLOCK_ROWS):
        rows = rest.take(slice(start, start + BLOCK_ROWS))
        squared = (_clipped(bias.predict(rows.user, rows.movie), scale) - rows.rating) ** 2
        by_user += np.bincount(rows.user, weights=squared, minlength=users + 1)
        by_movie += np.bincount(rows.movie, weights=squared, minlength=movies + 1)
    noise = _Noise(
        _log_spread(by_user, rest.user, SHRINK_USER),
        _log_spread(by_movie, rest.movie, SHRINK_MOVIE),
        scale,
    )
    return noise, held, _clipped(bias.predict(held.user, held.movie), scale)


def _log_spread(squared: Array, rows: IntArray, shrink: float) -> Array:
    """Return the log of each row's residual spread over that of all, [size]; 0 for unknown.

    Args:
        squared: sum of each row's squared residuals, [size].
        rows: which row each residual belongs to.
        shrink: so many residuals of average size are added to each row's own.
    """
    count = np.bincount(rows, minlength=len(squared))
    average = float(squared.sum()) / max(1, len(rows))
    if average == 0:
        return np.zeros(len(squared))
    spread_by_row: Array = np.log((squared + shrink * average) / ((count + shrink) * average)) / 2
    return spread_by_row


def _clipped(stars: FloatArray, scale: Scale) -> Array:
    return np.clip(stars.astype(np.float64), scale.low, scale.high)


def _at_most(rows: Ratings) -> Ratings:
    if len(rows) <= _MOST_ROWS:
        return rows
    return rows.take(np.sort(_drawn(len(rows), _MOST_ROWS)))


def _drawn(rows: int, number: int) -> IntArray:
    """Draw rows without replacement, the same ones each time."""
    drawn: IntArray = np.random.default_rng(0).choice(rows, number, replace=False, shuffle=False)
    return drawn

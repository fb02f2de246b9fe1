"""How honest a model is about how sure it is: coverage, reliability, Brier score, log loss.

Sources: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, Journal
of the American Statistical Association 22 (1927), for the interval of a share; G. W. Brier,
Verification of Forecasts Expressed in Terms of Probability, Monthly Weather Review 78 (1950).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from movierec.answers.uncertainty import Coverage, ReliabilityBin, Uncertainty
from movierec.records import LIKED, FloatArray, Ratings, Scale

if TYPE_CHECKING:
    from movierec.scoring.base import Scorer

BLOCK_ROWS = 200_000
BINS = 10
FEWEST_ROWS = 200
FEWEST_SHARE = 0.01
"""A bin with fewer rows, or a smaller share of them, tells little."""

_NORMAL = 1.959964
_LEAST = 1e-7


@dataclass(frozen=True, slots=True)
class Forecasts:
    """What a model said of rows before it saw their ratings.

    Attributes:
        predicted: stars, not clipped, float32 [n].
        low: lower end of the 80 % interval, float32 [n].
        high: its upper end, float32 [n].
        liked: P(rating >= 4), float32 [n].
        given: probability of the rating that was given, float32 [n].
    """

    predicted: FloatArray
    low: FloatArray
    high: FloatArray
    liked: FloatArray
    given: FloatArray


def forecast(scorer: Scorer, rows: Ratings, scale: Scale) -> Forecasts:
    """Ask a model about rows, a block at a time.

    Args:
        scorer: the model.
        rows: pairs to predict; their ratings only pick the probability to keep.
        scale: the ratings allowed.

    Raises:
        DataError: the model's weights do not say how sure it is.
    """
    columns = np.empty((5, len(rows)), dtype=np.float32)
    level = scale.level_of(rows.rating)
    for start in range(0, len(rows), BLOCK_ROWS):
        block = slice(start, start + BLOCK_ROWS)
        found = scorer.distribution(rows.user[block], rows.movie[block])
        given = np.take_along_axis(found.probabilities, level[block, None], axis=1)[:, 0]
        columns[:, block] = found.mean, found.low, found.high, found.at_least(LIKED), given
    return Forecasts(*columns)


def report_uncertainty(
    forecasts: Forecasts, rating: FloatArray, train: FloatArray, scale: Scale
) -> Uncertainty:
    """Compare what was said with the ratings given.

    Args:
        forecasts: of n rows, at least one.
        rating: stars given, [n].
        train: ratings learned from; how often each level is among them is the log loss's baseline.
        scale: the ratings allowed.
    """
    level = scale.level_of(rating)
    # One row more of each level: one that training never saw is not impossible.
    shares = 1 + np.bincount(scale.level_of(train), minlength=len(scale.levels))
    liked = rating >= LIKED
    bins = reliability(forecasts.liked, liked)
    gaps = sum(row.rows * abs(row.observed - row.forecast) for row in bins)
    return Uncertainty(
        coverage=coverage(forecasts.low, forecasts.high, rating),
        reliability=bins,
        brier=float(np.mean((forecasts.liked.astype(np.float64) - liked) ** 2)),
        calibration_error=gaps / len(rating),
        log_loss=_log_loss(forecasts.given),
        baseline_log_loss=_log_loss((shares / shares.sum())[level]),
    )


def coverage(low: FloatArray, high: FloatArray, rating: FloatArray) -> Coverage:
    """Return which share of ratings lies inside the intervals, with its Wilson interval."""
    rows = len(rating)
    share = float(np.mean((low <= rating) & (rating <= high)))
    lower, upper = wilson(share, rows)
    width = float(np.mean(high - low, dtype=np.float64))
    return Coverage(rows, share, (lower, upper), width)


def wilson(share: float, rows: int) -> tuple[float, float]:
    """Return the 95 % interval of a share found among `rows` rows."""
    square = _NORMAL**2
    middle = (share + square / (2 * rows)) / (1 + square / rows)
    variance = share * (1 - share) / rows + square / (4 * rows**2)
    reach = _NORMAL * variance**0.5 / (1 + square / rows)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def reliability(chance: FloatArray, happened: npt.NDArray[np.bool_]) -> tuple[ReliabilityBin, ...]:
    """Compare forecast chances with what happened, in ten bins of equal width; none is empty."""
    place = np.minimum((chance * BINS).astype(np.int64), BINS - 1)
    rows = np.bincount(place, minlength=BINS)
    said = np.bincount(place, weights=chance, minlength=BINS)
    seen = np.bincount(place, weights=happened, minlength=BINS)
    enough = max(FEWEST_ROWS, FEWEST_SHARE * len(chance))
    return tuple(
        ReliabilityBin(
            low=number / BINS,
            high=(number + 1) / BINS,
            rows=int(rows[number]),
            forecast=float(said[number] / rows[number]),
            observed=float(seen[number] / rows[number]),
            well_filled=bool(rows[number] >= enough),
        )
        for number in range(BINS)
        if rows[number]
    )


def _log_loss(given: npt.NDArray[np.floating]) -> float:
    return float(-np.log(np.maximum(given.astype(np.float64), _LEAST)).mean())

"""Errors of predicted ratings, with a bootstrap interval."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from movierec.records import FloatArray, Metrics, Scale

RESAMPLES = 1000
INTERVAL = (2.5, 97.5)
FEWEST_ROWS = 30
"""Rows under which resampling tells nothing, and no interval is given."""

_CELLS = 20_000


def measure(
    predicted: FloatArray, rating: FloatArray, scale: Scale, rng: np.random.Generator | None = None
) -> Metrics:
    """Measure predictions, clipped to the scale, against the ratings given.

    Args:
        predicted: stars, [n]; n at least 1.
        rating: stars, [n].
        scale: what predictions are clipped to.
        rng: draws the interval of the RMSE; without it, or with few rows, there is none.
    """
    clipped = np.clip(predicted, scale.low, scale.high).astype(np.float64)
    error = clipped - rating
    squared = error * error
    return Metrics(
        rows=len(rating),
        mse=float(squared.mean()),
        mae=float(np.abs(error).mean()),
        rmse_interval=rmse_interval(squared, rng) if rng and len(rating) >= FEWEST_ROWS else None,
    )


def rmse_interval(
    squared: npt.NDArray[np.float64], rng: np.random.Generator
) -> tuple[float, float]:
    """Draw the 95 % percentile bootstrap interval of the RMSE over rows.

    More than 20,000 rows are first dealt at random into 20,000 cells, and the cells are resampled:
    the same variance, in bounded time.

    Args:
        squared: squared errors, [n].
        rng: where the randomness comes from.
    """
    rows = len(squared)
    cells = min(rows, _CELLS)
    cell = rng.permutation(rows) % cells
    sums = np.bincount(cell, weights=squared, minlength=cells)
    counts = np.bincount(cell, minlength=cells)
    draws = np.empty(RESAMPLES)
    for index in range(RESAMPLES):
        chosen = rng.integers(0, cells, size=cells)
        draws[index] = sums[chosen].sum() / counts[chosen].sum()
    low, high = np.sqrt(np.percentile(draws, INTERVAL))
    return float(low), float(high)

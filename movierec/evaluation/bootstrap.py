"""Which differences between models are real: a paired bootstrap over test rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 10_000
INTERVAL = (2.5, 97.5)
_CELLS = 10_000
_COUNTS_AT_ONCE = 2_000_000

_Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """RMSE of one model less that of another, in stars, with its 95 % interval."""

    difference: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval leaves no room for two equally good models."""
        return self.low > 0 or self.high < 0


def rmse_differences(
    squared: _Doubles,
    count: npt.NDArray[np.integer],
    stratum: npt.NDArray[np.integer],
    rng: np.random.Generator,
    resamples: int = RESAMPLES,
) -> tuple[Difference, ...]:
    """Return the RMSE of the first model less that of each other one, over all rows together.

    All models are measured on the same resampled rows, so that rows which are hard for every model
    cancel. Rows are drawn within their stratum (a fold), as many as it has. A row that was tested
    several times, with several seeds, counts as one: its squared errors are drawn together. A
    stratum of more than its share of 10,000 rows is first dealt at random into so many cells, and
    the cells are drawn: the same variance, in bounded time and memory.

    What the interval says: where the difference would lie, 19 times of 20, on another draw of
    test rows from the same users and films, for the models as they were trained. It does not cover
    that another seed trains another model (several seeds average over that, and are not resampled),
    nor new users, whose ratings are drawn one by one here and not together, nor that the best of
    many models was chosen by these very rows.

    Source: B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, chapters 8 and 13.

    Args:
        squared: squared errors, summed over the times that a row was tested, [models, n].
        count: how often each row was tested, [n].
        stratum: the stratum of each row, [n], any whole numbers.
        rng: where the randomness comes from.
        resamples: how many draws.
    """
    draws = np.zeros((resamples, len(squared) + 1))
    sums = np.vstack([squared, count]).T  # [n, models + 1]
    for number in np.unique(stratum):
        rows = np.flatnonzero(stratum == number)
        share = max(1, round(_CELLS * len(rows) / len(stratum)))
        _add_draws(draws, _dealt(sums[rows], share, rng), rng)
    rmse = np.sqrt(draws[:, :-1] / draws[:, -1:])  # [resamples, models]
    found = np.sqrt(squared.sum(1) / count.sum())
    differences = []
    for other in range(1, len(squared)):
        low, high = np.percentile(rmse[:, 0] - rmse[:, other], INTERVAL)
        differences.append(Difference(float(found[0] - found[other]), float(low), float(high)))
    return tuple(differences)


def _dealt(sums: _Doubles, cells: int, rng: np.random.Generator) -> _Doubles:
    """Deal rows at random into at most so many cells and add each cell up, [cells, models + 1]."""
    if len(sums) <= cells:
        return sums
    cell = rng.permutation(len(sums)) % cells
    columns = [np.bincount(cell, weights=column, minlength=cells) for column in sums.T]
    return np.stack(columns, axis=1)


def _add_draws(draws: _Doubles, sums: _Doubles, rng: np.random.Generator) -> None:
    """Add to each draw the sums over as many rows, drawn with repetition, as there are."""
    rows = len(sums)
    at_once = max(1, _COUNTS_AT_ONCE // rows)
    for start in range(0, len(draws), at_once):
        block = draws[start : start + at_once]
        drawn = rng.integers(0, rows, size=(len(block), rows))
        drawn += np.arange(len(block))[:, None] * rows
        times = np.bincount(drawn.ravel(), minlength=len(block) * rows)
        block += times.reshape(len(block), rows).astype(np.float64) @ sums

"""How sure a figure over users is: a percentile bootstrap that draws users.

Users and not ratings are drawn, because the ratings of one user are not independent. Two calls
with generators of the same seed and the same number of users draw the same users, so that systems
measured on the same users are compared on the same draws.

Source: B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from movierec.records import IntArray

RESAMPLES = 1000
COVERAGE_RESAMPLES = 200
INTERVAL = (2.5, 97.5)
FEWEST_USERS = 30
"""Users under which resampling tells nothing, and no interval is given."""

_LEAST_WEIGHT = 1e-12
_TIMES_AT_ONCE = 4_000_000
_CELLS = 20_000

Doubles = npt.NDArray[np.float64]


def weighted_means(values: Doubles, weights: Doubles) -> Doubles:
    """Return the weighted mean of each row of values, [..., c]; 0 where no user has a weight.

    Args:
        values: already multiplied by their weights and summed over users, [..., c].
        weights: summed over users, [..., c].
    """
    return values / np.maximum(weights, _LEAST_WEIGHT)


def mean_intervals(values: Doubles, weights: Doubles, rng: np.random.Generator) -> Doubles:
    """Return the 95 % intervals of weighted means over users, [2, c]: low and high ends.

    More than 20,000 users are first dealt at random into 20,000 cells, and the cells are drawn: the
    same variance, in bounded time.

    Args:
        values: of each user, multiplied by the weight, [n, c]; n at least 1.
        weights: of each user, [n, c].
        rng: draws the users.
    """
    columns = values.shape[1]
    both = _dealt(np.hstack([values, weights]), rng)
    drawn = [times.astype(np.float64) @ both for times in _draws(len(both), RESAMPLES, rng)]
    sums = np.concatenate(drawn)  # [resamples, 2 c]
    means = weighted_means(sums[:, :columns], sums[:, columns:])
    ends: Doubles = np.percentile(means, INTERVAL, axis=0)
    return ends


def coverage_interval(
    lists: IntArray, movies: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Return the 95 % interval of the share of films that are in somebody's list.

    A draw with repetition holds 63 % of the users, and so fewer films than all lists do. What is
    read from the draws is therefore how far they lie around their mean; the interval is put that
    far around the share found.

    Args:
        lists: film rows, -1 for none, [n, k]; n at least 1.
        movies: films of the catalogue.
        rng: draws the users.
    """
    shares = np.array(
        [
            covered(lists[row > 0], movies)
            for times in _draws(len(lists), COVERAGE_RESAMPLES, rng)
            for row in times
        ]
    )
    low, high = covered(lists, movies) + np.percentile(shares, INTERVAL) - shares.mean()
    return max(float(low), 0.0), min(float(high), 1.0)


def covered(lists: IntArray, movies: int) -> float:
    """Return the share of `movies` films that are in one of the lists, [n, k]; -1 is no film."""
    times = np.bincount(lists.ravel() + 1, minlength=movies + 1)[1:]
    return float(np.count_nonzero(times)) / movies


def _dealt(sums: Doubles, rng: np.random.Generator) -> Doubles:
    """Deal users at random into at most `_CELLS` cells and add each cell up, [cells, c]."""
    if len(sums) <= _CELLS:
        return sums
    cell = rng.permutation(len(sums)) % _CELLS
    columns = [np.bincount(cell, weights=column, minlength=_CELLS) for column in sums.T]
    return np.stack(columns, axis=1)


def _draws(users: int, resamples: int, rng: np.random.Generator) -> Iterator[IntArray]:
    """Yield how often each user is drawn, [some resamples, users], until there are enough."""
    at_once = max(1, _TIMES_AT_ONCE // users)
    chances = np.full(users, 1 / users)
    for start in range(0, resamples, at_once):
        yield rng.multinomial(users, chances, size=min(at_once, resamples - start))

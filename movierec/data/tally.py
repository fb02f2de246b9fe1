"""Count a data set's ratings in one pass: by user, by film, by stars."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from movierec.data.rows import BLOCK_ROWS
from movierec.records import Catalogue, Ratings, Scale

Sums = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts and sums of ratings.

    Attributes:
        user_count: ratings of each user row.
        user_sum: stars of each user row, added up.
        movie_count: ratings of each film row.
        movie_sum: stars of each film row, added up.
        stars: ratings of each step of the scale, from its lowest.
        first: the earliest timestamp, 0 where there is none.
        last: the latest.
    """

    user_count: Counts
    user_sum: Sums
    movie_count: Counts
    movie_sum: Sums
    stars: Counts
    first: int
    last: int


def tally_ratings(ratings: Ratings, catalogue: Catalogue, scale: Scale) -> Tally:
    """Count ratings, a block at a time, so that memory-mapped columns of any length will do."""
    users, movies = catalogue.users, catalogue.movies
    steps = round((scale.high - scale.low) / scale.step) + 1
    user_count, user_sum = np.zeros(users, dtype=np.int64), np.zeros(users)
    movie_count, movie_sum = np.zeros(movies, dtype=np.int64), np.zeros(movies)
    stars = np.zeros(steps, dtype=np.int64)
    edges: list[int] = []
    for start in range(0, len(ratings), BLOCK_ROWS):
        block = ratings.take(slice(start, start + BLOCK_ROWS))
        user_count += np.bincount(block.user, minlength=users)
        user_sum += np.bincount(block.user, weights=block.rating, minlength=users)
        movie_count += np.bincount(block.movie, minlength=movies)
        movie_sum += np.bincount(block.movie, weights=block.rating, minlength=movies)
        step = np.rint((block.rating - scale.low) / scale.step).astype(np.int64)
        stars += np.bincount(step, minlength=steps)
        times = block.timestamp[block.timestamp != 0]
        if len(times):
            edges += [int(times.min()), int(times.max())]
    return Tally(
        user_count,
        user_sum,
        movie_count,
        movie_sum,
        stars,
        first=min(edges, default=0),
        last=max(edges, default=0),
    )

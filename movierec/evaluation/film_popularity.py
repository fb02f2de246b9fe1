"""How popular films are, and how popular what each user watches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from movierec.records import IntArray, Ratings


@dataclass(frozen=True, slots=True)
class Popularity:
    """How often films are rated in training rows.

    Attributes:
        counts: ratings of each film, [movies].
        raters: users with a rating.
        history: mean count of the films that each user rated, [users]; 0 for a user without any.
    """

    counts: IntArray
    raters: int
    history: npt.NDArray[np.float64]


def popularity_of(train: Ratings, users: int, movies: int) -> Popularity:
    """Count the training ratings of every film, and their mean in every user's history.

    Args:
        train: rows learned from.
        users: user rows of the data set.
        movies: film rows of the data set.
    """
    counts = np.bincount(train.movie, minlength=movies)
    rated = np.bincount(train.user, minlength=users)
    total = np.bincount(train.user, weights=counts[train.movie], minlength=users)
    return Popularity(counts, int(np.count_nonzero(rated)), total / np.maximum(rated, 1))

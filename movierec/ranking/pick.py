"""Choose a list from films that have been scored: the best ones, or ones that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.ranking.lists import best
from movierec.ranking.variety import given_up, varied
from movierec.records import Catalogue, FloatArray, IntArray
from movierec.scoring.likeness import Likeness

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


def pick(
    catalogue: Catalogue,
    liked: FloatArray,
    movies: IntArray,
    scores: Array,
    worth: Array,
    variety: float,
    top: int,
) -> tuple[IntArray, float | None]:
    """Return the positions of a list, best first, and what share of its worth variety cost.

    Args:
        catalogue: the films.
        liked: who liked each film, as `Likeness` takes it.
        movies: film rows to choose from, [n]; at least the best ones.
        scores: what they are sorted by, [n].
        worth: relevance, or predicted stars, whatever a dial has done to the scores, [n].
        variety: 0 for the best, up to 1 for the most different ones.
        top: how long the list is.

    Raises:
        DataError: a vector of `liked` is not finite.
    """
    order = best(scores, movies, catalogue.counts[movies], len(scores))
    if not variety:
        return order[:top], None
    likeness = Likeness(liked, catalogue)

    def alike(some: IntArray, others: IntArray) -> Array:
        return likeness.between(movies[some], movies[others])

    picked = varied(scores, order, top, variety, alike)
    return picked, given_up(worth, order, picked)

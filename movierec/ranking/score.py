"""Score films for somebody: how much of a choice each would be, and how well they would like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from movierec.ranking.viewer import Viewer
from movierec.records import LIKED, IntArray
from movierec.scoring.ordinal import Distribution
from movierec.scoring.relevance import RelevanceScorer, Taste, liking_factor
from movierec.scoring.shortlist import best_below

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scored:
    """Films with all that a list is sorted by and tells of them; all arrays have length n.

    Attributes:
        movies: film rows.
        watch: how much of a choice each would be.
        factor: what turns `watch`, and each of its parts, into relevance.
        expected: what the ratings may be.
    """

    movies: IntArray
    watch: Array
    factor: Array
    expected: Distribution

    def take(self, index: IntArray) -> Scored:
        """Return the films that `index` names, in its order."""
        return Scored(
            self.movies[index], self.watch[index], self.factor[index], self.expected.take(index)
        )

    @property
    def relevance(self) -> Array:
        """Return what a list is sorted by: would they choose it, and like it?"""
        return self.watch * self.factor

    @property
    def stars(self) -> Array:
        """Return the predicted stars, not clipped."""
        return self.expected.mean.astype(np.float64)


def taste_of(viewer: Viewer) -> Taste:
    """Return a viewer's history as relevance reads it."""
    history = viewer.history
    return Taste.of(history.movie, history.timestamp)


def score(viewer: Viewer, scorer: RelevanceScorer, movies: IntArray) -> Scored:
    """Score films for a viewer.

    Args:
        viewer: who asks.
        scorer: the model's relevance.
        movies: film rows, [n].
    """
    return weighed(viewer, movies, scorer.watch(taste_of(viewer))[movies])


def score_best(
    viewer: Viewer, movies: IntArray, watch: Array, ceiling: Array, wanted: int
) -> tuple[Scored, Array]:
    """Score the films that can be among the best: the ratings of most others are not asked for.

    Relevance never exceeds the watch score, so the best are known once the last of them is no
    worse than the ceiling of every film that has not been asked for.

    Args:
        viewer: who asks.
        movies: film rows, [n]; at least one.
        watch: their watch scores, [n].
        ceiling: these as a dial has changed them, [n]; relevance is changed by as much.
        wanted: how many of the best have to be there.

    Returns:
        The films, and what they are sorted by.
    """

    def ask(first: IntArray) -> tuple[Array, Scored]:
        scored = weighed(viewer, movies[first], watch[first])
        return scored.relevance + (ceiling[first] - watch[first]), scored

    _, scores, scored = best_below(ceiling, wanted, ask)
    return scored, scores


def weighed(viewer: Viewer, movies: IntArray, watch: Array) -> Scored:
    """Weigh watch scores by how well a viewer would like the films.

    Args:
        viewer: who asks.
        movies: film rows, [n].
        watch: their watch scores, [n].
    """
    expected = viewer.expected(movies)
    return Scored(
        movies=movies,
        watch=watch,
        factor=liking_factor(watch, expected.at_least(LIKED)),
        expected=expected,
    )

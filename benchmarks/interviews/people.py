"""People held out of a training, and the model that interviews them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.benchmark_run.fit import learned_weights
from movierec.config import default_config
from movierec.data.prepare import Prepared
from movierec.data.split import training_rows
from movierec.ranking.viewer import Viewer
from movierec.records import UNKNOWN, Catalogue, FloatArray, IntArray, Ratings, Scale, Split
from movierec.scoring.base import FoldsIn
from movierec.scoring.likeness import Likeness
from movierec.scoring.ordinal import Distribution
from movierec.scoring.registry import folding_scorer_for
from movierec.scoring.relevance import RelevanceScorer
from movierec.training.relevance.fit import fit_relevance

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

PARTS = 5
"""The users are divided at random into so many parts; one at a time is held out."""

_PART_STREAM = 4
_HALF_STREAM = 6


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with ratings, half of which they can answer with; the others are the test."""

    answers: Ratings
    test: Ratings


class LikenessTable(Likeness):
    """Compares films by a table of all pairs: many thousand questions are asked."""

    def __init__(self, liked: FloatArray, catalogue: Catalogue) -> None:
        super().__init__(liked, catalogue)
        every = np.arange(catalogue.movies)
        self._table = super().between(every, every)

    def between(self, some: IntArray, others: IntArray) -> Array:
        """Return how alike each of some films is to each of others, [n, m]."""
        alike: Array = self._table[np.ix_(some, others)]
        return alike


@dataclass(frozen=True, slots=True)
class World:
    """A model, and people whom it does not know.

    Attributes:
        scale: of the data set.
        catalogue: the films, counted in training rows, and the users trained on.
        scorer: predicts ratings.
        relevance: ranks the films.
        likeness: compares them.
        people: those held out.
    """

    scale: Scale
    catalogue: Catalogue
    scorer: FoldsIn[Any]
    relevance: RelevanceScorer
    likeness: Likeness
    people: tuple[Person, ...]

    def viewer(self, movie: IntArray, rating: FloatArray) -> Viewer:
        """Return somebody who gave these answers, at no known time."""

        @cache
        def of_all() -> Distribution:
            user = self.scorer.fold_in(movie, rating)
            return self.scorer.folded_distribution(user, np.arange(self.catalogue.movies))

        def expected(movies: IntArray) -> Distribution:
            return of_all().take(movies)

        user = np.full(len(movie), UNKNOWN, dtype=np.int32)
        return Viewer(Ratings(user, movie, rating, np.zeros_like(user)), expected)


def world_without(prepared: Prepared, kind: str, part: int) -> World:
    """Train without one part of the users.

    Args:
        prepared: the data set.
        kind: the model kind, with its default settings.
        part: which users are held out, 0 to `PARTS` - 1; it is the seed of the training, too.

    Raises:
        UsageError: the kind cannot fold anybody in, or there is too little data.
    """
    ratings, catalogue = prepared.ratings, prepared.catalogue
    rng = np.random.default_rng(_PART_STREAM)
    held = np.zeros(catalogue.users, dtype=bool)
    held[rng.permutation(catalogue.users)[part::PARTS]] = True
    known = np.flatnonzero(~held[ratings.user])
    train = ratings.take(known)
    config = replace(default_config(kind), dataset=prepared.origin.dataset, seed=part)
    learned, validation = training_rows(known, config)
    test = ratings.take(np.flatnonzero(held[ratings.user]))
    rows = Split(learned, validation, test, "people held out")
    weights = learned_weights(prepared, rows, config, lambda _: None)
    arrays = fit_relevance(train, catalogue.users, catalogue.movies)
    counted = replace(
        catalogue,
        counts=np.bincount(train.movie, minlength=catalogue.movies).astype(np.int32),
        user_ids=catalogue.user_ids[~held],
    )
    return World(
        scale=prepared.scale,
        catalogue=counted,
        scorer=folding_scorer_for(kind, weights),
        relevance=RelevanceScorer(arrays, catalogue.movies),
        likeness=LikenessTable(arrays["liked"], counted),
        people=tuple(_people(test, np.random.default_rng([_HALF_STREAM, part]))),
    )


def _people(ratings: Ratings, rng: np.random.Generator) -> Iterator[Person]:
    """Divide each user's ratings at random; nobody has less than one in each half."""
    for user in np.unique(ratings.user):
        rows = rng.permutation(np.flatnonzero(ratings.user == user))
        half = len(rows) // 2
        if half:
            yield Person(ratings.take(np.sort(rows[:half])), ratings.take(np.sort(rows[half:])))

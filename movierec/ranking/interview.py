"""Which film to ask somebody about next, so that a few answers say much.

An answer teaches only where they have seen the film; what an answer teaches of films like it need
not be asked again. So the next question is the film of the highest

::

    P(seen) x (1 - KNOWN x likeness to the most alike film told of)
    P(seen) = p + s x K(film, told) (K(told, told) + NOISE I)^-1 (x - p) / s

with p the share of users who rated a film, s = sqrt(p (1 - p)), K how alike films are, and x 1 for
a film seen, 0 for one not seen: a regression, in which many like answers count no more than one or
two. How much stars vary is not in it: that changed nothing, see docs/experiments.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np

from movierec.ranking.filters import Filters, apply_filters
from movierec.ranking.lists import best
from movierec.ranking.viewer import Viewer
from movierec.records import Catalogue, IntArray
from movierec.scoring.likeness import Likeness
from movierec.scoring.relevance import RelevanceScorer
from movierec.store.bundle import Bundle

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

NOISE = 5.0
"""How little one answer says of other films: so much is added to a film's likeness to itself."""
KNOWN = 0.5
"""How much of a question's worth a film told of takes, were it fully alike."""
LEAST = 0.01
"""P(seen) never falls below so much of the share of users who rated the film."""
CANDIDATES = 500
"""A question is one of so many films, the most rated that may be asked about."""
TOLD = 100
"""P(seen) is read off so many films seen, the most rated, and the last so many not seen."""


class Interviewer:
    """Chooses questions; keeps what does not change between them.

    Args:
        catalogue: the films.
        likeness: how alike they are.
    """

    def __init__(self, catalogue: Catalogue, likeness: Likeness) -> None:
        self._catalogue = catalogue
        self._likeness = likeness
        # Some rate a film twice; the share is never 0 and never 1.
        raters = np.minimum(catalogue.counts, catalogue.users)
        self._share = (raters + 0.5) / (catalogue.users + 1)

    @classmethod
    def of(cls, bundle: Bundle) -> Self:
        """Return the interviewer of a stored model.

        Raises:
            DataError: the model is damaged.
        """
        catalogue = bundle.catalogue
        relevance = RelevanceScorer(bundle.relevance(), catalogue.movies)
        return cls(catalogue, Likeness(relevance.liked, catalogue))

    def next_question(self, viewer: Viewer, asked: IntArray) -> int | None:
        """Return the film to ask about next; None when there is none left.

        They have not rated, seen or hidden it or a twin of it, nor been asked about either.

        Args:
            viewer: what they said so far.
            asked: rows of the films asked about, in order; one of them that they have neither
                rated nor seen nor hidden counts as not seen.

        Raises:
            DataError: the model is damaged.
        """
        counts, seen = self._catalogue.counts, viewer.history.movie
        movies = self._open(np.concatenate([seen, asked]), viewer.hidden)
        if len(movies) == 0:
            return None
        seen = seen[best(self._share[seen], seen, counts[seen], TOLD)]
        unseen = asked[~np.isin(asked, np.concatenate([viewer.history.movie, viewer.hidden]))]
        worth = self._worth(movies, seen, unseen[-TOLD:])
        return int(movies[best(worth, movies, counts[movies], 1)[0]])

    def _open(self, known: IntArray, hidden: IntArray) -> IntArray:
        """Return the films that may be asked about."""
        catalogue = self._catalogue
        every = np.arange(catalogue.movies)
        movies = apply_filters(catalogue, every, Filters(), known, hidden).movies
        return movies[best(self._share[movies], movies, catalogue.counts[movies], CANDIDATES)]

    def _worth(self, movies: IntArray, seen: IntArray, unseen: IntArray) -> Array:
        """Return what a question about each film is worth, [n].

        Args:
            movies: film rows, [n].
            seen: films that they saw.
            unseen: films that they did not see.
        """
        told = np.concatenate([seen, unseen])  # [k]
        share, spread = self._share, np.sqrt(self._share * (1 - self._share))
        saw = np.repeat([1.0, 0.0], [len(seen), len(unseen)])
        surprise = (saw - share[told]) / spread[told]
        # Likeness is not quite a kernel: a direction of negative size would turn answers round.
        size, direction = np.linalg.eigh(self._likeness.between(told, told))
        weight = direction @ ((direction.T @ surprise) / (np.maximum(size, 0) + NOISE))
        alike = self._likeness.between(told, movies)  # [k, n]
        chance = share[movies] + spread[movies] * (alike.T @ weight)
        # The regression may fall below 0, where novelty would turn the order round.
        chance = np.maximum(chance, LEAST * share[movies])
        worth: Array = chance * (1 - KNOWN * alike.max(axis=0, initial=0))
        return worth

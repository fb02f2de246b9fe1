"""Somebody to recommend to: a user whom the model knows, or a person with ratings of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from movierec.data.distinct import among
from movierec.records import IntArray, Ratings
from movierec.scoring.ordinal import Distribution
from movierec.scoring.registry import folding_scorer_for, scorer_for
from movierec.store.bundle import Bundle


def _none() -> IntArray:
    return np.zeros(0, dtype=np.int32)


def _no_ratings() -> Ratings:
    return Ratings(_none(), _none(), np.zeros(0, dtype=np.float32), _none())


@dataclass(frozen=True, slots=True)
class Viewer:
    """What somebody has rated, and what their ratings of other films may be.

    Attributes:
        rated: their ratings; film rows are known ones, each once.
        expected: what their ratings of film rows may be.
        watched: other films that they saw; `rating` is NaN, as they gave no stars.
        hidden: rows of films that they do not want to be shown.
    """

    rated: Ratings
    expected: Callable[[IntArray], Distribution]
    watched: Ratings = field(default_factory=_no_ratings)
    hidden: IntArray = field(default_factory=_none)

    @property
    def history(self) -> Ratings:
        """All that they saw: `rated`, then `watched`."""
        if len(self.watched) == 0:
            return self.rated
        return Ratings(
            np.concatenate([self.rated.user, self.watched.user]),
            np.concatenate([self.rated.movie, self.watched.movie]),
            np.concatenate([self.rated.rating, self.watched.rating]),
            np.concatenate([self.rated.timestamp, self.watched.timestamp]),
        )


def known_viewer(bundle: Bundle, user: int) -> Viewer:
    """Return a user whom the model was trained with.

    Args:
        bundle: the model.
        user: their row.

    Raises:
        NotReadyError: the bundle came without its users' ratings.
        DataError: the model is damaged.
    """
    scorer = scorer_for(bundle.card.kind, bundle.weights)
    return Viewer(
        rated=_last_of_each(bundle.rated_by(user)),
        expected=lambda movies: scorer.distribution(np.full(len(movies), user), movies),
    )


def new_viewer(
    bundle: Bundle,
    rated: Ratings,
    watched: Ratings | None = None,
    hidden: IntArray | None = None,
) -> Viewer:
    """Return a person whom the model was not trained with, learned from their ratings at once.

    Stars beyond the model's scale count as its ends.

    Args:
        bundle: the model.
        rated: what they rated; films of row -1 and `user` are not looked at.
        watched: films that they saw; those that they rated, too, are left out here.
        hidden: rows of films that they do not want to be shown.

    Raises:
        UsageError: the model's kind cannot do that.
        DataError: the model is damaged.
    """
    scorer = folding_scorer_for(bundle.card.kind, bundle.weights)
    rated = _last_of_each(rated)
    scale = bundle.card.scale
    user = scorer.fold_in(rated.movie, np.clip(rated.rating, scale.low, scale.high))
    watched = _no_ratings() if watched is None else _last_of_each(watched)
    return Viewer(
        rated=rated,
        expected=lambda movies: scorer.folded_distribution(user, movies),
        watched=watched.take(np.flatnonzero(~among(watched.movie, rated.movie))),
        hidden=_none() if hidden is None else hidden,
    )


def _last_of_each(rated: Ratings) -> Ratings:
    """Return the last rating of each film that the model knows, by film row."""
    rated = rated.take(np.flatnonzero(rated.movie >= 0))
    order = np.lexsort((rated.timestamp, rated.movie))
    movie = rated.movie[order]
    last = np.append(movie[1:] != movie[:-1], True)[: len(movie)]
    return rated.take(order[last])

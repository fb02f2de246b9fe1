"""Somebody to recommend to: a user whom the model knows, or a person with ratings of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from movierec.records import IntArray, Ratings
from movierec.scoring.ordinal import Distribution
from movierec.scoring.registry import folding_scorer_for, scorer_for
from movierec.store.bundle import Bundle


@dataclass(frozen=True, slots=True)
class Viewer:
    """What somebody has rated, and what their ratings of other films may be.

    Attributes:
        rated: their ratings; film rows are known ones, each once.
        expected: what their ratings of film rows may be.
    """

    rated: Ratings
    expected: Callable[[IntArray], Distribution]


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


def new_viewer(bundle: Bundle, rated: Ratings) -> Viewer:
    """Return a person whom the model was not trained with, learned from their ratings at once.

    Args:
        bundle: the model.
        rated: what they rated; films of row -1 and `user` are not looked at.

    Raises:
        UsageError: the model's kind cannot do that.
        DataError: the model is damaged.
    """
    scorer = folding_scorer_for(bundle.card.kind, bundle.weights)
    rated = _last_of_each(rated)
    user = scorer.fold_in(rated.movie, rated.rating)
    return Viewer(
        rated=rated,
        expected=lambda movies: scorer.folded_distribution(user, movies),
    )


def _last_of_each(rated: Ratings) -> Ratings:
    """Return the last rating of each film that the model knows, by film row."""
    rated = rated.take(np.flatnonzero(rated.movie >= 0))
    order = np.lexsort((rated.timestamp, rated.movie))
    movie = rated.movie[order]
    last = np.append(movie[1:] != movie[:-1], True)[: len(movie)]
    return rated.take(order[last])

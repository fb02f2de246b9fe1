"""Which of a person's ratings are hidden together, and what a model learns from the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from movierec.errors import UsageError
from movierec.records import Catalogue, IntArray, Ratings, Scale
from movierec.scoring.base import FoldsIn
from movierec.scoring.ordinal import Distribution

MODEL = "model"
"""What the model is called beside the baselines."""
FEWEST = 10
"""Films that a person has to have rated."""
FEW = 20
"""Rated films under which each is hidden alone: a fifth of them would be too many to miss."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """Some ratings of a person, hidden, and what is known of them without these.

    Attributes:
        hidden: the ratings to be predicted.
        visible: all others.
        expected: what their ratings of film rows may be, learned from the visible ratings alone.
    """

    hidden: Ratings
    visible: Ratings
    expected: Callable[[IntArray], Distribution]


def hidden_rows(films: IntArray, repeats: int, seed: int) -> tuple[tuple[IntArray, ...], ...]:
    """Deal ratings into parts, every rating into one part of each repeat.

    Ratings of one film, under two ids, are hidden together. With few films each is a part, and
    there is one repeat, as another would be the same.

    Args:
        films: the film of each rating, equal for twins, [n].
        repeats: how often they are dealt.
        seed: of how they are dealt.

    Returns:
        For each repeat the positions of the ratings that each part hides, ascending.

    Raises:
        UsageError: there are fewer than 10 films.
    """
    _, place = np.unique(films, return_inverse=True)
    count = int(place.max(initial=-1)) + 1
    if count < FEWEST:
        raise UsageError(
            f"Only {count} films that the model knows are rated, and {FEWEST} are needed to hide "
            "some of them.",
            "Rate more films: movierec rate, or movierec import FILE.",
        )
    if count < FEW:
        return (tuple(np.flatnonzero(place == film) for film in range(count)),)
    rng = np.random.default_rng(seed)
    dealt = []
    for _ in range(repeats):
        fold = rng.permutation(count) % FOLDS
        dealt.append(tuple(np.flatnonzero(fold[place] == number) for number in range(FOLDS)))
    return tuple(dealt)


def part_of(scorer: FoldsIn[Any], rated: Ratings, hidden: IntArray) -> Part:
    """Hide some ratings and let a model learn the person from the others.

    Args:
        scorer: the model.
        rated: all ratings of the person, within the model's scale.
        hidden: positions of those to hide.
    """
    visible = rated.take(np.setdiff1d(np.arange(len(rated)), hidden))
    user = scorer.fold_in(visible.movie, visible.rating)
    return Part(
        hidden=rated.take(hidden),
        visible=visible,
        expected=lambda movies: scorer.folded_distribution(user, movies),
    )


def within_scale(rated: Ratings, scale: Scale) -> Ratings:
    """Return ratings whose stars beyond the scale count as its ends."""
    stars = np.clip(rated.rating, scale.low, scale.high).astype(np.float32)
    return replace(rated, rating=stars)


def only_watched(catalogue: Catalogue, watched: Ratings, rated: Ratings) -> IntArray:
    """Return the rows of watched films, each once, of which no twin is rated either.

    A rated film that also counted as watched would be known while its rating is hidden.
    """
    movies = np.unique(watched.movie)
    own = np.isin(catalogue.twins[movies], catalogue.twins[rated.movie])
    only: IntArray = movies[~own]
    return only

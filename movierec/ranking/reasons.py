"""Why a film is recommended: what each film that was seen adds to its score."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from movierec.answers.recommend import Contribution
from movierec.data.catalogue import film
from movierec.records import LIKED, Catalogue, Ratings

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

REASONS = 3
"""Ratings named as a film's reason, at most."""
_LEAST_SHARE = 0.25
"""Of the largest contribution: what adds less is no reason worth naming."""


def contributions(catalogue: Catalogue, rated: Ratings, adds: Array) -> tuple[Contribution, ...]:
    """Return what every film that was seen adds to one film's score, the largest first.

    Args:
        catalogue: the films.
        rated: what a person saw, [k]; stars are NaN where they gave none.
        adds: what each adds, [k].
    """
    order = np.lexsort((rated.movie, -adds))
    return tuple(_contribution(catalogue, rated, adds, place) for place in order.tolist())


def because(catalogue: Catalogue, rated: Ratings, adds: Array) -> tuple[Contribution, ...]:
    """Return what is named as a film's reason: liked films, those without stars, the others.

    Args:
        catalogue: the films.
        rated: what a person saw, [k]; stars are NaN where they gave none.
        adds: what each adds, [k]; those that take away are never a reason.
    """
    order = np.lexsort((rated.movie, -adds))[:REASONS]
    if len(order) == 0:
        return ()
    least = max(_LEAST_SHARE * float(adds[order[0]]), np.finfo(np.float64).tiny)
    named = [place for place in order.tolist() if adds[place] >= least]
    named.sort(key=lambda place: _unliked(float(rated.rating[place])))
    return tuple(_contribution(catalogue, rated, adds, place) for place in named)


def _contribution(catalogue: Catalogue, rated: Ratings, adds: Array, place: int) -> Contribution:
    movie, rating = int(rated.movie[place]), float(rated.rating[place])
    return Contribution(
        film=film(catalogue, movie),
        rating=None if isnan(rating) else rating,
        adds=float(adds[place]),
    )


def _unliked(rating: float) -> int:
    return 1 if isnan(rating) else 0 if rating >= LIKED else 2

"""Which held-out films a list should hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from movierec.records import IntArray, Ratings


@dataclass(frozen=True, slots=True)
class Relevant:
    """The held-out films that a list should hold.

    Attributes:
        user: the users who have at least one, ascending, [n].
        offsets: where each user's films begin, and the last one's end, [n + 1].
        movies: film rows; -1 for a film that the catalogue does not have: nobody can list it.
    """

    user: IntArray
    offsets: IntArray
    movies: IntArray


def relevant_of(test: Ratings, least: float | None = None) -> Relevant:
    """Return the held-out films that count as relevant.

    Args:
        test: held-out rows; rows of an unknown user (-1) are left out, and a film that a user has
            twice counts once.
        least: only ratings of so many stars or more; None: every rating.
    """
    chosen = test.user >= 0
    if least is not None:
        chosen &= test.rating >= least
    rows = np.flatnonzero(chosen)
    user, movie = test.user[rows], test.movie[rows]
    order = np.lexsort((movie, user))
    user, movie = user[order], movie[order]
    # Two unknown films are two films, though they share a row.
    again = (user[1:] == user[:-1]) & (movie[1:] == movie[:-1]) & (movie[1:] >= 0)
    once = np.concatenate([np.ones(min(1, len(user)), dtype=bool), ~again])
    known, counts = np.unique(user[once], return_counts=True)
    return Relevant(known, np.concatenate([[0], np.cumsum(counts)]), movie[once])

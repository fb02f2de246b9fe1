"""Everybody's films with their places in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from movierec.records import IntArray, Ratings

LONGEST = 2_000
"""Ratings of one person that are counted, the last ones: pairs grow with their square."""


@dataclass(frozen=True, slots=True)
class Sequences:
    """Everybody's ratings from the last to the first.

    Attributes:
        offsets: where each user's rows begin, and the last one's end, int64 [users + 1].
        movie: film rows, int32 [n].
        place: how many of the user's ratings are later, float32 [n]; ratings of one second share
            the mean of their places, as in `movierec.data.order.later_ratings`.
    """

    offsets: IntArray
    movie: IntArray
    place: npt.NDArray[np.float32]

    @classmethod
    def of(cls, train: Ratings, users: int) -> Self:
        """Group training rows by user and keep the last `LONGEST` of each."""
        # By user, then from the last rating to the first; one key takes half the time of two.
        last_first = (train.user.astype(np.int64) << 32) - train.timestamp
        order = np.lexsort((train.movie, last_first))
        del last_first
        counts = np.bincount(train.user, minlength=users)
        rank = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
        order = order[rank < LONGEST]
        offsets = np.zeros(users + 1, dtype=np.int64)
        np.cumsum(np.minimum(counts, LONGEST), out=offsets[1:])
        place = _places(train.user[order], train.timestamp[order], offsets)
        return cls(offsets, train.movie[order], place)

    @property
    def user(self) -> IntArray:
        """Whose rating each is, int32 [n]."""
        users = np.arange(len(self.offsets) - 1, dtype=np.int32)
        return np.repeat(users, np.diff(self.offsets))


def _places(user: IntArray, timestamp: IntArray, offsets: IntArray) -> npt.NDArray[np.float32]:
    """Return how many of each one's ratings are later, [n]; rows as in `Sequences`."""
    if len(user) == 0:
        return np.zeros(0, dtype=np.float32)
    other = (user[1:] != user[:-1]) | (timestamp[1:] != timestamp[:-1])
    first = np.flatnonzero(np.concatenate([[True], other]))  # of each second that somebody rated in
    size = np.diff(first, append=len(user))
    place = first - offsets[user[first]] + (size - 1) / 2
    return np.repeat(place.astype(np.float32), size)

"""How often two films are rated by the same people, near each other or one after the other.

Films that somebody rated within a few places of each other say more about what is watched together
than films that are years apart: a pair counts less the further apart its two ratings are, down to
a floor. A second sum counts the pairs whose second film came later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from movierec.data.order import later_ratings
from movierec.records import IntArray, Ratings

Array = npt.NDArray[np.float32]

FLOOR = 0.1
"""What a pair counts however far apart its ratings are."""
NEAR = 20.0
"""Places between two ratings at which what is above the floor has fallen by e."""
AFTER = 40.0
"""Likewise for pairs in order, which have no floor."""
LONGEST = 2_000
"""Ratings of one person that are counted, the last ones: pairs grow with their square."""


class PairSums(NamedTuple):
    """Weighted pairs, by source film and target film.

    Attributes:
        near: both rated by somebody, float32 [sources, targets].
        after: the target rated after the source, float32 [sources, targets].
    """

    near: Array
    after: Array


@dataclass(frozen=True, slots=True)
class Sequences:
    """Everybody's films with their places in time.

    Attributes:
        offsets: where each user's rows begin, and the last one's end, int64 [users + 1].
        movie: film rows, [n].
        place: how many of the user's ratings are later, float64 [n].
    """

    offsets: IntArray
    movie: IntArray
    place: npt.NDArray[np.float64]

    @classmethod
    def of(cls, train: Ratings, users: int) -> Self:
        """Group training rows by user and keep the last `LONGEST` of each."""
        order = np.lexsort((train.movie, -train.timestamp.astype(np.int64), train.user))
        counts = np.bincount(train.user, minlength=users)
        starts = np.cumsum(counts) - counts
        rank = np.arange(len(order)) - np.repeat(starts, counts)
        order = order[rank < LONGEST]
        offsets = np.zeros(users + 1, dtype=np.int64)
        np.cumsum(np.minimum(counts, LONGEST), out=offsets[1:])
        movie, timestamp = train.movie[order], train.timestamp[order]
        place = np.empty(len(order))
        for start, end in _spans(offsets):
            place[start:end] = later_ratings(timestamp[start:end])
        return cls(offsets, movie, place)

    def pair_sums(self, sources: IntArray, targets: IntArray, movies: int) -> PairSums:
        """Add everybody's pairs up.

        Args:
            sources: film rows, distinct.
            targets: film rows, distinct.
            movies: film rows of the data set.
        """
        shape = len(sources), len(targets)
        sums = PairSums(np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32))
        row, column = _positions(sources, movies), _positions(targets, movies)
        for start, end in _spans(self.offsets):
            movie, place = self.movie[start:end], self.place[start:end]
            wanted, known = column[movie] >= 0, row[movie] >= 0
            if not wanted.any() or not known.any():
                continue
            cells = np.ix_(row[movie[known]], column[movie[wanted]])
            apart = place[known][:, None] - place[wanted]  # [k, w], above 0: the target is later
            sums.near[cells] += FLOOR + (1 - FLOOR) * np.exp(-np.abs(apart) / NEAR)
            sums.after[cells] += np.where(apart > 0, np.exp(np.minimum(1 - apart, 0) / AFTER), 0)
        return sums


def _spans(offsets: IntArray) -> Iterator[tuple[int, int]]:
    return zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)


def _positions(rows: IntArray, size: int) -> IntArray:
    """Return each row's position in `rows`, -1 where it is not there, int64 [size]."""
    found = np.full(size, -1, dtype=np.int64)
    found[rows] = np.arange(len(rows))
    return found

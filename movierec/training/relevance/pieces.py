"""Histories cut into pieces of one length, so that many of them are worked on at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from torch import Tensor

from movierec.records import IntArray
from movierec.training.relevance.sequences import Sequences

LENGTH = 32
"""Ratings in a piece. Longer ones waste more on the ends of histories, shorter ones are slower."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The ratings of some films, by user from the last to the first, in pieces of `LENGTH`.

    Attributes:
        offsets: where each user's pieces begin, and the last one's end, int64 [users + 1].
        owner: whose pieces they are, int32 [pieces].
        movie: positions of films from 0; one more than the last where a piece is not full,
            int32 [pieces, LENGTH].
        place: as in `Sequences`, ascending; infinite where a piece is not full, float32
            [pieces, LENGTH].
    """

    offsets: IntArray
    owner: IntArray
    movie: Tensor
    place: Tensor

    @classmethod
    def of(cls, sequences: Sequences, movies: IntArray, size: int) -> Self:
        """Cut everybody's ratings of film rows `movies`, of `size` that there are."""
        position = positions(movies, size)[sequences.movie]
        known = np.flatnonzero(position >= 0)
        user = sequences.user[known]
        users = len(sequences.offsets) - 1
        counts = np.bincount(user, minlength=users)
        needed = -(-counts // LENGTH)
        offsets = np.zeros(users + 1, dtype=np.int64)
        np.cumsum(needed, out=offsets[1:])
        # A rating's cell: its user's first one, and as many more as the user has later ratings.
        cell = (offsets[:-1] * LENGTH - (np.cumsum(counts) - counts))[user] + np.arange(len(user))
        movie = np.full(offsets[-1] * LENGTH, len(movies), dtype=np.int32)
        place = np.full(offsets[-1] * LENGTH, np.inf, dtype=np.float32)
        movie[cell] = position[known]
        place[cell] = sequences.place[known]
        return cls(
            offsets,
            np.repeat(np.arange(users, dtype=np.int32), needed),
            torch.from_numpy(movie).view(-1, LENGTH),
            torch.from_numpy(place).view(-1, LENGTH),
        )


def positions(rows: IntArray, size: int) -> IntArray:
    """Return each row's position in `rows`, -1 where it is not there, int32 [size]."""
    found = np.full(size, -1, dtype=np.int32)
    found[rows] = np.arange(len(rows), dtype=np.int32)
    return found

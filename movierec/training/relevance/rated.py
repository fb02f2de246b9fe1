"""Ratings of target films, film by film, and the pieces of histories that each is paired with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from movierec.records import IntArray
from movierec.training.relevance.pieces import LENGTH, Pieces, positions
from movierec.training.relevance.sequences import Sequences


class Rated(NamedTuple):
    """Ratings of target films, film by film.

    Attributes:
        target: positions of the films, int32 [n], ascending.
        place: as in `Sequences`, float32 [n].
        own: the piece that holds a rating itself, int32 [n]; -1: none does.
        first: the first piece that a rating is paired with, int32 [n].
        later: the first of them whose ratings are all earlier in time, int32 [n].
        end: the piece after the last one, int32 [n].
    """

    target: IntArray
    place: npt.NDArray[np.float32]
    own: IntArray
    first: IntArray
    later: IntArray
    end: IntArray

    @property
    def pieces(self) -> int:
        """With how many pieces they are paired."""
        return int((self.end - self.first).sum(dtype=np.int64))

    @classmethod
    def within(cls, pieces: Pieces) -> Self:
        """Pair all ratings of the films in pieces with their own piece and those further back."""
        movie, place = pieces.movie.view(-1).numpy(), pieces.place.view(-1).numpy()
        cell = np.argsort(movie, kind="stable")[: np.count_nonzero(np.isfinite(place))]
        own = (cell // LENGTH).astype(np.int32)
        end = pieces.offsets[1:].astype(np.int32)[pieces.owner[own]]
        return cls(movie[cell], place[cell], own, own, _after_ties(pieces)[cell], end)

    @classmethod
    def beside(cls, sequences: Sequences, movies: IntArray, size: int, pieces: Pieces) -> Self:
        """Pair all ratings of other films with all pieces of the same person.

        Args:
            sequences: everybody's ratings.
            movies: film rows.
            size: film rows that there are.
            pieces: ratings of films that are not among these.
        """
        target = positions(movies, size)[sequences.movie]
        found = np.flatnonzero(target >= 0)
        found = found[np.argsort(target[found], kind="stable")]
        user = sequences.user[found]
        first, end = (pieces.offsets.astype(np.int32)[user + more] for more in (0, 1))
        own = np.full(len(found), -1, dtype=np.int32)
        return cls(target[found], sequences.place[found], own, first, end, end)

    def between(self, start: int, end: int) -> Self:
        """Return the ratings of the films from `start` up to `end`, counted from `start`."""
        # Bounds of another type would have the whole column copied to theirs.
        bounds = np.array([start, end], dtype=self.target.dtype)
        some = slice(*np.searchsorted(self.target, bounds))
        return type(self)(
            self.target[some] - np.int32(start),
            self.place[some],
            self.own[some],
            self.first[some],
            self.later[some],
            self.end[some],
        )


def runs(start: IntArray, end: IntArray, most: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield all numbers of many ranges, with the range that each is of, up to `most` at a time.

    Args:
        start: where each range begins, [n].
        end: where each ends, [n]; none is longer than `most`.
        most: numbers at a time.
    """
    length = end - start
    done = np.concatenate([[0], np.cumsum(length)])
    shift = start - done[:-1]
    first = 0
    while first < len(start):
        last = int(np.searchsorted(done, done[first] + most, side="right")) - 1
        which = np.repeat(np.arange(first, last), length[first:last])
        if len(which):
            number = np.arange(done[first], done[last]) + shift[which]
            yield torch.from_numpy(which), torch.from_numpy(number)
        first = last


def _after_ties(pieces: Pieces) -> IntArray:
    """Return for each cell the first piece all of whose ratings have another place, int32."""
    place = pieces.place.view(-1).numpy()
    other = place[1:] != place[:-1]
    other[LENGTH - 1 :: LENGTH] |= pieces.owner[1:] != pieces.owner[:-1]
    start = np.flatnonzero(np.concatenate([[True], other])[: len(place)])
    size = np.diff(start, append=len(place))
    return np.repeat(((start + size - 1) // LENGTH + 1).astype(np.int32), size)

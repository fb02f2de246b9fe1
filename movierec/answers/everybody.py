"""Lists for every user of a model, as they are made: a block of users at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from movierec.records import Catalogue, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class ListedBlock:
    """The lists of some users, one after the other, the best film of each first; all [n].

    Attributes:
        users: how many users the block is of; one who has seen every film has an empty list.
        user_id: MovieLens's ids, ascending.
        rank: 1 for the best film of a user.
        movie: film rows.
        predicted: expected stars, clipped to the scale.
        sd: standard deviation of the rating in stars.
        low: lower end of the interval that holds the rating 4 times of 5.
        high: its upper end.
        p_like: P(4 stars or more).
        relevance: how much of a choice it would be, weighed by how likely it is liked.
    """

    users: int
    user_id: IntArray
    rank: IntArray
    movie: IntArray
    predicted: FloatArray
    sd: FloatArray
    low: FloatArray
    high: FloatArray
    p_like: FloatArray
    relevance: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Everybody:
    """Lists for every user.

    Attributes:
        model: the stored model that answers.
        users: how many users it has ratings of.
        catalogue: the films.
        blocks: the lists, made as they are asked for; can be gone through once.
        remarks: what became of the files given.
    """

    model: str
    users: int
    catalogue: Catalogue
    blocks: Iterator[ListedBlock]
    remarks: tuple[str, ...]

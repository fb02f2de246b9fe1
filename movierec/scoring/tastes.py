"""The tastes of many people at once, as one array each for films and weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from movierec.scoring.relevance import OLD, RECENT

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import IntArray, Ratings

    Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tastes:
    """What some people have rated, as relevance reads it; see `Taste`.

    Attributes:
        offsets: where each person's films begin, and the last one's end, [n + 1].
        movie: film rows, ascending in a person, [k].
        weight: what each counts, [k].
        ordered: of whom it is known which rating was the last, [n].
    """

    offsets: IntArray
    movie: IntArray
    weight: Array
    ordered: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, rated: Ratings, people: int, *, ordered: bool) -> Self:
        """Weigh histories as `Taste.of` does, or all ratings alike.

        Args:
            rated: `user` is the person, 0 to people - 1; of a film that somebody has twice, the
                last rating counts.
            people: how many.
            ordered: use the order of each person's ratings, where their times tell one.
        """
        order = np.lexsort((rated.timestamp, rated.movie, rated.user))
        user, movie = rated.user[order], rated.movie[order]
        again = (user[1:] == user[:-1]) & (movie[1:] == movie[:-1])
        order = order[np.append(~again, True)[: len(order)]]
        person, movie = rated.user[order].astype(np.int64), rated.movie[order].astype(np.int64)
        offsets = np.zeros(people + 1, dtype=np.int64)
        np.cumsum(np.bincount(person, minlength=people), out=offsets[1:])
        weight, told = np.ones(len(movie)), np.zeros(people, dtype=bool)
        if ordered and len(movie):
            later, told = _later_ratings(person, rated.timestamp[order], offsets)
            weight = np.where(told[person], OLD + (1 - OLD) * np.exp(-later / RECENT), 1.0)
        return cls(offsets, movie, weight, told)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def person(self) -> IntArray:
        """Whose each film is, [k]."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    def take(self, people: IntArray) -> Tastes:
        """Return the tastes of some people, in the order given."""
        lengths = np.diff(self.offsets)[people]
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        index = np.arange(offsets[-1]) + np.repeat(self.offsets[people] - offsets[:-1], lengths)
        return Tastes(offsets, self.movie[index], self.weight[index], self.ordered[people])


def _later_ratings(
    person: IntArray, timestamp: IntArray, offsets: IntArray
) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Return how many of a person's ratings came after each, and whose times tell an order.

    As `data.order.later_ratings` does for one person: ratings of one second share the mean of
    their places.
    """
    order = np.lexsort((timestamp, person))
    who, when = person[order], timestamp[order]
    first = np.concatenate([[True], (who[1:] != who[:-1]) | (when[1:] != when[:-1])])
    starts = np.flatnonzero(first)  # of the groups of one person and one second
    sizes = np.diff(np.append(starts, len(who)))
    after = offsets[who[starts] + 1] - starts - sizes
    places = np.empty(len(who))
    places[order] = np.repeat(after + (sizes - 1) / 2, sizes)
    groups = np.bincount(who[starts], minlength=len(offsets) - 1)
    return places, groups > 1

"""The most relevant films of many people: exactly those that each would be listed alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Self

import numpy as np

from movierec.scoring.many_watch import ManyWatch
from movierec.scoring.relevance import check_links, liking_factor

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray
    from movierec.scoring.link_tiers import Arrays
    from movierec.scoring.tastes import Tastes

    Array = npt.NDArray[np.float64]

ASKED = 4
"""So many times the films wanted are rated first."""

Liking = Callable[["IntArray", "IntArray"], "FloatArray"]
"""P(4 stars or more) of people and film rows, float32 [pairs]."""


@dataclass(frozen=True, slots=True)
class ManyLists:
    """Films of people, all [pairs]; as `many_lists` returns them, each person's best film first.

    Attributes:
        person: ascending.
        movie: film rows.
        watch: watch scores.
        factor: what turns these into relevance.
    """

    person: IntArray
    movie: IntArray
    watch: Array
    factor: Array

    @classmethod
    def of(cls, person: IntArray, movie: IntArray, watch: Array, liking: Liking | None) -> Self:
        """Weigh watch scores by liking; None: do not."""
        if liking is None or len(person) == 0:
            return cls(person, movie, watch, np.ones(len(person)))
        return cls(person, movie, watch, liking_factor(watch, liking(person, movie)))

    @property
    def relevance(self) -> Array:
        """What the films are sorted by."""
        return self.watch * self.factor

    def __len__(self) -> int:
        return len(self.person)

    def take(self, index: IntArray) -> ManyLists:
        """Return the pairs that `index` names, in its order."""
        return ManyLists(
            self.person[index], self.movie[index], self.watch[index], self.factor[index]
        )

    def and_also(self, other: ManyLists) -> ManyLists:
        """Return the pairs of both."""
        if len(other) == 0:
            return self
        return ManyLists(
            np.concatenate([self.person, other.person]),
            np.concatenate([self.movie, other.movie]),
            np.concatenate([self.watch, other.watch]),
            np.concatenate([self.factor, other.factor]),
        )


class ListMaker:
    """Lists films for histories of either kind; what a kind needs is made when it is first met.

    Args:
        arrays: of a relevance model, checked by `RelevanceScorer`.
        allowed: which films may be listed, [movies]; at least one.
        share: of the people that rated each film, about, [movies]; only the speed depends on it.

    Raises:
        DataError: a link is damaged.
    """

    def __init__(self, arrays: Arrays, allowed: npt.NDArray[np.bool_], share: Array) -> None:
        check_links(arrays, len(allowed))
        self._made: dict[bool, ManyWatch] = {}
        self._lock = threading.Lock()
        self._arguments = arrays, allowed, share

    def lists(
        self,
        tastes: Tastes,
        seen: tuple[IntArray, IntArray],
        top: int,
        liking: Liking | None,
        counts: IntArray | None = None,
    ) -> ManyLists:
        """List films for each of some people, in their order; see `many_lists`."""
        found = []
        for ordered in (True, False):
            people = np.flatnonzero(tastes.ordered == ordered)
            if len(people) == 0:
                continue
            place = np.full(len(tastes), -1)
            place[people] = np.arange(len(people))
            own = np.flatnonzero(place[seen[0]] >= 0)
            lists = many_lists(
                self._of(ordered=ordered),
                tastes.take(people),
                (place[seen[0][own]], seen[1][own]),
                top,
                None if liking is None else partial(_for_some, liking, people),
                counts,
            )
            found.append(replace(lists, person=people[lists.person]))
        both = found[0] if len(found) == 1 else found[0].and_also(found[1])
        return both.take(np.argsort(both.person, kind="stable"))

    def _of(self, *, ordered: bool) -> ManyWatch:
        with self._lock:
            if ordered not in self._made:
                self._made[ordered] = ManyWatch(*self._arguments, ordered=ordered)
            return self._made[ordered]


def _for_some(liking: Liking, people: IntArray, person: IntArray, movie: IntArray) -> FloatArray:
    return liking(people[person], movie)


def many_lists(
    many: ManyWatch,
    tastes: Tastes,
    seen: tuple[IntArray, IntArray],
    top: int,
    liking: Liking | None,
    counts: IntArray | None = None,
) -> ManyLists:
    """List the films of the highest relevance for each of some people.

    Relevance never exceeds the watch score: who has `top` films of some relevance needs no film
    whose watch score cannot reach the least of them.

    Args:
        many: knows the films that may be listed.
        tastes: of n people.
        seen: people and film rows that are not listed, among them everybody's history, [pairs].
        top: films of a list.
        liking: P(4 stars or more); None: sort by watch scores alone.
        counts: of films that are equally relevant those with more come first, [movies]; None:
            those of the higher watch score. After that, the lower row.
    """
    block = many.block(tastes)
    scores = many.head(block)
    _leave_out(scores, many.movies, seen)
    wanted = min(ASKED * top, scores.shape[1])
    least = np.partition(scores, scores.shape[1] - wanted, axis=1)[:, -wanted]  # [n]
    everybody = np.arange(len(tastes))
    found = _rated(many, scores, everybody, (scores >= least[:, None]), liking)
    # Scores that are further apart than that are so without rounding, too.
    apart = 2 * many.rounding(block)
    floor = _nth_best(found.relevance, found.person, len(tastes), top) - apart
    found = found.take(np.flatnonzero(found.relevance >= floor[found.person]))
    # What the first films do not rule out is asked for as well.
    lower = np.flatnonzero(floor < least)
    between = (scores[lower] >= floor[lower, None]) & (scores[lower] < least[lower, None])
    found = found.and_also(_rated(many, scores, lower, between, liking))
    person, movie = _unseen(*many.beyond(block, floor), seen)
    watch = many.exact(block, person, movie)
    found = found.and_also(ManyLists.of(person, movie, watch, liking))
    found = found.take(_order(found, counts))
    near = _near(found, apart)
    watch = found.watch.copy()
    watch[near] = many.exact(block, found.person[near], found.movie[near])
    found = replace(found, watch=watch)
    return _first(found.take(_order(found, counts)), top)


def _leave_out(scores: FloatArray, movies: IntArray, seen: tuple[IntArray, IntArray]) -> None:
    person, movie = seen
    column = np.searchsorted(movies, movie)
    inside = np.flatnonzero(movies[np.minimum(column, len(movies) - 1)] == movie)
    scores[person[inside], column[inside]] = -np.inf


def _rated(
    many: ManyWatch,
    scores: FloatArray,
    people: IntArray,
    chosen: npt.NDArray[np.bool_],
    liking: Liking | None,
) -> ManyLists:
    """Return the chosen films of people, [some people, m], but for those that are left out."""
    row, column = np.divmod(np.flatnonzero(chosen), scores.shape[1])
    person = people[row]
    watch = scores[person, column].astype(np.float64)
    there = np.flatnonzero(watch > -np.inf)
    return ManyLists.of(person[there], many.movies[column[there]], watch[there], liking)


def _unseen(
    person: IntArray, movie: IntArray, seen: tuple[IntArray, IntArray]
) -> tuple[IntArray, IntArray]:
    if len(person) == 0:
        return person, movie
    size = 1 + max(int(movie.max()), int(seen[1].max(initial=0)))
    left = ~np.isin(person * size + movie, seen[0] * size + seen[1])
    return person[left], movie[left]


def _nth_best(values: Array, person: IntArray, people: int, nth: int) -> Array:
    """Return the nth best value of each person, [people]; -inf where there are fewer."""
    order = np.lexsort((-values, person))
    counts = np.bincount(person, minlength=people)
    found = np.full(people, -np.inf)
    enough = np.flatnonzero(counts >= nth)
    found[enough] = values[order[(np.cumsum(counts) - counts)[enough] + nth - 1]]
    return found


def _order(found: ManyLists, counts: IntArray | None) -> IntArray:
    """Return the order of the lists, with ties as `many_lists` says."""
    second = -found.watch if counts is None else -counts[found.movie]
    return np.lexsort((found.movie, second, -found.relevance, found.person))


def _near(found: ManyLists, apart: Array) -> IntArray:
    """Return, of films in order, those whose neighbour could be ahead but for rounding."""
    gap = -np.diff(found.relevance)
    close = (gap <= apart[found.person[1:]]) & (found.person[1:] == found.person[:-1])
    near = np.zeros(len(found), dtype=bool)
    near[1:] |= close
    near[:-1] |= close
    return np.flatnonzero(near)


def _first(found: ManyLists, top: int) -> ManyLists:
    lengths = np.bincount(found.person)
    rank = np.arange(len(found)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return found.take(np.flatnonzero(rank < top))

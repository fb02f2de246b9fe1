"""Watch scores of many people: of the films that can be in a list, instead of all for each.

What `RelevanceScorer.watch` gives somebody for every film, this finds for a block of people in
three steps that are exact together: scores of the first tier of films, to within rounding; of the
other tiers the films that can reach a given score at all; and, of a few pairs, the score itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.scoring.link_tiers import Tier, tiers_of, unpacked
from movierec.scoring.tastes import Tastes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray

    Array = npt.NDArray[np.float64]
    Arrays = Mapping[str, npt.NDArray[Any]]

SIZE = 8_192
"""Films of a tier: a row of their scores fits into a core's first cache."""
VAGUE = 0.7
"""Share of the score to reach that a bound may add, instead of links, in the other tiers."""
DENSE = 0.004
"""A product of matrices takes so much of the time that adding to single places takes, a number."""

_ROUNDING = float(np.finfo(np.float32).eps) / 2
_OTHER_ROUNDINGS = 4
"""Of a weight, a link and their product, and of the appeal."""
_TINY = 1e-30
_AT_ONCE = 64
_PEOPLE_AT_ONCE = 32
_PAIRS_AT_ONCE = 4_096
_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Block:
    """Some people's tastes, and what of them is needed again and again.

    Attributes:
        tastes: of n people.
        person: whose each film is, [k].
        factors: everybody's vector of factors, [n, r].
        length: how long it is, [n].
    """

    tastes: Tastes
    person: IntArray
    factors: Array
    length: Array

    def __len__(self) -> int:
        return len(self.tastes)


class ManyWatch:
    """Scores films for histories that are all ordered, or all not.

    Args:
        arrays: of a relevance model, checked by `RelevanceScorer`.
        allowed: which films may be listed, [movies].
        share: of the people that rated each film, about, [movies]; only the speed depends on it.
        ordered: of which kind the histories are.
    """

    def __init__(
        self, arrays: Arrays, allowed: npt.NDArray[np.bool_], share: Array, *, ordered: bool
    ) -> None:
        head, *self._tail = tiers_of(arrays, allowed, SIZE, ordered=ordered)
        self._head = head
        self.movies = head.movies
        lengths = np.diff(head.offsets)
        dense = np.flatnonzero(share * lengths > DENSE * len(head.movies))
        self._column = np.full(len(allowed), -1, dtype=np.int64)
        self._column[dense] = np.arange(len(dense))
        factors = arrays["factor.target"][head.movies]
        self._matrix = np.vstack([_rows(head, dense), factors.T])  # [dense + r, m]
        self._source = arrays["factor.source"]
        self._pairs = _Pairs(arrays, ordered=ordered)
        self._loudest = _loudest(arrays, ordered=ordered)
        self._appeal = float(np.abs(arrays["appeal"]).max())
        self._reach = [float(tier.reach.max()) for tier in (head, *self._tail)]

    def block(self, tastes: Tastes) -> Block:
        """Return tastes with their factors."""
        vectors = self._source[tastes.movie] * tastes.weight[:, None]  # [k, r]
        factors = _sums(vectors, tastes.offsets)
        return Block(tastes, tastes.person, factors, np.sqrt((factors * factors).sum(axis=1)))

    def head(self, block: Block) -> FloatArray:
        """Return the scores of `movies`, float32 [n, m]; a film of the history is one as others."""
        tastes, dense = block.tastes, len(self._matrix) - self._source.shape[1]
        column = self._column[tastes.movie]
        told = np.flatnonzero(column >= 0)
        left = np.zeros((len(block), len(self._matrix)), dtype=np.float32)
        left[block.person[told], column[told]] = tastes.weight[told]
        left[:, dense:] = block.factors
        scores: FloatArray = left @ self._matrix
        scores += self._head.appeal
        _add_links(scores, self._head, tastes, column < 0, np.arange(len(block)))
        return scores

    def rounding(self, block: Block) -> Array:
        """Return how far float32 scores may be off, [n]."""
        tastes = block.tastes
        terms = np.diff(tastes.offsets) + self._source.shape[1] + _OTHER_ROUNDINGS
        heaviest = _sums(tastes.weight * self._loudest[tastes.movie], tastes.offsets)
        heaviest += self._appeal + block.length * max(self._reach)
        rounding: Array = terms * _ROUNDING * heaviest
        return rounding

    def beyond(self, block: Block, least: Array) -> tuple[IntArray, IntArray]:
        """Return which films that are not in `movies` may have a score of so much or more.

        Args:
            block: n people.
            least: the score, [n].

        Returns:
            The person and the film row of each, [pairs]; films of the history too.
        """
        people: list[IntArray] = [_NONE]
        movies: list[IntArray] = [_NONE]
        weight = block.tastes.weight
        for tier, reach in zip(self._tail, self._reach[1:], strict=True):
            able = np.flatnonzero(tier.most + block.length * reach >= least)
            # Up to that weight all films of somebody together add no more than this share.
            light = VAGUE * np.maximum(least, 0) / max(float(tier.total.max()), _TINY)
            heavy = weight > light[block.person]
            most_light = np.zeros(len(block))
            np.maximum.at(most_light, block.person[~heavy], weight[~heavy])
            for start in range(0, len(able), _AT_ONCE):
                some = able[start : start + _AT_ONCE]
                scores = _bounds(tier, most_light[some], block.length[some])
                _add_links(scores, tier, block.tastes, heavy, some)
                row, column = _where(scores >= least[some, None])
                people.append(some[row])
                movies.append(tier.movies[column])
        return np.concatenate(people), np.concatenate(movies)

    def exact(self, block: Block, person: IntArray, movie: IntArray) -> Array:
        """Return the watch scores of pairs, [pairs]; no film of the person's history."""
        order = np.argsort(person, kind="stable")
        scores = np.empty(len(person))
        for some in _parts(order, person):
            scores[some] = self._pairs.scores(block, person[some], movie[some])
        return scores


class _Pairs:
    """All links by the film that they end in."""

    def __init__(self, arrays: Arrays, *, ordered: bool) -> None:
        target = arrays["pair.movie"]
        movies = len(arrays["appeal"])
        order = np.argsort(target, kind="stable")  # sources ascend in a target
        lengths = np.diff(arrays["pair.offsets"])
        known = np.flatnonzero(lengths)
        self._place = np.full(movies, -1, dtype=np.int64)
        self._place[known] = np.arange(len(known))
        self._source = np.repeat(np.arange(len(known), dtype=np.int32), lengths[known])[order]
        self._both = arrays["pair.both"][order]
        self._after = arrays["pair.after"][order] if ordered else None
        self._offsets = np.zeros(movies + 1, dtype=np.int64)
        np.cumsum(np.bincount(target, minlength=movies), out=self._offsets[1:])
        self._known = len(known)
        self._appeal, self._factor = arrays["appeal"], arrays["factor.target"]

    def scores(self, block: Block, person: IntArray, movie: IntArray) -> Array:
        """Return watch scores; links are added up in the order in which `watch` adds them."""
        people, row = np.unique(person, return_inverse=True)
        tastes = block.tastes.take(people)
        weight = np.zeros((len(people), self._known))
        place = self._place[tastes.movie]
        told = np.flatnonzero(place >= 0)
        weight[tastes.person[told], place[told]] = tastes.weight[told]
        lengths = self._offsets[movie + 1] - self._offsets[movie]
        pair = np.repeat(np.arange(len(movie)), lengths)
        first = np.cumsum(lengths) - lengths
        entry = np.arange(len(pair)) + np.repeat(self._offsets[movie] - first, lengths)
        weights = weight.ravel()[self._source[entry] + np.repeat(row * self._known, lengths)]
        rated = np.flatnonzero(weights)
        entry, pair = entry[rated], pair[rated]
        link = self._both[entry].astype(np.float64)
        if self._after is not None:
            link += self._after[entry]
        scores: Array = self._appeal[movie].astype(np.float64)
        scores += np.bincount(pair, weights=weights[rated] * link, minlength=len(movie))
        scores += np.einsum(
            "pr,pr->p", block.factors[person], self._factor[movie].astype(np.float64)
        )
        return scores


def _parts(order: IntArray, person: IntArray) -> Iterator[IntArray]:
    """Yield an order by person in parts of few people and few pairs: memory is bounded."""
    sorted_person = person[order]
    people = int(sorted_person[-1]) + 1 if len(order) else 0
    cuts = np.searchsorted(sorted_person, np.arange(0, people + _PEOPLE_AT_ONCE, _PEOPLE_AT_ONCE))
    for first, end in pairwise(cuts.tolist()):
        for start in range(first, end, _PAIRS_AT_ONCE):
            yield order[start : min(end, start + _PAIRS_AT_ONCE)]


def _bounds(tier: Tier, light: Array, length: Array) -> FloatArray:
    """Return what factors and all films of a weight up to `light` make of a tier's films at most.

    Args:
        tier: m films.
        light: of each person, [n].
        length: of each person's vector of factors, [n].
    """
    person = np.column_stack([light, length, np.ones(len(light))]).astype(np.float32)
    bounds: FloatArray = person @ np.stack([tier.total, tier.reach, tier.appeal])
    return bounds


def _where(mask: npt.NDArray[np.bool_]) -> tuple[IntArray, IntArray]:
    """Return rows and columns of what is true, as `np.nonzero`, in half the time."""
    return np.divmod(np.flatnonzero(mask), mask.shape[1])


def _loudest(arrays: Arrays, *, ordered: bool) -> FloatArray:
    """Return the largest link of each source film, without its sign, float32 [movies]."""
    links = np.abs(arrays["pair.both"].astype(np.float32))
    if ordered:
        links += np.abs(arrays["pair.after"])
    starts, ends = arrays["pair.offsets"][:-1], arrays["pair.offsets"][1:]
    found = np.zeros(len(starts), dtype=np.float32)
    there = np.flatnonzero(ends > starts)
    if len(there):
        found[there] = np.maximum.reduceat(links, starts[there])
    return found


def _rows(tier: Tier, sources: IntArray) -> FloatArray:
    """Return all links of some sources to a tier's films, [sources, m]."""
    rows = np.zeros((len(sources), len(tier.movies)), dtype=np.float32)
    for row, source in zip(rows, sources.tolist(), strict=True):
        target, link = unpacked(tier.links[tier.offsets[source] : tier.offsets[source + 1]])
        row[target] = link
    return rows


def _add_links(
    scores: FloatArray,
    tier: Tier,
    tastes: Tastes,
    chosen: npt.NDArray[np.bool_],
    people: IntArray,
) -> None:
    """Add to people's scores, [n, m], what the chosen ones of their films say of a tier's films."""
    first, counts = tastes.offsets[people], tastes.offsets[people + 1] - tastes.offsets[people]
    rows = np.arange(counts.sum()) + np.repeat(first - (np.cumsum(counts) - counts), counts)
    place = np.repeat(np.arange(len(people)), counts)
    begin, end = tier.offsets[tastes.movie[rows]], tier.offsets[tastes.movie[rows] + 1]
    used = np.flatnonzero(chosen[rows] & (end > begin))
    begin, lengths = begin[used], (end - begin)[used]
    weight = tastes.weight[rows[used]].astype(np.float32)
    cuts = np.searchsorted(place[used], np.arange(len(people) + 1)).tolist()
    spans = list(map(slice, begin.tolist(), (begin + lengths).tolist()))
    links = tier.links
    for row, start, stop in zip(scores, cuts[:-1], cuts[1:], strict=True):
        if start < stop:
            target, link = unpacked(np.concatenate([links[span] for span in spans[start:stop]]))
            added = link * np.repeat(weight[start:stop], lengths[start:stop])
            np.add.at(row, target.astype(np.int64), added)  # what numpy adds to fastest


def _sums(values: npt.NDArray[Any], offsets: IntArray) -> Array:
    """Return the sum of each group of rows, [n, ...]; 0 for an empty one."""
    sums = np.zeros((len(offsets) - 1, *values.shape[1:]))
    there = np.flatnonzero(np.diff(offsets))
    if len(there):
        sums[there] = np.add.reduceat(values, offsets[there], axis=0)
    return sums

"""How often two films are rated by the same people, near each other or one after the other.

Films that somebody rated within a few places of each other say more about what is watched together
than films that are years apart: a pair counts less the further apart its two ratings are, down to
a floor. A second sum counts the pairs whose second film came later.

Of many people the pairs are hundreds for every rating. They are added up target film by target
film, as the sums of one film fit the fastest memory of a processor, and those of all films do not.
A film's ratings are paired with pieces of histories, many at a time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import torch
from torch import Tensor

from movierec.training.devices import threads_restored
from movierec.training.progress import Tell, nobody
from movierec.training.relevance.pieces import Pieces
from movierec.training.relevance.rated import Rated, runs

FLOOR = 0.1
"""What a pair counts however far apart its ratings are."""
NEAR = 20.0
"""Places between two ratings at which what is above the floor has fallen by e."""
AFTER = 40.0
"""Likewise for pairs in order, which have no floor."""

_TARGETS = 64
"""Target films at a time."""
_PIECES = 4_096
"""Pieces that ratings are paired with at a time."""


class PairSums(NamedTuple):
    """Weighted pairs, by target film and source film.

    Attributes:
        near: both rated by somebody, float32 [targets, sources].
        after: the target rated after the source, float32 [targets, sources].
    """

    near: Tensor
    after: Tensor


class Sources:
    """The films that say something about others, with everybody's ratings of them.

    Args:
        pieces: the ratings.
        films: how many films.
    """

    def __init__(self, pieces: Pieces, films: int) -> None:
        self._pieces = pieces
        self._movie = pieces.movie
        self._place = pieces.place
        self._films = films
        # What the ratings of a piece count beside its first one; infinite places count 0.
        self._first = pieces.place[:, 0].contiguous()
        behind = self._first[:, None] - pieces.place
        self._near = (behind / NEAR).exp_()
        self._after = (behind / AFTER).exp_()

    def sums_among(self, tell: Tell = nobody) -> PairSums:
        """Add up everybody's pairs of these films, each a target of all.

        Args:
            tell: is told the share that is done.
        """
        sums = self._sums(Rated.within(self._pieces), self._films, tell)
        # A pair was met once, from its later film, or twice with half of what it counts.
        return PairSums(sums.near.add_(sums.near.T.clone()), sums.after)

    def sums_towards(self, rated: Rated, films: int) -> PairSums:
        """Add up everybody's pairs of other films, as targets, and these.

        Args:
            rated: ratings of the targets.
            films: how many targets.
        """
        return self._sums(rated, films, nobody)

    def _sums(self, rated: Rated, targets: int, tell: Tell) -> PairSums:
        # A source more takes what fills up pieces.
        sums = PairSums(*(torch.zeros(targets, self._films + 1) for _ in range(2)))
        done, all_pieces = 0, rated.pieces
        with threads_restored(), _pool() as pool:
            adding = [
                pool.submit(
                    self._add,
                    rated.between(start, min(start + _TARGETS, targets)),
                    PairSums(*(table[start : start + _TARGETS] for table in sums)),
                )
                for start in range(0, targets, _TARGETS)
            ]
            for added in adding:
                done += added.result()
                tell(done / max(1, all_pieces))
        return PairSums(*(table[:, :-1] for table in sums))

    def _add(self, rated: Rated, sums: PairSums) -> int:
        """Add the pairs of some targets to their rows; return with how many pieces they were."""
        place, own = torch.from_numpy(rated.place), torch.from_numpy(rated.own)
        row = torch.from_numpy(rated.target) * (self._films + 1)
        for which, piece in runs(rated.first, rated.later, _PIECES):
            # Above 0 the target is later.
            apart = self._place.index_select(0, piece).sub_(place[which][:, None])
            near = (apart.abs() / -NEAR).exp_().mul_(1 - FLOOR).add_(FLOOR)
            near *= torch.where(piece == own[which], 0.5, 1.0)[:, None]
            after = (1 - apart).clamp_(max=0).div_(AFTER).exp_().mul_(apart > 0)
            self._to(row[which], piece, near, after, sums)
        for which, piece in runs(rated.later, rated.end, _PIECES):
            apart = self._first[piece] - place[which]
            scale = (apart / -NEAR).exp_().mul_(1 - FLOOR)[:, None]
            near = self._near.index_select(0, piece).mul_(scale).add_(FLOOR)
            scale = ((1 - apart) / AFTER).exp_()[:, None]
            after = self._after.index_select(0, piece).mul_(scale)
            self._to(row[which], piece, near, after, sums)
        return rated.pieces

    def _to(self, row: Tensor, piece: Tensor, near: Tensor, after: Tensor, sums: PairSums) -> None:
        """Add what pieces count, [p, LENGTH] each, to rows that begin at flat positions, [p]."""
        cells = self._movie.index_select(0, piece).add_(row[:, None]).view(-1)
        sums.near.view(-1).index_add_(0, cells, near.view(-1))
        sums.after.view(-1).index_add_(0, cells, after.view(-1))


@contextlib.contextmanager
def _pool() -> Iterator[ThreadPoolExecutor]:
    """Give a thread to each processor that torch may use; leave without what has not begun."""
    pool = ThreadPoolExecutor(torch.get_num_threads(), initializer=_one_processor)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _one_processor() -> None:
    torch.set_num_threads(1)

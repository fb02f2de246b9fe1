"""Lists for every user of a model: those that each would get alone, in blocks of users."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

import numpy as np

from movierec.answers.everybody import ListedBlock
from movierec.data.twins import most_rated_twins
from movierec.errors import MovierecError
from movierec.ranking.filters import Filters, apply_filters
from movierec.ranking.leftover import nothing_left
from movierec.records import LIKED, FloatArray, IntArray, Ratings
from movierec.scoring.blocks import in_blocks, in_order, multiply_in_one_thread, workers
from movierec.scoring.many_lists import ASKED, ListMaker
from movierec.scoring.many_watch import SIZE
from movierec.scoring.ordinal import Distribution
from movierec.scoring.registry import scorer_for
from movierec.scoring.relevance import RelevanceScorer
from movierec.scoring.tastes import Tastes
from movierec.store.bundle import Bundle, load_bundle

USERS_AT_ONCE = 256
"""Users of a block, at most: their scores of the first tier of films take 8 MB."""
PAIRS_AT_ONCE = 65_536
"""Films that are rated first for the users of a block: longer lists mean fewer users."""
RATED_AT_ONCE = 16_384
"""Pairs that a scorer is given at a time: a network's layers take 7 KB a pair."""
MANY_USERS = 20_000
"""From here on processes are worth their start of a second or more."""


def lists_of_all(bundle: Bundle, filters: Filters, top: int) -> Iterator[ListedBlock]:
    """List films for every user, in the order of their ids.

    Memory is bounded: a few blocks of users are there at a time, and never users x films.

    Args:
        bundle: the model.
        filters: which films may be listed; nobody's own.
        top: how many.

    Raises:
        UsageError: no film is left for anybody.
        NotReadyError: the bundle came without its users' ratings.
        DataError: the model is damaged.
    """
    catalogue = bundle.catalogue
    nobody = np.zeros(0, dtype=np.int32)
    filtered = apply_filters(catalogue, np.arange(catalogue.movies), filters, nobody)
    if len(filtered.movies) == 0:
        raise nothing_left(filtered, catalogue)
    users, at_once = bundle.card.users, users_at_once(top, len(filtered.movies))
    here = _Everybody(bundle, filtered.movies, top)  # refuses what is damaged or missing
    if users >= MANY_USERS and workers() > 1:
        return _in_processes(bundle.folder, filtered.movies, top, users, at_once)
    return in_blocks(here.block, users, at_once)


def users_at_once(top: int, movies: int) -> int:
    """Return how many users a block has.

    Args:
        top: films of a list.
        movies: how many films may be listed.
    """
    rated_first = min(ASKED * top, movies, SIZE)
    return max(1, min(USERS_AT_ONCE, PAIRS_AT_ONCE // rated_first))


def _in_processes(
    folder: Path, movies: IntArray, top: int, users: int, at_once: int
) -> Iterator[ListedBlock]:
    """Yield the blocks, made in processes that map the same bundle."""
    # Forked children can hang where the parent has threads, and Windows cannot fork.
    started = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers(), started, _start, (folder, movies, top)) as pool:
        try:
            yield from in_order(pool, _block, users, at_once)
        except BrokenProcessPool:
            raise MovierecError(
                "A process that made lists was ended from outside, or found too little memory.",
                "Close other programs and run the command again.",
            ) from None


_made: list[_Everybody] = []
"""What a process makes lists with: filled once, when it starts."""


def _start(folder: Path, movies: IntArray, top: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    multiply_in_one_thread()
    _made.append(_Everybody(load_bundle(folder), movies, top))


def _block(first: int, end: int) -> ListedBlock:
    return _made[0].block(first, end)


class _Everybody:
    """Makes a block's lists.

    Args:
        bundle: the model.
        movies: rows of the films that may be listed, one of each group of twins.
        top: films of a list.
    """

    def __init__(self, bundle: Bundle, movies: IntArray, top: int) -> None:
        catalogue = bundle.catalogue
        catalogue.most_ratings()  # refuses damaged counts
        self._bundle, self._top = bundle, top
        self._rated = bundle.rated_by_all()
        user = self._rated.user
        self._starts = np.searchsorted(user, np.arange(bundle.card.users + 1, dtype=user.dtype))
        self._scorer = scorer_for(bundle.card.kind, bundle.weights)
        arrays = bundle.relevance()
        RelevanceScorer(arrays, catalogue.movies)  # refuses arrays that do not fit
        allowed = np.zeros(catalogue.movies, dtype=bool)
        allowed[movies] = True
        self._maker = ListMaker(arrays, allowed, catalogue.counts / bundle.card.users)
        # Of each group of twins, the row of the one that may be listed.
        self._shown = np.zeros(catalogue.movies, dtype=np.int64)
        stands = np.flatnonzero(most_rated_twins(catalogue))
        self._shown[catalogue.twins[stands]] = stands

    def block(self, first: int, end: int) -> ListedBlock:
        """Return the lists of the users of some rows."""
        rated = self._rated.take(slice(int(self._starts[first]), int(self._starts[end])))
        rated = Ratings(rated.user - first, rated.movie, rated.rating, rated.timestamp)
        tastes = Tastes.of(rated, end - first, ordered=True)
        catalogue = self._bundle.catalogue
        seen = tastes.person, self._shown[catalogue.twins[tastes.movie]]
        liking = partial(self._liking, first)
        lists = self._maker.lists(tastes, seen, self._top, liking, catalogue.counts)
        user = first + lists.person
        expected = self._expected(user, lists.movie)
        scale = self._bundle.card.scale
        lengths = np.bincount(lists.person, minlength=end - first)
        before = np.repeat(np.cumsum(lengths) - lengths, lengths)
        return ListedBlock(
            users=end - first,
            user_id=catalogue.user_ids[user],
            rank=np.arange(1, len(user) + 1) - before,
            movie=lists.movie,
            predicted=np.clip(expected.mean, scale.low, scale.high),
            sd=expected.sd,
            low=expected.low,
            high=expected.high,
            p_like=expected.at_least(LIKED),
            relevance=lists.relevance,
        )

    def _liking(self, first: int, person: IntArray, movie: IntArray) -> FloatArray:
        return self._expected(first + person, movie).at_least(LIKED)

    def _expected(self, user: IntArray, movie: IntArray) -> Distribution:
        """Return what the ratings of aligned rows may be, asked for a few pairs at a time."""
        parts = [
            slice(start, start + RATED_AT_ONCE)
            for start in range(0, max(1, len(user)), RATED_AT_ONCE)
        ]
        return Distribution.joined(
            [self._scorer.distribution(user[rows], movie[rows]) for rows in parts]
        )

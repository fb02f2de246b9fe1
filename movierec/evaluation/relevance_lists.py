"""The lists that relevance gives to many users: exactly, but without rating every film for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from movierec.evaluation.ranking_metrics import Lists
from movierec.records import LIKED, UNKNOWN, FloatArray, IntArray, Ratings
from movierec.scoring.base import Scorer
from movierec.scoring.blocks import in_blocks
from movierec.scoring.many_lists import ListMaker
from movierec.scoring.ordinal import Distribution
from movierec.scoring.relevance import RelevanceScorer, liking_factor
from movierec.scoring.shortlist import best_below
from movierec.scoring.tastes import Tastes

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

USERS_AT_ONCE = 256
"""Users whose lists are made together, so that no array of all users and all films is made."""


def relevance_lists(
    ratings: Scorer,
    relevance: RelevanceScorer,
    known: Ratings,
    user: IntArray,
    k: int,
    *,
    ordered: bool,
    liked: bool,
) -> Lists:
    """List the k most relevant films that each user has not rated.

    Args:
        ratings: predicts ratings of users the model knows.
        relevance: the model's relevance.
        known: ratings that are not held out; their films are left out.
        user: user rows, ascending, [n].
        k: how many films.
        ordered: use the order of each user's ratings.
        liked: weigh by the chance of 4 stars or more; False where every rating counts as a hit.
    """
    order = np.argsort(known.user, kind="stable")
    by_user = known.user[order]
    starts = np.searchsorted(by_user, user, side="left")
    ends = np.searchsorted(by_user, user, side="right")
    movies = len(relevance.liked)
    share = np.bincount(known.movie, minlength=movies) / max(1, len(user))
    maker = ListMaker(relevance.arrays, np.ones(movies, dtype=bool), share)

    def block(first: int, end: int) -> IntArray:
        lengths = ends[first:end] - starts[first:end]
        person = np.repeat(np.arange(end - first), lengths)
        skipped = np.repeat(starts[first:end] - (np.cumsum(lengths) - lengths), lengths)
        rows = order[np.arange(len(person)) + skipped]
        rated = Ratings(person, known.movie[rows], known.rating[rows], known.timestamp[rows])
        tastes = Tastes.of(rated, end - first, ordered=ordered)
        liking = partial(_liking, ratings, user[first:end]) if liked else None
        found = maker.lists(tastes, (tastes.person, tastes.movie), k, liking)
        lists = np.full((end - first, k), UNKNOWN, dtype=np.int64)
        lengths = np.bincount(found.person, minlength=end - first)
        rank = np.arange(len(found)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        lists[found.person, rank] = found.movie
        return lists

    lists = [np.zeros((0, k), dtype=np.int64), *in_blocks(block, len(user), USERS_AT_ONCE)]
    return Lists(user, np.concatenate(lists))


def most_relevant(watch: Array, k: int, expected: Callable[[IntArray], Distribution]) -> IntArray:
    """Return the k most relevant films, best first; of equals the one of the higher watch score.

    Args:
        watch: watch scores, [movies]; -inf for films that are not to be listed.
        k: how many.
        expected: what somebody's ratings of film rows may be.
    """

    def relevance(movies: IntArray) -> tuple[Array, None]:
        chance = expected(movies).at_least(LIKED)
        return watch[movies] * liking_factor(watch[movies], chance), None

    movies, scores, _ = best_below(watch, k, relevance)
    return movies[np.argsort(-scores, kind="stable")[:k]]


def _liking(ratings: Scorer, user: IntArray, person: IntArray, movie: IntArray) -> FloatArray:
    return ratings.distribution(user[person], movie).at_least(LIKED)

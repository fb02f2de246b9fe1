"""The lists that relevance gives to many users: exactly, but without rating every film for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from movierec.evaluation.ranking_metrics import Lists
from movierec.records import LIKED, UNKNOWN, IntArray, Ratings
from movierec.scoring.base import Scorer
from movierec.scoring.ordinal import Distribution
from movierec.scoring.relevance import RelevanceScorer, Taste, liking_factor
from movierec.scoring.shortlist import best_below, highest

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


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

    Relevance is never above the watch score, so films further down by watch score than the
    list's last relevance need no rating.

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
    starts = np.searchsorted(known.user[order], user, side="left")
    ends = np.searchsorted(known.user[order], user, side="right")
    lists = np.full((len(user), k), UNKNOWN, dtype=np.int64)
    for place, (one, start, end) in enumerate(zip(user.tolist(), starts, ends, strict=True)):
        rated = known.take(order[start:end])
        watch = relevance.watch(_taste(rated, ordered=ordered))
        watch[rated.movie] = -np.inf
        expected = partial(_expected, ratings, one)
        movies = most_relevant(watch, k, expected) if liked else highest(watch, k)
        lists[place, : len(movies)] = movies
    return Lists(user, lists)


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


def _taste(rated: Ratings, *, ordered: bool) -> Taste:
    return Taste.of(rated.movie, rated.timestamp) if ordered else Taste.unordered(rated.movie)


def _expected(ratings: Scorer, user: int, movies: IntArray) -> Distribution:
    return ratings.distribution(np.full(len(movies), user), movies)

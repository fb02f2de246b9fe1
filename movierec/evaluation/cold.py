"""Cold start: users or films of which training sees no row, and the errors on their ratings.

A fifth of the users, or of the films that have a rating, is drawn by the seed and held out wholly.

Users: their ratings are put in a random order, drawn once. A user is given their first 0, 1, 3, 5,
10 or 20 of them without any training; what is measured is always the same, their ratings after
the first 20. Users with fewer than 21 are left out of what is measured.

Films: all their ratings are measured, whoever gave them; users keep their other rows.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from movierec.answers.cold import ColdResult, ColdRow, FoldingPrice, FoldingResult
from movierec.errors import UsageError
from movierec.evaluation.benchmark import spread
from movierec.records import FloatArray, IntArray, Ratings
from movierec.scoring.base import FoldsIn
from movierec.training.bias import BiasModel, fold_users_in

HELD_OUT_PERCENT = 20
GIVEN = (0, 1, 3, 5, 10, 20)
"""So many ratings a new user gives."""
MOST_GIVEN = max(GIVEN)

_USER_STREAM = 3
_MOVIE_STREAM = 4
_TIMED = 50


@dataclass(frozen=True, slots=True)
class ColdUsers:
    """Users held out wholly, as rows of a data set's ratings.

    Attributes:
        held_out: how many users.
        train: rows of all other users, ascending.
        given: the first ratings of each measured user, in their random order, [u, 20].
        test: the other rows of the measured users, user by user, [n].
        starts: where each measured user begins in `test`, and where the last one ends, [u + 1].
    """

    held_out: int
    train: IntArray
    given: IntArray
    test: IntArray
    starts: IntArray

    @property
    def left_out(self) -> int:
        """Users held out who have too few ratings to be measured."""
        return self.held_out - len(self.given)

    def first(self, count: int) -> IntArray:
        """Return the rows of the first `count` ratings of all measured users."""
        return self.given[:, :count].ravel()


@dataclass(frozen=True, slots=True)
class ColdItems:
    """Films held out wholly: how many, all other rows, and theirs; both ascending."""

    held_out: int
    train: IntArray
    test: IntArray


def cold_users(ratings: Ratings, seed: int) -> ColdUsers:
    """Draw the users that training does not see, and the order in which they give ratings.

    Raises:
        UsageError: nobody is left to train on, or to measure.
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, _USER_STREAM]))
    held, cold = _draw(ratings.user, rng)
    rows = rng.permutation(np.flatnonzero(cold))
    rows = rows[np.argsort(ratings.user[rows], kind="stable")]
    _, first, counts = np.unique(ratings.user[rows], return_index=True, return_counts=True)
    place = np.arange(len(rows)) - np.repeat(first, counts)
    measured = np.repeat(counts > MOST_GIVEN, counts)
    tested = counts[counts > MOST_GIVEN] - MOST_GIVEN
    if len(tested) == 0 or cold.all():
        raise UsageError(
            f"{HELD_OUT_PERCENT} % of the users are held out, and none of them has more than "
            f"{MOST_GIVEN} ratings.",
            "Try --protocol cold-items, or a model of a larger data set.",
        )
    return ColdUsers(
        held_out=held,
        train=np.flatnonzero(~cold),
        given=rows[measured & (place < MOST_GIVEN)].reshape(-1, MOST_GIVEN),
        test=rows[measured & (place >= MOST_GIVEN)],
        starts=np.concatenate([[0], np.cumsum(tested)]),
    )


def cold_items(ratings: Ratings, seed: int) -> ColdItems:
    """Draw the films that training does not see, among those with a rating.

    Raises:
        UsageError: there are too few films.
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, _MOVIE_STREAM]))
    held, cold = _draw(ratings.movie, rng)
    if held == 0 or cold.all():
        raise UsageError(
            f"There are too few films to hold {HELD_OUT_PERCENT} % of them out.",
            "Evaluate a model of a larger data set.",
        )
    return ColdItems(held, np.flatnonzero(~cold), np.flatnonzero(cold))


def folded_stars(scorer: FoldsIn[Any], ratings: Ratings, held: ColdUsers, count: int) -> FloatArray:
    """Predict the measured rows from each user's first ratings, [n], not clipped.

    Args:
        scorer: of a model trained on `held.train`.
        ratings: all ratings of the data set.
        held: who is measured.
        count: so many ratings are folded in, 0 to 20.
    """
    stars = np.empty(len(held.test), dtype=np.float32)
    for number, given in enumerate(held.given[:, :count]):
        place = slice(held.starts[number], held.starts[number + 1])
        user = scorer.fold_in(ratings.movie[given], ratings.rating[given])
        stars[place] = scorer.folded_distribution(user, ratings.movie[held.test[place]]).mean
    return stars


def folded_bias_stars(bias: BiasModel, ratings: Ratings, held: ColdUsers, count: int) -> FloatArray:
    """Predict the same rows by a bias model fitted on `held.train`, [n], not clipped."""
    folded = fold_users_in(bias, ratings.take(held.first(count)))
    return folded.predict(ratings.user[held.test], ratings.movie[held.test])


def user_mean_stars(bias: BiasModel, train: Ratings, test: Ratings) -> FloatArray:
    """Predict each user's mean training rating, shrunk as the bias model's offsets are, [n].

    For films without a rating that is better than the bias model, whose offsets of users say how
    they differ from others on the films that they chose: what they choose is good, or is not.

    Args:
        bias: fitted on the training rows.
        train: those rows.
        test: rows to predict, [n]; their films do not matter.
    """
    alike = replace(bias, movie=np.zeros_like(bias.movie))
    return fold_users_in(alike, train).predict(test.user, test.movie)


def folding_milliseconds(
    scorer: FoldsIn[Any], ratings: Ratings, held: ColdUsers, movies: int
) -> tuple[float, ...]:
    """Time, for some users, folding 20 ratings in and predicting every film of the catalogue."""
    taken, films = [], np.arange(movies)
    for given in held.given[:_TIMED]:
        start = time.perf_counter()
        user = scorer.fold_in(ratings.movie[given], ratings.rating[given])
        scorer.folded_distribution(user, films)
        taken.append(1000 * (time.perf_counter() - start))
    return tuple(taken)


def cold_row(given: int | None, seeds: Sequence[ColdResult]) -> ColdRow:
    """Gather what the seeds gave for so many ratings given (None: for films)."""
    means = [one.user_mean_rmse for one in seeds if one.user_mean_rmse is not None]
    return ColdRow(
        given=given,
        rmse=spread([one.rmse for one in seeds]),
        bias_rmse=spread([one.bias_rmse for one in seeds]),
        user_mean_rmse=spread(means) if means else None,
        gain=spread([one.gain for one in seeds]),
        seeds=tuple(seeds),
    )


def folding_price(seeds: Sequence[FoldingResult]) -> FoldingPrice:
    """Gather what the seeds say of folding in against training."""
    return FoldingPrice(
        given=MOST_GIVEN,
        trained_rmse=spread([one.trained_rmse for one in seeds]),
        folded_rmse=spread([one.folded_rmse for one in seeds]),
        ratio=spread([one.ratio for one in seeds]),
        seeds=tuple(seeds),
    )


def _draw(group: IntArray, rng: np.random.Generator) -> tuple[int, npt.NDArray[np.bool_]]:
    """Draw groups (users or films) that have a row; return how many, and which rows are theirs."""
    known = np.unique(group)
    count = (len(known) * HELD_OUT_PERCENT + 50) // 100
    return count, np.isin(group, rng.permutation(known)[:count])

"""Figures of top-k lists over the whole catalogue; nothing is sampled, no film is left out.

All hits count alike (binary relevance). What can be reached at k is what everything is divided by:
the best order of min(k, relevant films) for nDCG, min(k, relevant films) for Recall.

Sources: K. Järvelin and J. Kekäläinen, Cumulated Gain-Based Evaluation of IR Techniques, 2002
(nDCG); T. Zhou et al., Solving the Apparent Diversity-Accuracy Dilemma of Recommender Systems, 2010
(novelty as self-information); H. Abdollahpouri, M. Mansoury, R. Burke and B. Mobasher, The
Connection Between Popularity Bias, Calibration, and Fairness in Recommendation, 2020 (popularity
lift; theirs is ours less 1); W. Krichene and S. Rendle, On Sampled Metrics for Item Recommendation,
2020 (why nothing is sampled).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from movierec.answers.ranking import Estimate, RankingMetrics
from movierec.data.rows import pair_keys
from movierec.evaluation.film_popularity import Popularity
from movierec.evaluation.relevant_films import Relevant
from movierec.evaluation.user_bootstrap import (
    FEWEST_USERS,
    Doubles,
    coverage_interval,
    covered,
    mean_intervals,
    weighted_means,
)
from movierec.records import IntArray


@dataclass(frozen=True, slots=True)
class Lists:
    """Film rows for some users, the best first.

    Attributes:
        user: user rows, [n].
        movies: film rows, [n, k]; -1 at the end where a list is shorter.
    """

    user: IntArray
    movies: IntArray


@dataclass(frozen=True, slots=True)
class UserFigures:
    """What each user's list is worth, all [n]; see `RankingMetrics`."""

    ndcg: Doubles
    recall: Doubles
    precision: Doubles
    mrr: Doubles
    hit_rate: Doubles


def user_figures(lists: Lists, relevant: Relevant) -> UserFigures:
    """Measure each user's list.

    Args:
        lists: of the users of `relevant`, in the same order.
        relevant: what they should hold.
    """
    users, k = lists.movies.shape
    row = np.arange(users)
    counts = np.diff(relevant.offsets)
    wanted = pair_keys(np.repeat(row, counts), relevant.movies)
    listed = pair_keys(row[:, None], lists.movies)
    # An unknown film is not one that a list found by being short.
    hit: npt.NDArray[np.bool_] = np.isin(listed, wanted) & (lists.movies >= 0)  # [n, k]
    possible = np.minimum(counts, k)
    hits = hit.sum(axis=1)
    any_hit = np.minimum(hits, 1.0)
    return UserFigures(
        ndcg=(hit @ _discount(k)) / np.cumsum(_discount(k))[possible - 1],
        recall=hits / possible,
        precision=hits / k,
        mrr=any_hit / (1.0 + hit.argmax(axis=1)),
        hit_rate=any_hit,
    )


def ndcg_shares(lists: Lists, relevant: Relevant) -> Doubles:
    """Return what each held-out film adds to the nDCG of its list, [held-out films].

    Args:
        lists: of the users of `relevant`, in the same order.
        relevant: what they should hold.
    """
    k = lists.movies.shape[1]
    counts = np.diff(relevant.offsets)
    row = np.repeat(np.arange(len(counts)), counts)
    hit = (lists.movies[row] == relevant.movies[:, None]) & (relevant.movies[:, None] >= 0)
    best = np.cumsum(_discount(k))[np.minimum(counts, k) - 1]
    shares: Doubles = (hit @ _discount(k)) / best[row]
    return shares


def measure_lists(
    lists: Lists,
    relevant: Relevant,
    popularity: Popularity,
    rng: np.random.Generator | None = None,
) -> RankingMetrics:
    """Measure lists against the films held out.

    Novelty and popularity are means over the users with a list that is not empty, and the lift
    over those who have a history besides.

    Args:
        lists: of the users of `relevant`, in the same order; at least one.
        relevant: what they should hold.
        popularity: of the training rows, for all films of the catalogue.
        rng: draws the intervals; without it, or with few users, there are none.
    """
    users, k = lists.movies.shape
    values, weights = _columns(lists, relevant, popularity)
    means = weighted_means(values.sum(axis=0), weights.sum(axis=0))
    movies = len(popularity.counts)
    share = covered(lists.movies, movies)
    if rng is None or users < FEWEST_USERS:
        estimates = [Estimate(float(mean), None, None) for mean in means]
        coverage = Estimate(share, None, None)
    else:
        ends = mean_intervals(values, weights, rng)
        estimates = [Estimate(*map(float, one)) for one in zip(means, *ends, strict=True)]
        coverage = Estimate(share, *coverage_interval(lists.movies, movies, rng))
    ndcg, recall, precision, mrr, hit_rate, novelty, popular, lift = estimates
    return RankingMetrics(
        users=users,
        k=k,
        ndcg=ndcg,
        recall=recall,
        precision=precision,
        mrr=mrr,
        hit_rate=hit_rate,
        coverage=coverage,
        novelty=novelty,
        popularity=popular,
        popularity_lift=lift,
    )


def ndcg_difference(first: Doubles, second: Doubles, rng: np.random.Generator) -> Estimate:
    """Return the nDCG of one system less that of another on the same users, with its interval.

    Args:
        first: nDCG of each user, [n], as `user_figures` gives it; n at least 1.
        second: the other system's, of the same users in the same order.
        rng: draws users, for both systems the same.
    """
    return mean_estimate(first - second, rng)


def mean_estimate(values: Doubles, rng: np.random.Generator) -> Estimate:
    """Return a mean with its interval, drawn over the values, where there are enough of them.

    Args:
        values: [n]; n at least 1.
        rng: draws them.
    """
    mean = float(values.mean())
    if len(values) < FEWEST_USERS:
        return Estimate(mean, None, None)
    column = values[:, None]
    low, high = mean_intervals(column, np.ones_like(column), rng)[:, 0]
    return Estimate(mean, float(low), float(high))


def _discount(k: int) -> Doubles:
    """Return what a hit at each place of a list counts, [k]."""
    discount: Doubles = 1 / np.log2(np.arange(2, k + 2))
    return discount


def _columns(lists: Lists, relevant: Relevant, popularity: Popularity) -> tuple[Doubles, Doubles]:
    """Return each user's part in every mean, and its weight, both [n, 8].

    The columns are the five of `UserFigures`, novelty, popularity and its lift.
    """
    figures = user_figures(lists, relevant)
    hits = np.stack([getattr(figures, field.name) for field in fields(figures)], axis=1)
    there: npt.NDArray[np.bool_] = lists.movies >= 0
    length = np.maximum(there.sum(axis=1), 1)
    bits = np.log2(popularity.raters + 1) - np.log2(popularity.counts + 1.0)
    novelty, popular = (
        np.where(there, of_film[lists.movies], 0).sum(axis=1) / length
        for of_film in (bits, popularity.counts)
    )
    listed = there.any(axis=1).astype(np.float64)
    history = popularity.history[lists.user] * listed
    told = popular * (history > 0)
    values = np.column_stack([hits, novelty, popular, told])
    weights = np.column_stack([np.ones_like(hits), listed, listed, history])
    return values, weights

"""What lists are measured on, the baselines' lists, and the figures side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from movierec.answers.ranking import FIGURES, RankingMetrics, RankingReport, RankingRow
from movierec.data.rows import pair_keys
from movierec.evaluation.benchmark import spread
from movierec.evaluation.ease import MOST_MOVIES, Ease
from movierec.evaluation.film_popularity import popularity_of
from movierec.evaluation.ials import Ials, IalsSettings
from movierec.evaluation.popular_lists import popular_lists
from movierec.evaluation.ranking_baselines import Ranker, top_lists
from movierec.evaluation.ranking_metrics import (
    Lists,
    measure_lists,
    ndcg_difference,
    user_figures,
)
from movierec.evaluation.relevance_lists import relevance_lists
from movierec.evaluation.relevant_films import Relevant, relevant_of
from movierec.records import LIKED, Ratings
from movierec.scoring.base import Scorer
from movierec.scoring.relevance import RelevanceScorer

K = 10
"""Length of the lists."""
POPULAR, EASE, IALS = "most popular", "EASE", "iALS"
EASE_RIDGE = 400.0
"""What EASE's ridge is without a search; see docs/results.md for it tuned."""
IALS_SETTINGS = IalsSettings(factors=64, alpha=2.0, ridge=30.0)
"""Likewise."""
MOST_ROWS = 3_000_000
"""Training rows up to which EASE and iALS stand beside a model; beyond, they take minutes."""


@dataclass(frozen=True, slots=True)
class Question:
    """What lists should answer.

    Attributes:
        known: ratings that are not held out.
        relevant: held-out films by user.
        least: the fewest stars of one of these; None: every rating counts.
        ordered: whether what is held out came after what is known.
    """

    known: Ratings
    relevant: Relevant
    least: float | None
    ordered: bool


def question_of(known: Ratings, test: Ratings, split: str) -> Question:
    """Return what lists should answer about held-out ratings.

    Args:
        known: ratings that are not held out.
        test: the others.
        split: how they were held out; "per-user" counts every rating as relevant, as rankings
            with such a split usually do.
    """
    least = None if split == "per-user" else LIKED
    # A film that is known to be rated is never listed, and so nothing that a list should hold.
    rated = np.isin(pair_keys(test.user, test.movie), pair_keys(known.user, known.movie))
    unrated = test.take(np.flatnonzero(~rated))
    return Question(known, relevant_of(unrated, least), least, _comes_after(known, unrated))


def model_lists(question: Question, ratings: Scorer, relevance: RelevanceScorer) -> Lists:
    """Return a model's lists.

    Args:
        question: what they should answer.
        ratings: predicts ratings.
        relevance: ranks films.
    """
    return relevance_lists(
        ratings,
        relevance,
        question.known,
        question.relevant.user,
        K,
        ordered=question.ordered,
        liked=question.least is not None,
    )


def baseline_lists(question: Question, users: int, movies: int) -> dict[str, Lists]:
    """Return the baselines' lists, by name; on large data sets the most popular films alone.

    Args:
        question: what they should answer.
        users: user rows of the data set.
        movies: film rows of the data set.
    """
    known = question.known
    lists = {POPULAR: popular_lists(known, question.relevant.user, K, movies)}
    rankers: dict[str, Ranker] = {}
    if movies <= MOST_MOVIES and len(known) <= MOST_ROWS:
        rankers[EASE] = Ease(known, users, movies, EASE_RIDGE)
        rankers[IALS] = Ials(known, users, movies, IALS_SETTINGS, seed=0)
    for name, ranker in rankers.items():
        lists[name] = top_lists(ranker, known, question.relevant.user, K, movies)
    return lists


def measure_all(
    lists: Mapping[str, Lists], question: Question, users: int, movies: int
) -> dict[str, RankingMetrics]:
    """Measure lists by name; all intervals rest on the same drawn users.

    Args:
        lists: of the users of `question.relevant`, at least one.
        question: what they should answer.
        users: user rows of the data set.
        movies: film rows of the data set.
    """
    popularity = popularity_of(question.known, users, movies)
    return {
        name: measure_lists(one, question.relevant, popularity, np.random.default_rng(0))
        for name, one in lists.items()
    }


def report_ranking(
    name: str, lists: Lists, question: Question, users: int, movies: int
) -> RankingReport:
    """Measure a model's lists beside the baselines'.

    Args:
        name: what the model is called.
        lists: the model's.
        question: what they should answer; of at least one user.
        users: user rows of the data set.
        movies: film rows of the data set.
    """
    baselines = baseline_lists(question, users, movies)
    # A model may be called as a baseline is.
    name = f"{name} (model)" if name in baselines else name
    metrics = measure_all({name: lists, **baselines}, question, users, movies)
    beside = max(baselines, key=lambda one: metrics[one].ndcg.value)
    own = user_figures(lists, question.relevant).ndcg
    other = user_figures(baselines[beside], question.relevant).ndcg
    return RankingReport(
        metrics=metrics,
        beside=beside,
        difference=ndcg_difference(own, other, np.random.default_rng(0)),
        least=question.least,
        ordered=question.ordered,
        words=question_words(question.least, K, ordered=question.ordered),
    )


def ranking_rows(found: Mapping[str, Sequence[RankingMetrics]]) -> tuple[RankingRow, ...]:
    """Return a row a system, the best mean nDCG first.

    Args:
        found: by system, one for each fold and seed.
    """
    rows = [
        RankingRow(
            name,
            {figure: spread([getattr(fold, figure).value for fold in folds]) for figure in FIGURES},
            tuple(folds),
        )
        for name, folds in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: -row.figures["ndcg"].mean))


def question_words(least: float | None, k: int, *, ordered: bool) -> str:
    """Say what lists were asked for."""
    stars = "" if least is None else f" of {least:g} stars or more"
    used = "used" if ordered else "not used, as what is held out lies among the others"
    liking = "; the chance of 4 stars is not used: all kinds list the same" if least is None else ""
    return (
        f"the {k} films that a user would choose next, of the whole catalogue less what they have "
        f"rated; relevant: held-out ratings{stars}; order of a user's history: {used}{liking}"
    )


def _comes_after(known: Ratings, test: Ratings) -> bool:
    """Return whether most held-out ratings are not older than all known ones of their user."""
    if len(known) == 0 or len(test) == 0:
        return False
    users = 1 + int(max(known.user.max(), test.user.max()))
    never = np.iinfo(np.int64).min
    last = np.full(users + 1, never, dtype=np.int64)
    np.maximum.at(last, known.user, known.timestamp)
    told = last[test.user] > never
    after = test.timestamp[told] >= last[test.user[told]]
    return bool(known.timestamp.any()) and len(after) > 0 and float(after.mean()) > 0.5

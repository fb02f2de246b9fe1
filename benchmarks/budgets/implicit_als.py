"""implicit's ALS with a number of iterations."""

from __future__ import annotations

import time

from rankers.implicit_als import ImplicitAls

from budgets.found import Found
from budgets.judge import Fold
from movierec.evaluation.ials import IalsSettings
from movierec.evaluation.ranking import IALS_SETTINGS, K
from movierec.evaluation.ranking_baselines import top_lists


def fit(system: str, effort: tuple[int, ...], fold: Fold) -> Found:
    """Learn who rated what and list the ten highest products that are not rated yet."""
    del system  # there is one
    start = time.perf_counter()
    usual = IALS_SETTINGS
    settings = IalsSettings(usual.factors, usual.alpha, usual.ridge, sweeps=effort[0])
    known, catalogue = fold.question.known, fold.prepared.catalogue
    ranker = ImplicitAls(known, catalogue.users, catalogue.movies, settings, seed=0)
    lists = top_lists(ranker, known, fold.question.relevant.user, K, catalogue.movies)
    seconds = time.perf_counter() - start
    return Found(None, None, fold.ndcg(lists), seconds)

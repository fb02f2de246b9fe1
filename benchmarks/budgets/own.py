"""movierec's kinds, with fewer or more members, chains and sweeps than their defaults."""

from __future__ import annotations

import time
from dataclasses import replace

from budgets.found import Found
from budgets.judge import Fold
from movierec.benchmark_run.fit import learned_weights
from movierec.config import TrainConfig, default_config
from movierec.data.holdout import hold_out
from movierec.evaluation.calibration import finished_weights  # noqa: F401  # before the clock runs
from movierec.evaluation.ranking import model_lists
from movierec.scoring.registry import scorer_for
from movierec.scoring.relevance import RelevanceScorer
from movierec.training.relevance.fit import fit_relevance


def fit(kind: str, effort: tuple[int, ...], fold: Fold) -> Found:
    """Train a kind and its relevance model as `movierec train` does, and predict and list."""
    start = time.perf_counter()
    config = _config(kind, effort, fold.config)
    catalogue = fold.prepared.catalogue
    # `bayes` and `blend` need no rows to choose an epoch by.
    rows = hold_out(fold.prepared, config)
    scorer = scorer_for(kind, learned_weights(fold.prepared, rows, config, lambda _: None))
    predicted = scorer.predict(rows.test.user, rows.test.movie, None)
    rating_seconds = time.perf_counter() - start
    question = fold.question
    links = fit_relevance(question.known, catalogue.users, catalogue.movies)
    lists = model_lists(question, scorer, RelevanceScorer(links, catalogue.movies))
    list_seconds = time.perf_counter() - start
    return Found(fold.rmse(predicted), rating_seconds, fold.ndcg(lists), list_seconds)


def _config(kind: str, effort: tuple[int, ...], rows: TrainConfig) -> TrainConfig:
    usual = replace(default_config(kind), dataset=rows.dataset, split=rows.split)
    if kind == "dnn":
        members, epochs = effort
        return replace(usual, members=members, epochs=epochs)
    chains, sweeps, epochs = effort
    return replace(usual, chains=chains, sweeps=sweeps, epochs=epochs)

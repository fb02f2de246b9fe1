"""Surprise's SVD and SVD++ with a number of epochs."""

from __future__ import annotations

import time

from peers.data import peer_data
from peers.surprise_peers import svd, svdpp

from budgets.found import Found
from budgets.judge import Fold
from movierec.paths import user_paths

_FUNCTIONS = {"svd": svd, "svdpp": svdpp}


def fit(system: str, effort: tuple[int, ...], fold: Fold) -> Found:
    """Fit a predictor and predict the test rows."""
    start = time.perf_counter()
    predicted = _FUNCTIONS[system](peer_data(fold.config, user_paths()), epochs=effort[0])
    seconds = time.perf_counter() - start
    return Found(fold.rmse(predicted), seconds, None, None)

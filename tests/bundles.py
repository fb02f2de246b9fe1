"""A tiny made-up model: card, weights and history to go with `tiny_catalogue`."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from makers import tiny_ratings

from movierec.records import EpochReport, History, Metrics, ModelCard, Origin, Scale
from movierec.training.relevance.fit import fit_relevance

CARD = ModelCard(
    name="tiny",
    kind="dnn",
    origin=Origin("ml-100k", "ml-100k", "100k", "members", "ab" * 32, "research", "cite"),
    config={"epochs": 2, "hidden": [8, 4]},
    scale=Scale(1, 5, 1),
    users=12,
    movies=10,
    protocol="20 % at random",
    train_rows=40,
    rated_until="1998-04-22",
    rows_hash="cd" * 32,
    history=(
        EpochReport(1, 1.5, 1.25, True, 0.0),
        EpochReport(2, 1.0, None, False, 0.0),
    ),
    best_epoch=1,
    finished=True,
    convergence=None,
    metrics={"test": Metrics(10, 0.9, 0.7, (0.8, 1.0)), "validation": Metrics(5, 0.8, 0.6)},
    versions={"movierec": "0.1.0"},
)
WEIGHT = {"mean": np.array([3.5], dtype=np.float32), "layer": np.ones((2, 3), dtype=np.float32)}


def relevance() -> dict[str, npt.NDArray[Any]]:
    return fit_relevance(tiny_ratings(), 12, 10)


def history() -> History:
    ratings = tiny_ratings()
    order = np.argsort(ratings.user, kind="stable")
    counts = np.bincount(ratings.user, minlength=12)
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    rows = ratings.take(order)
    return History(offsets, rows.movie, rows.rating, rows.timestamp)

"""LensKit's biased matrix factorisation by alternating least squares, with a number of epochs.

M. Ekstrand, LensKit for Python: Next-Generation Software for Recommender Systems Experiments, 2020.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from lenskit.als import BiasedMFScorer
from lenskit.batch import predict
from lenskit.data import from_interactions_df
from lenskit.data.collection import ItemListCollection
from lenskit.pipeline import predict_pipeline

from budgets.found import Found
from budgets.judge import Fold
from movierec.records import FloatArray, Ratings


def fit(system: str, effort: tuple[int, ...], fold: Fold) -> Found:
    """Fit the predictor with its defaults, 50 factors among them, and predict the test rows."""
    del system  # there is one
    start = time.perf_counter()
    train = _frame(fold.prepared.ratings.take(fold.rows.known))
    # The bias model answers for films and users that it does not know.
    pipeline = predict_pipeline(BiasedMFScorer(epochs=effort[0]), fallback=True)
    pipeline.train(from_interactions_df(train))
    predicted = _predicted(pipeline, fold.rows.test)
    seconds = time.perf_counter() - start
    return Found(fold.rmse(predicted), seconds, None, None)


def _frame(rows: Ratings) -> pd.DataFrame:
    return pd.DataFrame({"user_id": rows.user, "item_id": rows.movie, "rating": rows.rating})


def _predicted(pipeline: object, rows: Ratings) -> FloatArray:
    asked = ItemListCollection.from_df(_frame(rows)[["user_id", "item_id"]], ["user_id"])
    found = predict(pipeline, asked, n_jobs=1).to_df()  # type: ignore[arg-type]
    stars = found.set_index(["user_id", "item_id"])["score"]
    places = pd.MultiIndex.from_arrays([rows.user, rows.movie])
    predicted: FloatArray = stars.reindex(places).to_numpy(dtype=np.float32)
    return predicted

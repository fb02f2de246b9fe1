"""Surprise's SVD, SVD++ and KNNBaseline, with their defaults.

N. Hug, Surprise: A Python library for recommender systems, Journal of Open Source Software 5(52),
2020.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from movierec.records import FloatArray
from peers.data import PeerData

EPOCHS = 20
"""Of both that learn by gradient steps, unless others are asked for."""


def svd(data: PeerData, epochs: int = EPOCHS) -> FloatArray:
    """Predict by SVD: biases and 100 factors, by stochastic gradient descent."""
    from surprise import SVD

    return _predict(SVD(n_epochs=epochs, random_state=data.seed), data)


def svdpp(data: PeerData, epochs: int = EPOCHS) -> FloatArray:
    """Predict by SVD++: SVD with implicit feedback, 20 factors."""
    from surprise import SVDpp

    return _predict(SVDpp(n_epochs=epochs, random_state=data.seed, cache_ratings=True), data)


def knn(data: PeerData) -> FloatArray:
    """Predict by KNNBaseline: the 40 nearest films by Pearson correlation around the biases."""
    from surprise import KNNBaseline

    similarity = {"name": "pearson_baseline", "user_based": False}
    return _predict(KNNBaseline(sim_options=similarity, verbose=False), data)


def _predict(model: Any, data: PeerData) -> FloatArray:
    from surprise import Dataset, Reader

    train, test = data.train, data.test
    reader = Reader(rating_scale=(data.scale.low, data.scale.high))
    columns = (train.user.tolist(), train.movie.tolist(), train.rating.tolist())
    rows = [(user, movie, rating, None) for user, movie, rating in zip(*columns, strict=True)]
    model.fit(Dataset(reader).construct_trainset(rows))
    pairs = zip(test.user.tolist(), test.movie.tolist(), strict=True)
    return np.array([model.predict(*pair).est for pair in pairs], dtype=np.float32)

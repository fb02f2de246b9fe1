"""Made-up trainings with a known answer, for the tests of training and scoring."""

from __future__ import annotations

import numpy as np
from makers import tiny_catalogue

from movierec.config import TrainConfig
from movierec.records import Ratings, Scale, Split
from movierec.training.data import TrainingData

USERS, MOVIES = 40, 30
"""The last user and the last film of `checkerboard` have no rating."""

CONFIGS = {
    "dnn": TrainConfig(members=3, embed_size=8, hidden=(32, 16), batch_size=64, lr=5e-3, epochs=20),
    "bayes": TrainConfig(
        model="bayes", embed_size=3, chains=2, sweeps=5, epochs=20, validation=0, device="cpu"
    ),
    "blend": TrainConfig(
        model="blend",
        embed_size=3,
        hidden=(32, 16),
        batch_size=64,
        lr=5e-3,
        members=3,
        chains=2,
        sweeps=5,
        epochs=20,
        validation=0,
        device="cpu",
    ),
    "report": TrainConfig(
        model="report", embed_size=16, hidden=(32, 16, 8), batch_size=64, lr=5e-3, epochs=20
    ),
}
"""A small training a kind: add one here, and the contract tests cover the new kind."""


def checkerboard(
    *, traits: bool = True, validation: bool = True, half_stars: bool = False
) -> TrainingData:
    """Return 5 stars (or 4.5) where user and film are both even or both odd, and 1 elsewhere.

    Three pairs of four are there, in random order: 1 in 8 of them to test, 1 in 8 to validate.
    No mean of a user or of a film says anything about it.
    """
    random = np.random.default_rng(7)
    pairs = random.permutation((USERS - 1) * (MOVIES - 1))
    pairs = pairs[: len(pairs) * 3 // 4]
    user, movie = pairs // (MOVIES - 1), pairs % (MOVIES - 1)
    high = 4.5 if half_stars else 5.0
    rating = np.where((user + movie) % 2 == 0, high, 1.0).astype(np.float32)
    ratings = Ratings(
        user.astype(np.int32), movie.astype(np.int32), rating, np.zeros(len(user), dtype=np.int32)
    )
    eighth = len(ratings) // 8
    rows = np.arange(len(ratings))
    return TrainingData(
        ratings=ratings,
        split=Split(
            train=rows[2 * eighth :],
            validation=rows[eighth : 2 * eighth] if validation else rows[:0],
            test=ratings.take(slice(0, eighth)),
            protocol="made up",
        ),
        scale=Scale(0.5, 5.0, 0.5) if half_stars else Scale(1.0, 5.0, 1.0),
        catalogue=tiny_catalogue(USERS, MOVIES, ratings=ratings, traits=traits),
        dataset="checkerboard",
    )

"""Ratings drawn from the model that `bayes` fits, and what is true of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from makers import tiny_catalogue

from movierec.config import TrainConfig
from movierec.records import FloatArray, IntArray, Ratings, Scale, Split
from movierec.training.bayes.design import Design, new_design
from movierec.training.data import TrainingData

USERS, MOVIES = 60, 50
LEVELS = (1.0, 2.0, 3.0, 4.0, 5.0)
CUTPOINTS = np.array([-1.6, -0.6, 0.4, 1.5])
CONFIG = TrainConfig(
    model="bayes", embed_size=2, chains=2, sweeps=4, epochs=4, validation=0, device="cpu"
)
SECOND, HOUR, DAY = 1, 3600, 24 * 3600


@dataclass(frozen=True)
class Simulated:
    """What was drawn.

    Attributes:
        data: two thirds of all pairs to learn from, the others to test.
        latent: mean of every pair's latent rating, [users, movies].
        sd: its deviation, [users, movies].
    """

    data: TrainingData
    latent: FloatArray
    sd: FloatArray

    def expected(self, user: IntArray, movie: IntArray) -> FloatArray:
        """Return the true mean of the stars of aligned rows, [n]."""
        latent, sd = self.latent[user, movie], self.sd[user, movie]
        draws = np.random.default_rng(0).normal(size=(400, 1))
        return 1 + np.searchsorted(CUTPOINTS, latent + sd * draws).mean(axis=0)


def simulated(*, seed: int = 0, timed: bool = False) -> Simulated:
    """Draw vectors, noise and ratings; rows come in random order.

    Args:
        seed: of all of it.
        timed: whether ratings have times: each user's in sessions of pages, each with a mood.
    """
    random = np.random.default_rng(seed)
    user_vectors, movie_vectors = (
        random.normal(0, 0.8, (USERS, 2)),
        random.normal(0, 1, (MOVIES, 2)),
    )
    latent = user_vectors @ movie_vectors.T
    latent += random.normal(0, 0.5, (USERS, 1)) + random.normal(0, 0.7, (1, MOVIES))
    noise = random.gamma(4, 1 / 4, (USERS, 1)) * random.gamma(20, 1 / 20, (1, MOVIES))
    sd = noise**-0.5
    pairs = random.permutation(USERS * MOVIES)
    user, movie = pairs // MOVIES, pairs % MOVIES
    time, mood = _times(user, random) if timed else (np.zeros(len(user)), 0)
    opinion = latent[user, movie] + mood + sd[user, movie] * random.normal(size=len(user))
    ratings = Ratings(
        user.astype(np.int32),
        movie.astype(np.int32),
        (1 + np.searchsorted(CUTPOINTS, opinion)).astype(np.float32),
        time.astype(np.int32),
    )
    third = len(ratings) // 3
    data = TrainingData(
        ratings=ratings,
        split=Split(
            train=np.arange(third, len(ratings)),
            validation=np.arange(0),
            test=ratings.take(slice(0, third)),
            protocol="made up",
        ),
        scale=Scale(1.0, 5.0, 1.0),
        catalogue=tiny_catalogue(USERS, MOVIES, ratings=ratings),
        dataset="simulated",
    )
    return Simulated(data, latent.astype(np.float32), sd.astype(np.float32))


def _times(user: IntArray, random: np.random.Generator) -> tuple[IntArray, FloatArray]:
    """Put each user's ratings into five sessions, a day apart, of pages of about three."""
    session = random.integers(0, 5, len(user))
    page = random.integers(0, 4, len(user))
    moods = random.normal(0, 0.7, (USERS, 5))
    time = 1_000 * DAY + user * HOUR // 60 + session * DAY + page * 60
    return time, moods[user, session]


def design_of(data: TrainingData) -> Design:
    """Return a training's rows as the sampler sees them."""
    return new_design(data.train, data.catalogue, data.scale.levels)

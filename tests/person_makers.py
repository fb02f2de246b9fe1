"""A person, a model that says what a test wants, and what everybody rated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from makers import tiny_catalogue

from movierec.data.tally import tally_ratings
from movierec.evaluation.person import Systems
from movierec.records import Catalogue, FloatArray, IntArray, Ratings, Scale
from movierec.scoring.ordinal import Distribution
from movierec.scoring.relevance import Taste
from movierec.training.bias import fit_bias

SCALE = Scale(1.0, 5.0, 1.0)
LEVELS = np.array(SCALE.levels, dtype=np.float32)


def rated(*pairs: tuple[int, float]) -> Ratings:
    """Return one person's ratings of (film, stars), without times."""
    movie = np.array([movie for movie, _ in pairs], dtype=np.int32)
    stars = np.array([stars for _, stars in pairs], dtype=np.float32)
    return Ratings(np.full(len(movie), -1, dtype=np.int32), movie, stars, np.zeros_like(movie))


def everybody(*triples: tuple[int, int, float]) -> Ratings:
    """Return ratings of (user, film, stars)."""
    user, movie, stars = zip(*triples, strict=True)
    return Ratings(
        np.array(user, dtype=np.int32),
        np.array(movie, dtype=np.int32),
        np.array(stars, dtype=np.float32),
        np.zeros(len(user), dtype=np.int32),
    )


def nothing() -> Ratings:
    """Return no ratings."""
    return rated()


class OwnMean:
    """Predicts the mean of the stars that it is told, and is as sure of every film."""

    uses_time = False

    def fold_in(self, movies: IntArray, stars: FloatArray) -> float:
        assert len(movies) == len(stars)
        return float(stars.mean())

    def folded_distribution(self, user: float, movies: npt.ArrayLike) -> Distribution:
        rows = np.asarray(movies)
        chances = np.tile(np.array([0, 0, 0, 0, 1], dtype=np.float32), (len(rows), 1))
        mean = np.full(len(rows), user, dtype=np.float32)
        return Distribution.around(mean, chances, LEVELS, 1.0)


@dataclass
class Watching:
    """Gives everybody the same watch scores, and remembers of what history it was asked."""

    scores: Sequence[float]
    asked: list[list[int]] = field(default_factory=list)

    def watch(self, taste: Taste) -> npt.NDArray[np.float64]:
        assert not taste.ordered
        self.asked.append(taste.movie.tolist())
        return np.array(self.scores, dtype=np.float64)


def systems(
    ratings: Ratings,
    users: int,
    movies: int,
    *,
    scorer: Any = None,
    relevance: Any = None,
    catalogue: Catalogue | None = None,
) -> Systems:
    """Return what a person is measured with: by default by their own mean and by the film row."""
    if catalogue is None:
        titles = [f"Film {row} (1990)" for row in range(movies)]
        catalogue = tiny_catalogue(users, titles=titles, ratings=ratings, traits=False)
    return Systems(
        scorer=OwnMean() if scorer is None else scorer,
        relevance=Watching(np.arange(movies, 0.0, -1.0)) if relevance is None else relevance,
        catalogue=catalogue,
        scale=SCALE,
        tally=tally_ratings(ratings, catalogue, SCALE),
        bias=fit_bias(ratings, users, movies, SCALE),
    )

"""How many users and films a data set of so many ratings has, and how ratings spread over them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAST = 20
"""Ratings of the user with the fewest."""

# Ratings, users and films of the releases between which lines are drawn, on logarithmic axes.
_ML_100K = (100_000, 943, 1_682)
_ML_1M = (1_000_209, 6_040, 3_883)
_ML_32M = (32_000_204, 200_948, 87_585)

_MEDIAN, _SPREAD = 70, 1.43
_MOST_OF_FILMS = 0.6
"""The largest part of the catalogue that one user rates."""
_TOP = 0.5
"""The part of the users who rate the most rated film."""
_GROUPS, _ROUNDS = 48, 30


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a data set is."""

    ratings: int
    users: int
    films: int


def shape_of(ratings: int) -> Shape:
    """Return the shape on the line from ml-1m to ml-32m; below a million on that to ml-100k."""
    smaller, larger = (_ML_1M, _ML_32M) if ratings >= 1_000_000 else (_ML_100K, _ML_1M)
    place = math.log(ratings / smaller[0]) / math.log(larger[0] / smaller[0])
    users, films = (
        round(first * (last / first) ** place)
        for first, last in zip(smaller[1:], larger[1:], strict=True)
    )
    return Shape(ratings, users, films)


def user_counts(shape: Shape, random: np.random.Generator) -> Ints:
    """Return how many films each user rates, int64 [users]: `LEAST` and a logarithmic tail.

    Raises:
        ValueError: there are too few ratings for so many users, or too many.
    """
    most = int(_MOST_OF_FILMS * shape.films)
    spare = shape.ratings - LEAST * shape.users
    if not 0 <= spare <= (most - LEAST) * shape.users:
        raise ValueError(f"{shape.users} users and {shape.films} films cannot hold the ratings")
    extra = (_MEDIAN - LEAST) * np.exp(_SPREAD * random.normal(size=shape.users))
    for _ in range(_ROUNDS):
        extra = np.minimum(extra * (spare / extra.sum()), most - LEAST)
    counts: Ints = LEAST + np.floor(extra).astype(np.int64)
    # What rounding left over goes to users with room, one rating each.
    while (left := shape.ratings - int(counts.sum())) > 0:
        room = np.flatnonzero(counts < most)
        counts[random.permutation(room)[:left]] += 1
    return counts


def film_targets(shape: Shape) -> Floats:
    """Return how many ratings each film shall have, most first, float64 [films].

    The logarithm falls with a power of the rank, from half the users to one rating; the power is
    the one with which the films have all ratings together.
    """
    top = _TOP * shape.users
    place = np.arange(shape.films) / shape.films
    low, high = 0.01, 20.0
    for _ in range(60):
        power = (low + high) / 2
        if (top * np.exp(-math.log(top) * place**power)).sum() < shape.ratings:
            low = power
        else:
            high = power
    return np.asarray(top * np.exp(-math.log(top) * place**power))


def film_weights(targets: Floats, counts: Ints) -> Floats:
    """Return the weights with which users draw films so that these have the ratings aimed at.

    Nobody rates a film twice, so the most rated are drawn more often than they are kept: a user
    who draws for the time t has a film of weight q with the chance 1 - exp(-q t).

    Args:
        targets: ratings aimed at, float64 [films].
        counts: ratings of each user, int64 [users].
    """
    groups = np.array_split(np.sort(counts), _GROUPS)
    size = np.array([len(group) for group in groups if len(group)], dtype=np.float64)
    wanted = np.array([group.mean() for group in groups if len(group)])
    weights = targets / targets.sum()
    times = wanted.copy()
    for _ in range(_ROUNDS):
        for group, (time, want) in enumerate(zip(times, wanted, strict=True)):
            times[group] = time * want / -np.expm1(-weights * time).sum()
        kept = sum(
            people * -np.expm1(-weights * time) for people, time in zip(size, times, strict=True)
        )
        weights *= targets / kept
    return np.asarray(weights / weights.sum())

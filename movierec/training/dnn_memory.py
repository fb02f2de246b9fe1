"""How much memory a training of the default network takes."""

from __future__ import annotations

from movierec.config import TrainConfig
from movierec.training.towers import Shape

_FEATURES = 30
"""Known of a user or film, at most about so many numbers; hardly a part of the whole."""
_VECTORS = 7
"""As long as all parameters: they, gradient, two moments, average, the best and a new result."""
_TOWERS = 4
"""Kept or in the making at once where those are finished that are predicted with."""
_A_RATING = 16
"""Bytes: user, film, stars; and the users by film."""

_START = 32
"""Bytes a rating of all, while a process finds out which are its own."""
_AFTERWARDS = 150_000_000
"""Bytes to find out how sure the network may be, from at most 50,000 rows."""


def dnn_bytes(rows: int, users: int, movies: int, config: TrainConfig) -> int:
    """Return about how many bytes a training holds at its peak, the program and ratings left out.

    Args:
        rows: that are learned from.
        users: of the data set.
        movies: of the data set.
        config: the network's sizes.
    """
    shape = Shape(
        users=users + 1,
        movies=movies + 1,
        user_features=_FEATURES,
        movie_features=_FEATURES,
        members=config.members,
        embed=config.embed_size,
        hidden=config.hidden,
    )
    towers = _TOWERS * (users + movies) * max(shape.columns, shape.half // 2)
    return 4 * (_VECTORS * shape.parameters + towers) + _A_RATING * rows + _AFTERWARDS


def dnn_part_bytes(rows: int, users: int, movies: int, config: TrainConfig, processes: int) -> int:
    """Return likewise what one of several processes holds for its own users.

    Each first draws all weights and reads all rows.
    """
    part = dnn_bytes(rows // processes, users // processes, movies, config) - _AFTERWARDS
    weights = 4 * (users + movies) * config.members * 2 * (2 * config.embed_size + 1)
    return part + weights + _START * rows

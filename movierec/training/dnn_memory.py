"""How much memory a training of the default network takes."""

from __future__ import annotations

from movierec.config import TrainConfig
from movierec.training.memory_use import MemoryUse
from movierec.training.towers import Shape

_FEATURES = 30
"""Known of a user or film, at most about so many numbers; hardly a part of the whole."""
_BEGUN = 5
"""As long as all parameters: they, gradient, two moments and the average."""
_LEARNING, _FINISHED = 5, 4
"""Towers, or what is as large, at once: in a step, and where those are finished that are predicted
with."""
_A_RATING = 24
"""Bytes: user, film, stars, the users by film, and what is left over of sorting them."""
_SET_UP = 40
"""Bytes a rating while the network is set up, those that stay included."""
_RESTORED = 5
"""As long as all parameters: what is read of a training that is gone on with."""
_ORDERED = 17
"""Bytes a rating while the order of an epoch is drawn."""

_START = 32
"""Bytes a rating of all, while a process finds out which are its own."""
_AFTERWARDS = 150_000_000
"""Bytes to find out how sure the network may be, from at most 50,000 rows."""
_MEASURED = 24
"""Bytes a rating then: those of all rows, and which of them the bias model is fitted to."""


def dnn_memory(rows: int, users: int, movies: int, config: TrainConfig) -> MemoryUse:
    """Return about what a training holds at a time.

    Args:
        rows: that are learned from.
        users: of the data set.
        movies: of the data set.
        config: the network's sizes, and `validation`.
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
    vector = 4 * shape.parameters
    towers = 4 * (users + movies) * max(shape.columns, shape.half // 2)
    begun = _BEGUN * vector
    held = begun + vector + _A_RATING * rows  # the best epoch's weights
    predicting = vector + (_FINISHED * towers if config.validation else 0)
    return MemoryUse(
        setting_up=begun + max(_SET_UP * rows, _A_RATING * rows + _RESTORED * vector),
        held=held,
        epoch=held + max(_ORDERED * rows, _LEARNING * towers, predicting),
        ending=held + towers + max(_FINISHED * towers, _MEASURED * rows) + _AFTERWARDS,
    )


def dnn_part_bytes(rows: int, users: int, movies: int, config: TrainConfig, processes: int) -> int:
    """Return the most bytes that one of several processes holds for its own users.

    Each first draws all weights and reads all rows.
    """
    part = dnn_memory(rows // processes, users // processes, movies, config).most - _AFTERWARDS
    weights = 4 * (users + movies) * config.members * 2 * (2 * config.embed_size + 1)
    return part + weights + _START * rows

"""How much memory a training of `bayes` takes."""

from __future__ import annotations

from movierec import machine
from movierec.config import TrainConfig
from movierec.training.bayes.basis import TRUNCATED
from movierec.training.bayes.posterior import kept_draws
from movierec.training.bayes.sweep import BLOCK_NUMBERS

_FLOAT = 4
_SORTED = 100
"""Bytes a training row while the rows are sorted in both orders and what they are sorted by."""
_DESIGN = 32
"""Bytes a training row that stay: its user, film and level, and both orders."""
_SWEPT = 16
"""Bytes a training row that a chain holds while it makes a sweep: four numbers."""
_VECTORS = 3
"""Tables of singular vectors in float64 at a time, while they are searched for."""
_BLOCKS = 8
"""Blocks of precision matrices, with what is made of them, that a chain holds."""
_COPIES = 5
"""Of the draws that are kept: in lists, stacked by chain, put together, and as they are written."""
_SCORED = 100_000_000
"""Bytes of the blocks in which kept draws predict what was held out."""


def bayes_bytes(rows: int, users: int, movies: int, config: TrainConfig) -> int:
    """Return the most bytes that a training holds, the program and the ratings left out.

    Args:
        rows: training rows.
        users: user rows of the data set.
        movies: film rows of the data set.
        config: `embed_size` and `chains`.
    """
    setting_up = _SORTED * rows + _VECTORS * 8 * (users + movies) * TRUNCATED
    running = min(config.chains, machine.cores())
    d = config.embed_size + 1
    products = _FLOAT * max(users, movies) * d * (d + 1)
    block = _BLOCKS * _FLOAT * min(BLOCK_NUMBERS, max(users, movies) * d * d)
    draws, numbers = kept_draws(users, movies, config.embed_size)
    kept = _COPIES * _FLOAT * draws * numbers + _SCORED
    sampling = running * (_SWEPT * rows + products + block) + kept
    return max(setting_up, bayes_held(rows, users, movies, config) + sampling)


def bayes_held(rows: int, users: int, movies: int, config: TrainConfig) -> int:
    """Return the bytes that a training holds before its first epoch; see `bayes_bytes`."""
    d = config.embed_size + 1
    chain = _FLOAT * (users + movies) * (3 * d + 1)
    bases = 2 * _FLOAT * (users + movies) * min(TRUNCATED, users, movies)
    return _DESIGN * rows + bases + config.chains * chain

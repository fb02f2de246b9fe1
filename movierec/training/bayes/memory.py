"""How much memory a training of `bayes` takes."""

from __future__ import annotations

from movierec import machine
from movierec.config import TrainConfig
from movierec.training.bayes.basis import TRUNCATED
from movierec.training.bayes.posterior import kept_draws
from movierec.training.bayes.sweep import BLOCK_NUMBERS
from movierec.training.memory_use import MemoryUse

_FLOAT = 4
_SORTED = 80
"""Bytes a training row while the rows are sorted in both orders."""
_DESIGN = 32
"""Bytes a training row that stay: its user, film and level, and both orders."""
_MULTIPLIED = 16
"""Bytes a training row while who rated what is multiplied with vectors."""
_VECTORS = 4
"""Tables of singular vectors in float64 at a time, while they are searched for."""
_SWEPT = 20
"""Bytes a training row that a chain holds while it makes a sweep: four numbers, or two and what
belongs to a block of much rated films."""
_BLOCKS = 8
"""Blocks of precision matrices, with what is made of them, that a chain holds. The system gets
their memory back at the end alone: they are made in threads, and too small."""
_COPIES = 4
"""Of the draws that are kept, while a model is made of them: stacked by chain, put together."""
_MEASURED = 16
"""Bytes a training row while the model is measured beside the bias model: a copy of the rows."""
_SCORED = 100_000_000
"""Bytes of the blocks in which kept draws predict what was held out."""


def bayes_memory(rows: int, users: int, movies: int, config: TrainConfig) -> MemoryUse:
    """Return what a training holds at a time.

    Args:
        rows: training rows.
        users: user rows of the data set.
        movies: film rows of the data set.
        config: `embed_size`, `chains` and `validation`.
    """
    running = min(config.chains, machine.cores())
    d = config.embed_size + 1
    chain = _FLOAT * (users + movies) * (3 * d + 1)
    bases = 2 * _FLOAT * (users + movies) * min(TRUNCATED, users, movies)
    begun = _DESIGN * rows + bases + config.chains * chain

    products = _FLOAT * max(users, movies) * d * (d + 1)
    block = _BLOCKS * _FLOAT * min(BLOCK_NUMBERS, max(users, movies) * d * d)
    draws, numbers = kept_draws(users, movies, config.embed_size)
    kept = _FLOAT * draws * numbers
    held = begun + kept + running * block
    sampling = held + running * (_SWEPT * rows + products)
    finished = held + _COPIES * kept + _SCORED

    tables = _VECTORS * 2 * _FLOAT * (users + movies) * TRUNCATED
    searching = (_DESIGN + _MULTIPLIED) * rows + tables
    return MemoryUse(
        setting_up=max(_SORTED * rows, searching, begun),
        held=held,
        epoch=max(sampling, finished) if config.validation else sampling,
        ending=finished + _MEASURED * rows,
    )

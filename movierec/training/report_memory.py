"""How much memory a training of the report's network takes."""

from __future__ import annotations

from itertools import pairwise

from movierec.config import TrainConfig
from movierec.training.batches import BLOCK_ROWS
from movierec.training.report import PREDICT_ROWS

_ROW = 116
"""Bytes a training row: four columns, table entries and stars, what finds and shuffles them, and
which table entries an epoch reads when."""
_COPIES = 20
"""Of all weights: moments, the best ones, trials of threads, a checkpoint while it is written."""
_WAITING = 10
"""Further ones of the embeddings, with their moments: while they wait to be changed."""
_FEATURES = 64
"""At most so many numbers are known of a user and a film together."""
_FLOAT = 4


def report_bytes(rows: int, users: int, movies: int, config: TrainConfig) -> int:
    """Return the most bytes that a training of `report` holds, the program and ratings left out.

    Args:
        rows: learned from.
        users: of the data set.
        movies: of the data set.
        config: of the training.
    """
    entries, embed = users + movies + 2, config.embed_size
    widths = (2 * embed + _FEATURES, *config.hidden, 1)
    layers = sum(wide * (narrow + 1) for narrow, wide in pairwise(widths))
    batch = min(rows, config.batch_size)
    # Forwards each layer's output stays; backwards there are two slopes, and rows of the table
    # with their moments.
    step = batch * (sum(widths) + 2 * max(widths) + 18 * embed)
    block = max(batch, min(rows, BLOCK_ROWS)) * (3 * _FEATURES + 2 * max(config.hidden))
    watched = rows * config.validation // max(1, 100 - config.validation)
    validation = min(PREDICT_ROWS, watched) * (2 * embed + sum(widths[:2]) + 2 * _FEATURES)
    weights = (_COPIES + _WAITING) * entries * embed + _COPIES * layers
    numbers = weights + max(step + block, validation)
    return _ROW * rows + _FLOAT * (numbers + 3 * entries * _FEATURES)

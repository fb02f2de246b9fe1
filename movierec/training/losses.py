"""What a training by gradient steps is watched by: its losses, and that they are numbers."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from movierec.errors import MovierecError
from movierec.records import FloatArray, Ratings, Scale


def clipped_mse(predicted: FloatArray, rows: Ratings, scale: Scale) -> float:
    """Return the mean squared error of predictions, [n], clipped to the scale; NaN if infinite."""
    # Clipping would hide predictions that are infinite.
    if not np.isfinite(predicted).all():
        return math.nan
    error = np.clip(predicted, scale.low, scale.high).astype(np.float64) - rows.rating
    return float(np.mean(error**2))


def require_finite(
    epoch: int, train_loss: float, validation_loss: float | None, weights: Tensor, lr: float
) -> None:
    """Make sure that an epoch has ended in numbers.

    Raises:
        MovierecError: a loss or a weight is none; `lr` is the learning rate that is too high.
    """
    # Finite weights may still be too large to predict with.
    losses = (train_loss, validation_loss or 0.0)
    if all(map(math.isfinite, losses)) and bool(torch.isfinite(weights).all()):
        return
    raise MovierecError(
        f"The training diverged in epoch {epoch}: its loss is no longer a number.",
        f"Try a lower learning rate than --lr {lr:g}.",
    )

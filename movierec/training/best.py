"""The epochs of a training by gradient steps that have ended, and what the best one ended in."""

from __future__ import annotations

import math

import numpy as np
from torch import Tensor

from movierec.errors import NotReadyError
from movierec.records import EpochReport, FloatArray


class Best:
    """Keeps the weights of the epoch with the least validation loss; without one, of the last."""

    def __init__(self) -> None:
        self.history: tuple[EpochReport, ...] = ()
        """One report for each epoch, in order."""
        self._weights: FloatArray | None = None

    @property
    def epoch(self) -> int:
        """The epoch whose weights are kept, 0 before the first has ended."""
        return max((report.epoch for report in self.history if report.best), default=0)

    @property
    def next_epoch(self) -> int:
        """The epoch that comes next, or is under way."""
        return len(self.history) + 1

    @property
    def weights(self) -> FloatArray:
        """The weights that are kept, [parameters].

        Raises:
            NotReadyError: no epoch has ended yet.
        """
        if self._weights is None:
            raise NotReadyError(
                "The training was stopped before its first epoch had ended: there is no model yet.",
                "Start it again: movierec train",
            )
        return self._weights

    def add(
        self,
        train_loss: float,
        validation_loss: float | None,
        weights: Tensor,
        seconds: float,
    ) -> EpochReport:
        """Report an epoch that has ended, and keep its weights where it is the best one."""
        lowest = min(
            (r.validation_loss for r in self.history if r.validation_loss is not None),
            default=math.inf,
        )
        best = validation_loss is None or validation_loss < lowest
        if best:
            self._weights = weights.cpu().numpy()
        report = EpochReport(self.next_epoch, train_loss, validation_loss, best, seconds)
        self.history = (*self.history, report)
        return report

    def restore(
        self, history: tuple[EpochReport, ...], weights: FloatArray, parameters: int
    ) -> None:
        """Go on after the epochs of a stored training.

        Args:
            history: their reports.
            weights: of the best one.
            parameters: how many numbers these have to be.

        Raises:
            ValueError: they are not.
        """
        if weights.shape != (parameters,) or weights.dtype != np.float32:
            raise ValueError(f"the best weights have the shape {weights.shape}")
        self.history, self._weights = history, weights

    def outlasts(self, patience: int) -> bool:
        """Return whether so many epochs have passed since the best one; 0 is patience for ever."""
        return 0 < patience <= len(self.history) - self.epoch

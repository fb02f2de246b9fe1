"""What the training loop asks of a model kind that learns by gradient steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from torch import Tensor

from movierec.records import FloatArray, IntArray


class Learner(Protocol):
    """A model whose parameters lie in one flat vector.

    Attributes:
        weights: the parameters, [parameters]; the loop changes them in place.
        gradient: as long; what the loop reads after each batch.
        averaging: largest share of the averaged weights that one step leaves as they were; 0: the
            weights themselves are used.
        pace_window: steps that are timed together to choose the number of threads.
    """

    weights: Tensor
    gradient: Tensor
    averaging: float
    pace_window: int

    def epoch(self, seed: int) -> Iterator[tuple[Tensor, int]]:
        """Go once through the training rows, leaving the gradient of each batch in `gradient`.

        Args:
            seed: where all randomness of the epoch comes from.

        Yields:
            The sum of squared errors of a batch, a tensor, and its rows. The loop makes its step
            before it asks for the next.
        """
        ...

    def trial(self, seed: int) -> Tensor:
        """Return the gradients and losses of one batch of each size, to compare threads by."""
        ...

    def settled(self, flat: Tensor) -> Tensor:
        """Copy the weights and decide in the copy what no training row has."""
        ...

    def predict(self, flat: Tensor, user: IntArray, movie: IntArray) -> FloatArray:
        """Predict stars for aligned rows by settled weights, [n], not clipped."""
        ...

    def export(self, flat: FloatArray) -> dict[str, FloatArray]:
        """Return the arrays that the scorer reads; see `export`."""
        ...

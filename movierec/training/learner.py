"""What the training loop asks of a model kind that learns by gradient steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from torch import Tensor

from movierec.records import FloatArray, IntArray
from movierec.training.late import LateRows
from movierec.training.reads import Reads


class Learner(Protocol):
    """A model whose parameters lie in one flat vector.

    Attributes:
        parameters: how many there are.
        weights: the parameters, [parameters]; the loop changes them in place. In a group of
            processes, those that this one learns.
        gradient: as long; what the loop reads after each batch, that of the whole batch in every
            process of a group.
        averaging: largest share of the averaged weights that one step leaves as they were; 0: the
            weights themselves are used.
        pace_window: steps that are timed together to choose the number of threads.
    """

    parameters: int
    weights: Tensor
    gradient: Tensor
    averaging: float
    pace_window: int

    def epoch(self, seed: int, late: LateRows | None = None, /) -> Iterator[tuple[Tensor, int]]:
        """Go once through the training rows, leaving the gradient of each batch in `gradient`.

        Args:
            seed: where all randomness of the epoch comes from.
            late: where the steps read what `reads` told of, and leave its gradient; None: these
                are read and left like the rest.

        Yields:
            This process's part of a batch's sum of squared errors, a tensor, and the rows of the
            whole batch. The loop makes its step before it asks for the next.
        """
        ...

    def reads(self, seed: int, /) -> Reads | None:
        """Return which rows of a table an epoch reads, or None where each step reads everything.

        Args:
            seed: that of the epoch.
        """
        ...

    def trial(self, seed: int) -> Tensor:
        """Return what tells the gradients and losses of one batch of each size, to the last bit.

        Numbers of threads are compared by it, where one process trains by itself.
        """
        ...

    def whole(self, flat: Tensor) -> Tensor:
        """Return all parameters, [parameters], or what is kept of each of them.

        All processes of a group call it together; what it returns is right where the first one is.

        Args:
            flat: of those that this process learns.
        """
        ...

    def part(self, flat: Tensor) -> Tensor:
        """Return what belongs to the parameters that this process learns, of a vector of all."""
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

"""Adam on one flat vector, with the average of the weights beside it."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import hardshrink
from torch.optim.adamw import adamw

from movierec.records import FloatArray
from movierec.training.late import LateRows
from movierec.training.path import BETA1, BETA2, EARLY, EPSILON
from movierec.training.reads import Reads

_WARM_STEPS = 10
_SWEEP_STEPS = 256
_FADED = 1e-25
"""Too small to move a weight; in as many steps as lie between two sweeps not yet denormal."""


class Optimiser:
    """Changes the weights by their gradient.

    torch's function is called, not its `Optimizer` class: at batch 64 the class's bookkeeping is
    a noticeable part of a step, and here all state is plain tensors.

    Args:
        weights: the parameters, flat; changed in place.
        gradient: as long; read at every step.
        lr: learning rate.
        weight_decay: decoupled (AdamW); 0 is plain Adam.
        averaging: largest share of the average that one step leaves as it was; 0 keeps none.
    """

    def __init__(
        self, weights: Tensor, gradient: Tensor, lr: float, weight_decay: float, averaging: float
    ) -> None:
        self._weights = weights
        self._gradient = gradient
        self._lr = lr
        self._weight_decay = weight_decay
        self._averaging = averaging
        self._first = torch.zeros_like(weights)
        self._second = torch.zeros_like(weights)
        self._average = weights.clone() if averaging else weights[:0]
        # MPS has no fused kernel in the older torch versions that movierec allows.
        self._fused = weights.device.type in ("cpu", "cuda")
        self._count = torch.zeros((), device=weights.device if self._fused else "cpu")
        self._all = weights, gradient, self._first, self._second
        self._now: tuple[Tensor, ...] = self._all
        self._late: LateRows | None = None
        self.steps = 0

    def plan(self, reads: Callable[[], Reads | None]) -> LateRows | None:
        """Begin an epoch.

        Args:
            reads: tells which rows of a table its steps read; None where each reads all parameters.

        Returns:
            What the steps read these rows from, or None where they read the weights themselves.
        """
        self._late, self._now = None, self._all
        # Weights that decay or are averaged change without moments, too.
        if self._averaging or self._weight_decay or self.steps < EARLY:
            return None
        if (read := reads()) is not None:
            weights, _, *moments = self._all
            self._late = late = LateRows(read, (weights, *moments), self.steps, self._lr)
            self._now = tuple(vector[late.size :] for vector in self._all)
        return self._late

    def step(self) -> None:
        """Make one step."""
        if self._late is not None:
            self._late.step()
        weights, gradient, first, second = self._now
        adamw(
            [weights],
            [gradient],
            [first],
            [second],
            [],
            [self._count],
            fused=self._fused,
            amsgrad=False,
            beta1=BETA1,
            beta2=BETA2,
            lr=self._lr,
            weight_decay=self._weight_decay,
            eps=EPSILON,
            maximize=False,
        )
        self.steps += 1
        if self.steps % _SWEEP_STEPS == 0:
            # Moments of films that are hardly ever rated fade into denormal numbers, on which
            # processors may be slow. Letting these flush them works for the main thread only.
            first.copy_(hardshrink(first, _FADED))
        if self._averaging:
            # At first the average follows closely: it covers the last tenth of the steps, until
            # `averaging` limits it.
            kept = min(self._averaging, self.steps / (self.steps + _WARM_STEPS))
            self._average.lerp_(self._weights, 1 - kept)

    @property
    def vectors(self) -> tuple[Tensor, ...]:
        """Weights, first moment, second moment and average (empty where there is none)."""
        return self._weights, self._first, self._second, self._average

    def restore(
        self, steps: int, first: FloatArray, second: FloatArray, average: FloatArray
    ) -> None:
        """Go on from the moments and average in `vectors` after `steps` steps."""
        self._first.copy_(torch.from_numpy(first))
        self._second.copy_(torch.from_numpy(second))
        self._average.copy_(torch.from_numpy(average))
        self._count.fill_(steps)
        self.steps = steps

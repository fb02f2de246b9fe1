"""The whole vectors of a training by gradient steps, whatever part of them each process learns."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from movierec.training.distributed import Group
from movierec.training.learner import Learner
from movierec.training.optimiser import Optimiser
from movierec.training.state import StateArrays

_NAMES = ("weights", "first_moment", "second_moment", "average")
_STEPS = "step"


class Vectors:
    """Weights, both moments and the average, each [parameters]; the average is empty without one.

    Args:
        learner: whose weights they are.
        optimiser: has made no step yet.
        group: the processes that train together; the one that leads has the whole vectors.
    """

    def __init__(self, learner: Learner, optimiser: Optimiser, group: Group) -> None:
        self._learner = learner
        self._optimiser = optimiser
        self._group = group
        self._whole = optimiser.vectors

    @property
    def result(self) -> Tensor:
        """What the last epoch ended in: the average where there is one, else the weights."""
        return self._whole[-1 if self._learner.averaging else 0]

    def collect(self) -> None:
        """Bring the parts of all processes together in the one that leads."""
        self._whole = tuple(map(self._learner.whole, self._optimiser.vectors))

    def share(self, first: int) -> None:
        """Begin with epoch `first` where the process that leads does."""
        if first == 1 or self._group.size == 1:
            return  # what is drawn first is the same everywhere
        steps = torch.tensor([self._optimiser.steps])
        parameters = self._learner.parameters
        average = parameters if self._learner.averaging else 0
        vectors = [torch.empty(size) for size in (*[parameters] * 3, average)]
        if self._group.leads:
            vectors = [vector.cpu() for vector in self._whole]
        self._group.hand_out(steps, *vectors)
        self._take(int(steps[0]), vectors)

    def to_arrays(self) -> StateArrays:
        """Return them by name, with the number of steps.

        On a processor the arrays are those that the next epoch changes.
        """
        steps = np.array([self._optimiser.steps], dtype=np.int64)
        vectors = (vector.cpu().numpy() for vector in self._whole)
        return {_STEPS: steps, **dict(zip(_NAMES, vectors, strict=True))}

    def restore(self, arrays: StateArrays) -> None:
        """Go on from what `to_arrays` gave.

        Raises:
            KeyError: an array is missing.
            RuntimeError: an array has another shape.
        """
        vectors = [torch.from_numpy(arrays[name]) for name in _NAMES]
        self._take(int(arrays[_STEPS][0]), vectors)

    def _take(self, steps: int, vectors: list[Tensor]) -> None:
        weights, *rest = (self._learner.part(vector) for vector in vectors)
        self._learner.weights.copy_(weights)
        self._optimiser.restore(steps, *(vector.numpy() for vector in rest))
        # One process that trains by itself has the whole ones already.
        self._whole = self._optimiser.vectors if self._group.size == 1 else tuple(vectors)

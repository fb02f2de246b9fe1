"""Adam on one flat vector, with the average of the weights beside it."""

from __future__ import annotations

import torch
from torch import Tensor

from movierec.records import FloatArray

_WARM_STEPS = 10


class Optimiser:
    """Changes the weights by their gradient.

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
        self._parameter = torch.nn.Parameter(weights)
        self._parameter.grad = gradient
        # MPS has no fused kernel in the older torch versions that movierec allows.
        self._adam = torch.optim.AdamW(
            [self._parameter],
            lr=lr,
            weight_decay=weight_decay,
            fused=weights.device.type in ("cpu", "cuda"),
        )
        self._averaging = averaging
        self._average = weights.clone() if averaging else None
        self.steps = 0

    def step(self) -> None:
        """Make one step."""
        self._adam.step()
        self.steps += 1
        if self._average is not None:
            # At first the average follows closely: it covers the last tenth of the steps.
            kept = min(self._averaging, self.steps / (self.steps + _WARM_STEPS))
            self._average.lerp_(self._weights, 1 - kept)

    @property
    def result(self) -> Tensor:
        """The weights to use: averaged where there is an average."""
        return self._weights if self._average is None else self._average

    def arrays(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return copies of first moment, second moment and average (empty where there is none)."""
        moments = self._adam.state[self._parameter]
        average = self._weights[:0] if self._average is None else self._average
        return (
            to_array(moments["exp_avg"]),
            to_array(moments["exp_avg_sq"]),
            to_array(average),
        )

    def restore(
        self, steps: int, first: FloatArray, second: FloatArray, average: FloatArray
    ) -> None:
        """Go on from what `arrays` returned after `steps` steps."""
        state = {
            "step": torch.tensor(float(steps)),
            "exp_avg": torch.from_numpy(first.copy()),
            "exp_avg_sq": torch.from_numpy(second.copy()),
        }
        groups = self._adam.state_dict()["param_groups"]
        self._adam.load_state_dict({"state": {0: state}, "param_groups": groups})
        if self._average is not None:
            self._average.copy_(torch.from_numpy(average))
        self.steps = steps


def to_array(tensor: Tensor) -> FloatArray:
    """Copy a tensor into a float32 array."""
    array: FloatArray = tensor.detach().cpu().numpy().copy()
    return array

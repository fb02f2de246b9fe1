"""From torch to numpy."""

from __future__ import annotations

from torch import Tensor

from movierec.records import FloatArray


def to_array(tensor: Tensor) -> FloatArray:
    """Copy a tensor into a float32 array."""
    array: FloatArray = tensor.detach().cpu().numpy().copy()
    return array

"""Take arrays out of a stored model's weights, refusing what does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from movierec.errors import DataError

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray


def array_of(
    weights: Mapping[str, npt.NDArray[Any]],
    name: str,
    shape: tuple[int | None, ...],
    kind: str,
) -> FloatArray:
    """Return an array as float32; None in `shape` stands for any length above 0.

    Raises:
        DataError: it is missing, or its shape does not fit.
    """
    if name not in weights:
        refuse(kind, f"{name} is missing")
    array = np.asarray(weights[name], dtype=np.float32)
    fits = array.ndim == len(shape) and all(
        wanted in (None, found) for wanted, found in zip(shape, array.shape, strict=True)
    )
    if not fits or 0 in array.shape[:1]:
        refuse(kind, f"{name} has the shape {array.shape}")
    return array


def refuse(kind: str, reason: str) -> NoReturn:
    """Say that weights are not those of a kind.

    Raises:
        DataError: always.
    """
    raise DataError(
        f"The weights are not those of {kind}: {reason}.",
        "Train the model again: movierec train",
    )

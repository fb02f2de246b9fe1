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


def check_finite(kind: str, *arrays: npt.NDArray[Any]) -> None:
    """Check what was read of a model's weights, or computed from it.

    A model is not looked at whole when it is loaded: its rows are when they are used.

    Raises:
        DataError: a value is not finite.
    """
    if not all(np.isfinite(array).all() for array in arrays):
        raise DataError(
            f"The weights of {kind} are damaged: they hold values that are not finite.",
            "See what movierec models verify says, then train the model again.",
        )


def refuse(kind: str, reason: str) -> NoReturn:
    """Say that weights are not those of a kind.

    Raises:
        DataError: always.
    """
    raise DataError(
        f"The weights are not those of {kind}: {reason}.",
        "Train the model again: movierec train",
    )

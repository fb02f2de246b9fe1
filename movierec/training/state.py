"""Everything that a training has to know to go on after an epoch."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from movierec.errors import DataError
from movierec.records import EpochReport

StateArrays = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class TrainerState:
    """A training between two epochs.

    Attributes:
        history: one report an epoch, in order.
        arrays: what else the kind's trainer needs, by name.
    """

    history: tuple[EpochReport, ...]
    arrays: StateArrays

    def part(self, prefix: str) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays whose names begin so, without it."""
        return {
            name.removeprefix(prefix): array
            for name, array in self.arrays.items()
            if name.startswith(prefix)
        }


@contextlib.contextmanager
def state_explained() -> Iterator[None]:
    """Turn what a state that does not fit raises inside the block into a message.

    Raises:
        DataError: the state does not fit.
    """
    try:
        yield
    except (LookupError, ValueError, TypeError, RuntimeError) as error:
        raise DataError(
            f"The state of the training is damaged: {' '.join(str(error).split())}.",
            "Leave --resume away to start again.",
        ) from error

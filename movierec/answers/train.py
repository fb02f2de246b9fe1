"""A training: as it begins, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from movierec.records import ModelCard

Stage = Literal["films", "setup", "epoch"]
"""What a training works on: which films are watched together, what learns, or one of its epochs."""


@dataclass(frozen=True, slots=True)
class TrainStart:
    """A training that is about to begin.

    Attributes:
        name: what the model will be called.
        device: where it is trained: "cpu", "cuda", "mps".
        processes: how many train it together.
        protocol: how rows are held out.
        train_rows: rows to learn from.
        validation_rows: rows that choose the best epoch.
        test_rows: rows measured at the end.
        first_epoch: 1, or where an interrupted training goes on.
        epochs: the last epoch.
        memory: bytes that its processes on this machine will need at their peak, about.
        prepared: True where the data set's arrays were built just now.
    """

    name: str
    device: str
    processes: int
    protocol: str
    train_rows: int
    validation_rows: int
    test_rows: int
    first_epoch: int
    epochs: int
    memory: int
    prepared: bool


@dataclass(frozen=True, slots=True)
class TrainResult:
    """A training that has ended: the stored model and where it lies.

    `parameters` tells how many numbers were learned; `example_user` is a MovieLens user whom the
    model knows, to try it with.
    """

    card: ModelCard
    folder: Path
    device: str
    parameters: int
    seconds: float
    example_user: int

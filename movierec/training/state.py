"""Everything that a training has to know to go on after an epoch."""

from __future__ import annotations

from dataclasses import dataclass

from movierec.records import EpochReport, FloatArray


@dataclass(frozen=True, slots=True)
class TrainerState:
    """A training between two epochs.

    Attributes:
        history: one report an epoch, in order.
        step: gradient steps so far.
        weights: all parameters, flat.
        first_moment: Adam's, as long as `weights`.
        second_moment: Adam's, as long as `weights`.
        average: averaged weights, as long as `weights`; empty where the kind uses none.
        best: the weights of the best epoch, as they are used, as long as `weights`.
    """

    history: tuple[EpochReport, ...]
    step: int
    weights: FloatArray
    first_moment: FloatArray
    second_moment: FloatArray
    average: FloatArray
    best: FloatArray

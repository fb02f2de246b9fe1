"""The whole job in one go: a model trained, and the lists of one user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from movierec.answers.recommend import Recommendations
    from movierec.answers.train import TrainResult


@dataclass(frozen=True, slots=True)
class Quickstart:
    """The whole job in one go."""

    dataset: str
    remark: str
    result: TrainResult
    lists: Recommendations

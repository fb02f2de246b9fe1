"""Find the scorer of a model kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from movierec.errors import DataError
from movierec.scoring.base import Scorer
from movierec.scoring.network import NetworkScorer

if TYPE_CHECKING:
    import numpy.typing as npt

    Weights = Mapping[str, npt.NDArray[Any]]

SCORERS: dict[str, Callable[[Weights], Scorer]] = {
    "dnn": NetworkScorer,
    "report": NetworkScorer,
}


def scorer_for(kind: str, weights: Weights) -> Scorer:
    """Return a scorer for a stored model.

    Args:
        kind: the model kind.
        weights: its arrays by name.

    Raises:
        DataError: this movierec knows no such kind, or the weights are not those of one.
    """
    if kind not in SCORERS:
        raise DataError(
            f"The model is of kind {kind}, which this movierec cannot score.",
            f"Upgrade movierec, or train one of: {', '.join(SCORERS)}.",
        )
    return SCORERS[kind](weights)

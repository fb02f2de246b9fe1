"""Find the scorer of a model kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from movierec.errors import DataError, UsageError
from movierec.scoring.base import FoldsIn, Scorer
from movierec.scoring.bayes import BayesScorer
from movierec.scoring.blend import BlendScorer
from movierec.scoring.network import NetworkScorer
from movierec.scoring.towers import TowerScorer

if TYPE_CHECKING:
    import numpy.typing as npt

    Weights = Mapping[str, npt.NDArray[Any]]

FOLDING_SCORERS: dict[str, Callable[[Weights], FoldsIn[Any]]] = {
    "dnn": TowerScorer,
    "bayes": BayesScorer,
    "blend": BlendScorer,
}
"""Of the kinds that can answer somebody whom they were not trained on."""
SCORERS: dict[str, Callable[[Weights], Scorer]] = {
    **FOLDING_SCORERS,
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


def folding_scorer_for(kind: str, weights: Weights) -> FoldsIn[Any]:
    """Return a scorer that can learn a new user from some ratings, without training.

    Args:
        kind: the model kind.
        weights: its arrays by name.

    Raises:
        UsageError: the kind cannot do that.
        DataError: the weights are not those of this kind.
    """
    if kind not in FOLDING_SCORERS:
        able = next(iter(FOLDING_SCORERS))
        raise UsageError(
            f"A model of kind {kind} knows only the users that it was trained on.",
            f"Train one that can learn others: movierec train --model {able}",
        )
    return FOLDING_SCORERS[kind](weights)

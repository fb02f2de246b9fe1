"""How well a stored model predicts, in all and by the films' popularity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from movierec.answers.ranking import RankingReport
    from movierec.answers.uncertainty import Uncertainty
    from movierec.records import Metrics, ModelCard


@dataclass(frozen=True, slots=True)
class PopularityBin:
    """Errors on the test rows whose film had `low` to `high` training ratings (None: no limit)."""

    low: int
    high: int | None
    films: int
    model: Metrics
    baseline: Metrics


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well a stored model predicts ratings that it did not learn from.

    Attributes:
        card: the model's card.
        protocol: which rows were measured.
        metrics: the model's errors; it is not told when a rating was given.
        told_time: its errors where it is told, or None where it can make nothing of it.
        uncertainty: whether it is as sure as it may be.
        baselines: "bias model", "film mean" and "global mean" on the same rows, best known first.
        unseen: measured rows whose film or user has no training row (they count like any other).
        trained_on: rows of the model's training that were measured: errors on them are too good.
        ranking: how good its lists are on the same held-out ratings; None where none of them
            counts as relevant.
        by_popularity: errors by the film's training ratings, empty unless asked for.
    """

    card: ModelCard
    protocol: str
    metrics: Metrics
    told_time: Metrics | None
    uncertainty: Uncertainty
    baselines: Mapping[str, Metrics]
    unseen: int
    trained_on: int
    ranking: RankingReport | None
    by_popularity: tuple[PopularityBin, ...]

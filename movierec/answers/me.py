"""Whether a model is any good for one person, measured on ratings of theirs that were hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from movierec.answers.ranking import Estimate
    from movierec.answers.who import Who
    from movierec.records import Metrics, ModelCard


@dataclass(frozen=True, slots=True)
class Gain:
    """How much better a model is than something else on the same hidden ratings.

    Attributes:
        by: how far its RMSE is below, or its nDCG above; above 0 the model is better.
    """

    by: Estimate

    @property
    def better(self) -> bool | None:
        """Whether the model is better, None where the interval holds 0 or there is none."""
        low, high = self.by.low, self.by.high
        if low is None or high is None or low <= 0 <= high:
            return None
        return low > 0


@dataclass(frozen=True, slots=True)
class ListFigures:
    """What one system's lists found.

    Attributes:
        ndcg: discounted gain of the hidden liked films, as a share of the best possible.
        hits: hidden liked films in a list, mean.
    """

    ndcg: Estimate
    hits: float


@dataclass(frozen=True, slots=True)
class PersonLists:
    """Lists of a model and of the baselines for one person.

    Attributes:
        k: their length.
        lists: how many: one for each part with a hidden liked film.
        liked: films that were hidden and liked, each counted once.
        figures: the model's.
        baselines: by name, the best first.
        gains: of the model over each baseline, by name; in nDCG.
    """

    k: int
    lists: int
    liked: int
    figures: ListFigures
    baselines: Mapping[str, ListFigures]
    gains: Mapping[str, Gain]


@dataclass(frozen=True, slots=True)
class PersonReport:
    """How well a model does for one person.

    Attributes:
        ratings: ratings measured, each of them hidden once in every repeat.
        watched: films that they saw and gave no stars; they only count in the history of a list.
        folds: parts that a repeat hides in turn.
        repeats: how often the ratings were dealt into parts.
        metrics: the model's errors.
        baselines: errors on the same ratings by name, the best first: the one to be better than.
        gains: of the model over each baseline, by name; in stars of RMSE.
        lists: None where no rating was of 4 stars or more.
    """

    ratings: int
    watched: int
    folds: int
    repeats: int
    metrics: Metrics
    baselines: Mapping[str, Metrics]
    gains: Mapping[str, Gain]
    lists: PersonLists | None


@dataclass(frozen=True, slots=True)
class PersonEvaluation:
    """How well a stored model does for the person of a profile.

    Attributes:
        card: the model's card.
        who: the person.
        unknown: ratings of films that the model does not know, which are not measured.
        report: what was measured.
    """

    card: ModelCard
    who: Who
    unknown: int
    report: PersonReport

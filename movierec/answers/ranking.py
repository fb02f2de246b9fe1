"""How good lists of films are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from movierec.answers.benchmark import Spread


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; None where there are too few users to draw one."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class RankingMetrics:
    """How good lists are.

    Attributes:
        users: lists measured.
        k: their length.
        ndcg: discounted gain of the hits, as a share of the best possible.
        recall: hits as a share of min(k, relevant films).
        precision: hits as a share of k.
        mrr: 1 / rank of the first hit, 0 without one.
        hit_rate: share of lists with a hit.
        coverage: share of the catalogue's films that are in a list.
        novelty: mean self-information of a listed film, in bits: -log2 of the share of users who
            rated it, with one rating added to each film and one user, so that a film that nobody
            rated has a finite one.
        popularity: mean number of training ratings of a listed film.
        popularity_lift: that, divided by the mean number of ratings of the films in the same
            users' own histories: 1 is as popular as what they watch by themselves.
    """

    users: int
    k: int
    ndcg: Estimate
    recall: Estimate
    precision: Estimate
    mrr: Estimate
    hit_rate: Estimate
    coverage: Estimate
    novelty: Estimate
    popularity: Estimate
    popularity_lift: Estimate


FIGURES = (
    "ndcg",
    "recall",
    "precision",
    "mrr",
    "hit_rate",
    "coverage",
    "novelty",
    "popularity",
    "popularity_lift",
)
"""The figures of `RankingMetrics`, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class RankingRow:
    """A system's lists in a benchmark.

    Attributes:
        model: the system.
        figures: mean and standard deviation over folds and seeds, by `FIGURES`.
        folds: one for each fold and seed.
    """

    model: str
    figures: Mapping[str, Spread]
    folds: tuple[RankingMetrics, ...]


@dataclass(frozen=True, slots=True)
class RankingReport:
    """A model's lists beside the baselines' on the same held-out films, whole catalogue.

    Attributes:
        metrics: by system, the model first.
        beside: the baseline with the best nDCG.
        difference: the model's nDCG less that one's, paired by user.
        least: the fewest stars of a film that counts as relevant; None: every rating does.
        ordered: whether the order of the ratings was used: not where what is held out lies among
            the others in time.
        words: what the lists were asked for.
    """

    metrics: Mapping[str, RankingMetrics]
    beside: str
    difference: Estimate
    least: float | None
    ordered: bool
    words: str

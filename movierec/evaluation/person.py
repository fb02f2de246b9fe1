"""Is a model any good for one person? Hide some of their ratings, and predict them.

The person is taken to be none of the data set's users, so all that these rated may be used beside
them: the films' averages and the bias model are learned from the whole data set, and of the person
from the ratings that are not hidden alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from movierec.answers.me import Gain, PersonReport
from movierec.answers.ranking import Estimate
from movierec.data.tally import Tally, tally_ratings
from movierec.evaluation.baselines import BIAS_MODEL, means_of
from movierec.evaluation.bootstrap import rmse_differences
from movierec.evaluation.metrics import FEWEST_ROWS, rmse_interval
from movierec.evaluation.person_lists import measure_lists_for
from movierec.evaluation.person_parts import (
    MODEL,
    Part,
    hidden_rows,
    only_watched,
    part_of,
    within_scale,
)
from movierec.records import Catalogue, FloatArray, IntArray, Metrics, Ratings, Scale
from movierec.scoring.base import FoldsIn
from movierec.scoring.registry import folding_scorer_for
from movierec.scoring.relevance import RelevanceScorer
from movierec.store.bundle import Bundle
from movierec.training.bias import BiasModel, fit_bias, fold_users_in

FILM_MEAN, OWN_MEAN = "film mean", "own mean"
REPEATS = 4

_Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Systems:
    """A model, and what everybody's ratings say without it.

    Attributes:
        scorer: predicts ratings.
        relevance: says what somebody would choose.
        catalogue: the films.
        scale: the ratings that the model's data allows.
        tally: how often and how well each film was rated.
        bias: fitted on the same ratings; its users are not looked at.
    """

    scorer: FoldsIn[Any]
    relevance: RelevanceScorer
    catalogue: Catalogue
    scale: Scale
    tally: Tally
    bias: BiasModel

    @classmethod
    def of(cls, bundle: Bundle) -> Self:
        """Read a stored model and the ratings that it came with.

        Raises:
            UsageError: the model's kind cannot learn somebody new.
            NotReadyError: the bundle came without its users' ratings.
            DataError: the model is damaged.
        """
        card, catalogue = bundle.card, bundle.catalogue
        scorer = folding_scorer_for(card.kind, bundle.weights)
        ratings = bundle.rated_by_all()
        return cls(
            scorer=scorer,
            relevance=RelevanceScorer(bundle.relevance(), card.movies),
            catalogue=catalogue,
            scale=card.scale,
            tally=tally_ratings(ratings, catalogue, card.scale),
            bias=fit_bias(ratings, card.users, card.movies, card.scale),
        )


def measure_person(
    systems: Systems, rated: Ratings, watched: Ratings, repeats: int = REPEATS, seed: int = 0
) -> PersonReport:
    """Hide a fifth of somebody's ratings at a time and measure what is said of them.

    Args:
        systems: the model and what is beside it.
        rated: their ratings; film rows are known ones, each once. Stars beyond the model's scale
            count as its ends.
        watched: other films that they saw; film rows are known ones.
        repeats: how often the ratings are dealt into fifths.
        seed: of how they are dealt, and of the intervals.

    Raises:
        UsageError: fewer than 10 films are rated.
        DataError: the model is damaged.
    """
    rated = within_scale(rated, systems.scale)
    history = only_watched(systems.catalogue, watched, rated)
    dealt = hidden_rows(systems.catalogue.twins[rated.movie], repeats, seed)
    rows = [hidden for parts in dealt for hidden in parts]
    parts = [part_of(systems.scorer, rated, hidden) for hidden in rows]
    metrics, gains = _errors(systems, parts, rows, seed)
    model = metrics.pop(MODEL)
    return PersonReport(
        ratings=len(rated),
        watched=len(history),
        folds=len(dealt[0]),
        repeats=len(dealt),
        metrics=model,
        baselines=dict(sorted(metrics.items(), key=lambda one: one[1].mse)),
        gains=gains,
        lists=measure_lists_for(
            parts,
            history,
            systems.relevance,
            systems.catalogue,
            systems.tally,
            systems.bias,
            seed,
        ),
    )


def hidden_stars(systems: Systems, part: Part) -> dict[str, FloatArray]:
    """Predict the hidden ratings by the model, called `MODEL`, and by each baseline.

    Returns:
        Stars by name, each [hidden ratings], not clipped.
    """
    movie = part.hidden.movie
    means = means_of(systems.tally.movie_count, systems.tally.movie_sum)
    # The person is row 0 of a model of nobody else.
    nobody = replace(systems.bias, user=np.zeros(2, dtype=np.float32))
    alone = replace(part.visible, user=np.zeros_like(part.visible.movie))
    return {
        MODEL: part.expected(movie).mean,
        FILM_MEAN: means[movie],
        OWN_MEAN: np.full(len(movie), part.visible.rating.mean(), dtype=np.float32),
        BIAS_MODEL: fold_users_in(nobody, alone).predict(np.zeros_like(movie), movie),
    }


def _errors(
    systems: Systems, parts: Sequence[Part], rows: Sequence[IntArray], seed: int
) -> tuple[dict[str, Metrics], dict[str, Gain]]:
    """Return each system's errors by name, the model first, and the model's gains."""
    predicted = [hidden_stars(systems, part) for part in parts]
    names = tuple(predicted[0])
    row = np.concatenate(rows)
    truth = np.concatenate([part.hidden.rating for part in parts])
    times = np.bincount(row)
    squared, absolute = np.empty((2, len(names), len(times)))
    low, high = systems.scale.low, systems.scale.high
    for place, name in enumerate(names):
        stars = np.concatenate([of_part[name] for of_part in predicted]).astype(np.float64)
        error = np.clip(stars, low, high) - truth
        squared[place] = np.bincount(row, weights=error**2)
        absolute[place] = np.bincount(row, weights=np.abs(error))
    metrics = {
        name: _metrics(squared[place] / times, absolute[place] / times, seed)
        for place, name in enumerate(names)
    }
    return metrics, dict(zip(names[1:], _gains(squared, times, seed), strict=True))


def _metrics(squared: _Doubles, absolute: _Doubles, seed: int) -> Metrics:
    rows = len(squared)
    # One seed for all: the intervals then rest on the same drawn ratings.
    rng = np.random.default_rng(seed)
    return Metrics(
        rows=rows,
        mse=float(squared.mean()),
        mae=float(absolute.mean()),
        rmse_interval=rmse_interval(squared, rng) if rows >= FEWEST_ROWS else None,
    )


def _gains(squared: _Doubles, times: IntArray, seed: int) -> list[Gain]:
    rng = np.random.default_rng(seed)
    found = rmse_differences(squared, times, np.zeros_like(times), rng)
    enough = len(times) >= FEWEST_ROWS
    return [
        Gain(Estimate(-one.difference, -one.high if enough else None, -one.low if enough else None))
        for one in found
    ]

"""How well ratings are predicted, beside the baselines and by the films' popularity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from movierec.answers.evaluate import PopularityBin
from movierec.evaluation.baselines import BIAS_MODEL, baseline_predictions
from movierec.evaluation.metrics import measure
from movierec.records import FloatArray, IntArray, Metrics, Ratings, Scale, Split
from movierec.scoring.base import Scorer
from movierec.training.bias import fit_bias

Predict = Callable[[IntArray, IntArray], FloatArray]

POPULARITY_EDGES = (0, 1, 6, 21, 51, 101, 201)
"""Lowest number of training ratings in each bin."""


@dataclass(frozen=True, slots=True)
class RatingReport:
    """Errors of a model and of the baselines on the same rows; `unseen` rows had no training."""

    metrics: Metrics
    baselines: Mapping[str, Metrics]
    unseen: int
    by_popularity: tuple[PopularityBin, ...]


def report_ratings(
    predicted: FloatArray, train: Ratings, test: Ratings, users: int, movies: int, scale: Scale
) -> RatingReport:
    """Measure predictions of the test rows.

    Args:
        predicted: the model's stars, [len(test)], not clipped.
        train: rows that the model learned from; the baselines are fitted on the same.
        test: rows that it did not see.
        users: user rows of the data set.
        movies: film rows of the data set.
        scale: the ratings allowed.
    """
    baselines = baseline_predictions(train, test, users, movies, scale)
    in_train = np.bincount(train.movie, minlength=movies + 1)
    by_user = np.bincount(train.user, minlength=users + 1)
    support = in_train[test.movie]
    # One seed for all: the intervals then rest on the same resampled rows.
    return RatingReport(
        metrics=measure(predicted, test.rating, scale, np.random.default_rng(0)),
        baselines={
            name: measure(stars, test.rating, scale, np.random.default_rng(0))
            for name, stars in baselines.items()
        },
        unseen=int(np.count_nonzero((support == 0) | (by_user[test.user] == 0))),
        by_popularity=_bins(predicted, baselines[BIAS_MODEL], test, support, scale),
    )


def measure_told_time(scorer: Scorer, test: Ratings, scale: Scale) -> Metrics | None:
    """Measure a model that is told when each test rating was given; None where that is no use.

    Args:
        scorer: the model.
        test: rows that it did not see.
        scale: the ratings allowed.
    """
    if not scorer.uses_time or not test.timestamp.any():
        return None
    predicted = scorer.predict(test.user, test.movie, test.timestamp)
    return measure(predicted, test.rating, scale, np.random.default_rng(0))


def measure_held_out(
    predict: Predict,
    ratings: Ratings,
    rows: Split,
    users: int,
    movies: int,
    scale: Scale,
) -> dict[str, Metrics]:
    """Measure a model right after its training.

    Args:
        predict: stars for user and film rows.
        ratings: all ratings of the data set.
        rows: which were learned from and which held out.
        users: user rows of the data set.
        movies: film rows of the data set.
        scale: the ratings allowed.

    Returns:
        The model's errors as "validation" and "test", and those of the bias model, fitted on the
        same training rows, as "bias model, validation" and "bias model"; where there are such rows.
    """
    both = {"validation": ratings.take(rows.validation), "test": rows.test}
    held_out = {name: held for name, held in both.items() if len(held)}
    if not held_out:
        return {}
    bias = fit_bias(ratings.take(rows.train), users, movies, scale)
    found = {}
    for name, held in held_out.items():
        beside = BIAS_MODEL if name == "test" else f"{BIAS_MODEL}, {name}"
        found[name] = measure(predict(held.user, held.movie), held.rating, scale)
        found[beside] = measure(bias.predict(held.user, held.movie), held.rating, scale)
    return found


def _bins(
    predicted: FloatArray, baseline: FloatArray, test: Ratings, support: IntArray, scale: Scale
) -> tuple[PopularityBin, ...]:
    bins = []
    for position, low in enumerate(POPULARITY_EDGES):
        last = position + 1 == len(POPULARITY_EDGES)
        high = None if last else POPULARITY_EDGES[position + 1] - 1
        inside = (support >= low) & ((support <= high) if high is not None else True)
        if not inside.any():
            continue
        rating = test.rating[inside]
        bins.append(
            PopularityBin(
                low=low,
                high=high,
                films=len(np.unique(test.movie[inside])),
                model=measure(predicted[inside], rating, scale),
                baseline=measure(baseline[inside], rating, scale),
            )
        )
    return tuple(bins)

"""The numbers of a benchmark's table, against hand-made ones."""

from __future__ import annotations

import numpy as np
import pytest

from movierec.evaluation.benchmark import HeldOut, Predicted, benchmark_rows, compare
from movierec.records import Ratings, Scale

SCALE = Scale(1.0, 5.0, 1.0)


def held_out(fold: str, seed: int, users: int, ratings: list[float]) -> HeldOut:
    rows = len(ratings)
    user = np.full(rows, users, dtype=np.int32)
    movie = np.arange(rows, dtype=np.int32)
    stars = np.array(ratings, dtype=np.float32)
    return HeldOut(fold, seed, Ratings(user, movie, stars, np.zeros(rows, dtype=np.int32)))


def predicted(
    model: str, part: HeldOut, stars: list[float], seconds: float | None = 1.0, peak: float = 10.0
) -> Predicted:
    return Predicted(model, part, np.array(stars, dtype=np.float32), seconds, peak)


U1, U2 = held_out("u1", 0, 0, [1, 5]), held_out("u2", 0, 1, [3, 3])


def test_a_row_has_mean_and_sd_over_the_folds_the_median_second_and_the_largest_peak() -> None:
    folds = [
        predicted("a", U1, [2, 4], seconds=1.0, peak=10.0),
        predicted("a", U2, [3, 3], seconds=3.0, peak=30.0),
    ]

    (row,) = benchmark_rows(folds, SCALE)

    assert (row.rmse.mean, row.mse.mean, row.mae.mean) == (0.5, 0.5, 0.5)
    assert row.rmse.sd == pytest.approx(0.5**0.5)
    assert (row.seconds, row.peak_mib) == (2.0, 30.0)
    assert [(fold.fold, fold.metrics.rmse) for fold in row.folds] == [("u1", 1.0), ("u2", 0.0)]


def test_one_fold_has_no_sd_and_what_nobody_measured_stays_unknown() -> None:
    (row,) = benchmark_rows([Predicted("a", U1, np.ones(2, dtype=np.float32), None, None)], SCALE)

    assert (row.rmse.sd, row.seconds, row.peak_mib) == (None, None, None)


def test_the_best_model_comes_first() -> None:
    rows = benchmark_rows([predicted("bad", U1, [5, 1]), predicted("good", U1, [1, 5])], SCALE)

    assert [row.model for row in rows] == ["good", "bad"]


def test_predictions_are_clipped_before_they_are_measured_and_compared() -> None:
    found = [predicted("a", U1, [-9, 99]), predicted("b", U1, [1, 5])]

    assert benchmark_rows(found, SCALE)[0].rmse.mean == 0
    assert compare(found, "a", ["b"], SCALE)[0].difference == 0


def test_models_are_compared_over_all_folds() -> None:
    found = [
        predicted("a", U1, [1, 5]),
        predicted("b", U1, [1, 5]),
        predicted("b", U2, [5, 5]),
        predicted("a", U2, [3, 3]),
    ]

    (one,) = compare(found, "a", ["b"], SCALE, resamples=100)

    assert one.difference == pytest.approx(-(2.0**0.5))


def test_seeds_of_the_same_rows_do_not_make_the_interval_narrower() -> None:
    random = np.random.default_rng(0)
    stars = [float(value) for value in random.integers(1, 6, size=400)]
    a, b = ([float(star) for star in random.normal(3, sd, size=400)] for sd in (1.0, 1.2))
    once, again = held_out("u1", 0, 0, stars), held_out("u1", 1, 0, stars)
    single = [predicted("a", once, a), predicted("b", once, b)]
    twice = [*single, predicted("a", again, a), predicted("b", again, b)]

    assert compare(twice, "a", ["b"], SCALE) == compare(single, "a", ["b"], SCALE)


def test_with_nothing_to_compare_there_is_no_comparison() -> None:
    assert compare([predicted("a", U1, [1, 5])], "a", [], SCALE) == ()

"""Errors against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from movierec.evaluation.metrics import measure, rmse_interval
from movierec.records import Scale

STARS = Scale(1, 5, 1)


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_errors_of_three_predictions_are_those_worked_out_by_hand() -> None:
    found = measure(array(3, 4, 2), array(4, 4, 4), STARS)

    assert found.rows == 3
    assert found.mse == pytest.approx(5 / 3)
    assert found.rmse == pytest.approx((5 / 3) ** 0.5)
    assert found.mae == pytest.approx(1.0)
    assert found.rmse_interval is None


def test_predictions_are_clipped_to_the_scale_before_they_are_measured() -> None:
    found = measure(array(9, -3), array(5, 1), STARS)

    assert found.mse == 0


def test_the_interval_holds_the_rmse_and_narrows_with_more_rows() -> None:
    rng = np.random.default_rng(1)
    few = rng.normal(size=100) ** 2
    many = rng.normal(size=10_000) ** 2

    low_few, high_few = rmse_interval(few, np.random.default_rng(2))
    low_many, high_many = rmse_interval(many, np.random.default_rng(2))

    assert low_few < few.mean() ** 0.5 < high_few
    assert low_many < many.mean() ** 0.5 < high_many
    assert high_many - low_many < (high_few - low_few) / 5


def test_dealing_many_rows_into_cells_leaves_the_interval_as_wide() -> None:
    # The standard error of a mean of n squared standard normals is sqrt(2 / n).
    squared = np.random.default_rng(3).normal(size=80_000) ** 2

    low, high = rmse_interval(squared, np.random.default_rng(4))

    expected = 2 * 1.96 * 0.5 * (2 / 80_000) ** 0.5
    assert high - low == pytest.approx(expected, rel=0.15)


def test_a_handful_of_rows_has_no_interval() -> None:
    found = measure(array(3, 4), array(4, 4), STARS, np.random.default_rng(1))

    assert found.rmse_interval is None


def test_the_same_generator_gives_the_same_interval() -> None:
    squared = np.arange(50, dtype=float)

    first = rmse_interval(squared, np.random.default_rng(5))
    second = rmse_interval(squared, np.random.default_rng(5))

    assert first == second

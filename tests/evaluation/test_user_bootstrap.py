"""Intervals over users: as wide as the formula says, and the same users for every system."""

from __future__ import annotations

import numpy as np
import pytest

from movierec.evaluation import user_bootstrap
from movierec.evaluation.user_bootstrap import coverage_interval, covered, mean_intervals


def random(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def interval(values: np.ndarray, weights: np.ndarray, seed: int = 0) -> np.ndarray:
    return mean_intervals(values[:, None], weights[:, None], random(seed))[:, 0]


def test_the_interval_of_a_mean_is_as_wide_as_the_formula_says() -> None:
    values = random(1).normal(size=2_000)

    low, high = interval(values, np.ones(2_000))

    assert high - low == pytest.approx(2 * 1.96 * values.std() / 2_000**0.5, rel=0.1)
    assert low < values.mean() < high


def test_a_ratio_is_drawn_with_its_weights() -> None:
    weights = random(2).uniform(1, 9, size=100)

    assert interval(3 * weights, weights) == pytest.approx([3, 3])


def test_two_figures_of_the_same_seed_are_of_the_same_users() -> None:
    values, ones = random(3).normal(size=100), np.ones(100)

    assert interval(values + 5, ones) == pytest.approx(interval(values, ones) + 5)


def test_drawing_a_few_resamples_at_a_time_gives_the_same_interval(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values, ones = random(4).normal(size=100), np.ones(100)
    whole = interval(values, ones)

    monkeypatch.setattr(user_bootstrap, "_TIMES_AT_ONCE", 700)

    assert interval(values, ones) == pytest.approx(whole)


def test_many_users_are_drawn_in_cells_with_the_same_variance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = np.random.default_rng(3).exponential(1, (6_000, 1))
    alone = mean_intervals(values, np.ones_like(values), np.random.default_rng(0))
    monkeypatch.setattr(user_bootstrap, "_CELLS", 1_000)

    dealt = mean_intervals(values, np.ones_like(values), np.random.default_rng(0))

    assert dealt.tolist() != alone.tolist()
    assert np.ptp(dealt) == pytest.approx(np.ptp(alone), rel=0.15)
    assert dealt.mean() == pytest.approx(values.mean(), abs=0.01)


def test_a_film_in_several_lists_is_covered_once() -> None:
    assert covered(np.array([[1, 2], [2, -1]]), movies=8) == 2 / 8


def test_the_interval_of_coverage_lies_around_it() -> None:
    lists = random(5).integers(0, 400, size=(50, 5))

    low, high = coverage_interval(lists, 400, random())

    assert low < covered(lists, 400) < high
    assert high - low < 0.2


def test_where_all_lists_are_alike_coverage_is_certain() -> None:
    lists = np.tile([3, 1], (50, 1))

    assert coverage_interval(lists, 8, random()) == (2 / 8, 2 / 8)

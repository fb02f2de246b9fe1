"""Distributions over rating levels, against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from movierec.scoring.ordinal import (
    Distribution,
    expectation,
    level_probabilities,
    mixed_cdf,
    mixed_density,
    normal_cdf,
    spread,
    tilted,
)

STARS = np.arange(1, 6, dtype=np.float32)


def exact(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2


@pytest.mark.parametrize(
    ("x", "expected"),
    [(0, 0.5), (1, 0.8413447), (-1, 0.1586553), (1.959964, 0.975), (-3, 0.0013499)],
)
def test_the_normal_distribution_function_has_the_tables_values(x: float, expected: float) -> None:
    assert normal_cdf(np.array([float(x)]))[0] == pytest.approx(expected, abs=1e-7)


@given(st.floats(-40, 40))
def test_the_normal_distribution_function_is_exact_to_a_ten_millionth(x: float) -> None:
    assert normal_cdf(np.array([x]))[0] == pytest.approx(exact(x), abs=1e-7)


def test_the_normal_distribution_function_never_falls() -> None:
    values = normal_cdf(np.linspace(-7, 7, 100_001))

    assert (np.diff(values) >= 0).all()
    assert 0 <= values[0] < values[-1] <= 1


def test_the_normal_distribution_function_keeps_shape_and_type() -> None:
    values = normal_cdf(np.zeros((3, 4), dtype=np.float32))

    assert values.shape == (3, 4)
    assert values.dtype == np.float32


def test_large_arrays_are_computed_as_small_ones() -> None:
    x = np.random.default_rng(0).normal(size=40_000)

    np.testing.assert_array_equal(normal_cdf(x)[-9:], normal_cdf(x[-9:]))


def test_noise_of_unknown_size_is_the_mean_of_a_wider_and_a_narrower_one() -> None:
    expected = (exact(2 * math.exp(0.2)) + exact(2 * math.exp(-0.2))) / 2

    assert mixed_cdf(np.array([2.0]))[0] == pytest.approx(expected, abs=1e-7)


def test_the_density_is_the_slope_of_the_distribution_function() -> None:
    x = np.linspace(-4, 4, 81)

    slope = (mixed_cdf(x + 0.01) - mixed_cdf(x - 0.01)) / 0.02

    np.testing.assert_allclose(mixed_density(x), slope, atol=1e-4)


def test_level_probabilities_are_differences_of_the_distribution_function() -> None:
    cutpoints = np.array([1.5, 2.5, 3.5, 4.5])

    (found,) = level_probabilities(np.array([3.0]), cutpoints, np.array([0.5]))

    # Cutpoints 1 and 3 standard deviations away on either side.
    tail, next_one = exact(-3), exact(-1) - exact(-3)
    middle = exact(1) - exact(-1)
    assert found == pytest.approx([tail, next_one, middle, next_one, tail], abs=1e-6)
    assert found.dtype == np.float32


@given(
    st.lists(st.floats(-10, 10), min_size=1, max_size=20),
    st.lists(st.floats(-5, 5), min_size=1, max_size=9),
    st.floats(0.01, 10),
)
def test_level_probabilities_sum_to_one_and_are_never_negative(
    means: list[float], cutpoints: list[float], noise: float
) -> None:
    latent = np.array(means)

    found = level_probabilities(latent, np.sort(cutpoints), np.full_like(latent, noise))

    assert found.shape == (len(means), len(cutpoints) + 1)
    assert (found >= 0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-6)


def test_a_higher_latent_mean_makes_high_levels_likelier() -> None:
    latent = np.linspace(0, 6, 50)

    found = level_probabilities(latent, np.array([1.5, 2.5, 3.5, 4.5]), np.ones(50))

    at_least = found[:, ::-1].cumsum(axis=1)[:, :-1]
    assert (np.diff(at_least, axis=0) > 0).all()


def test_moments_are_those_of_the_levels() -> None:
    chances = np.array([[0, 0, 0.5, 0, 0.5], [0, 0, 0, 1, 0]], dtype=np.float32)

    assert expectation(chances, STARS).tolist() == [4, 4]
    assert spread(chances, STARS).tolist() == [1, 0]


def test_an_interval_reaches_as_far_as_the_multiplier_says_but_not_beyond_the_scale() -> None:
    chances = np.tile(np.array([0, 0, 0.5, 0, 0.5], dtype=np.float32), (3, 1))

    found = Distribution.around(np.array([3.5, 4.5, 7], dtype=np.float32), chances, STARS, 1.25)

    assert found.low.tolist() == [2.25, 3.25, 3.75]
    assert found.high.tolist() == [4.75, 5, 5]
    assert found.mean.tolist() == [3.5, 4.5, 7]


@pytest.mark.parametrize(
    ("stars", "expected"), [(0.5, 1), (3.5, 0.75), (4, 0.5), (4.5, 0.25), (5.5, 0)]
)
def test_chances_of_so_many_stars_or_more_add_up(stars: float, expected: float) -> None:
    levels = np.array([3, 3.5, 4, 4.5], dtype=np.float32)
    chances = np.full((1, 4), 0.25, dtype=np.float32)

    found = Distribution.around(np.array([4], dtype=np.float32), chances, levels, 1)

    assert found.at_least(stars).tolist() == [expected]


def test_no_rows_have_empty_distributions() -> None:
    nothing = np.empty(0, dtype=np.float32)
    chances = level_probabilities(nothing, np.array([1.5, 2.5, 3.5, 4.5]), nothing)

    found = Distribution.around(nothing, chances, STARS, 1.28)

    assert found.probabilities.shape == (0, 5)
    assert len(found.at_least(4)) == 0


class TestTilted:
    LEVELS = np.array([1, 2, 3, 4, 5], dtype=np.float32)
    EVEN = np.full((1, 5), 0.2, dtype=np.float32)

    def test_has_the_mean_that_is_wanted(self) -> None:
        wanted = np.array([1.4, 2.2, 3.0, 4.6], dtype=np.float32)

        found = tilted(np.repeat(self.EVEN, 4, axis=0), self.LEVELS, wanted)

        np.testing.assert_allclose(expectation(found, self.LEVELS), wanted, atol=1e-3)
        np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-6)

    def test_leaves_a_distribution_that_has_it_alone(self) -> None:
        found = tilted(self.EVEN, self.LEVELS, np.array([3.0], dtype=np.float32))

        np.testing.assert_allclose(found, self.EVEN, atol=1e-6)

    def test_multiplies_each_level_by_the_same_power(self) -> None:
        start = np.array([[0.1, 0.2, 0.3, 0.3, 0.1]], dtype=np.float32)

        found = tilted(start, self.LEVELS, np.array([3.6], dtype=np.float32))

        steps = np.diff(np.log(found[0] / start[0]))
        np.testing.assert_allclose(steps, steps[0], rtol=1e-4)

    def test_a_mean_at_the_end_of_the_scale_is_nearly_reached(self) -> None:
        found = tilted(self.EVEN, self.LEVELS, np.array([5.0], dtype=np.float32))

        assert np.isfinite(found).all()
        assert expectation(found, self.LEVELS)[0] == pytest.approx(4.8, abs=0.02)

"""Made-up ratings whose cutpoints and noise are known."""

from __future__ import annotations

import numpy as np
import pytest

from movierec.evaluation.ordinal_fit import OrdinalFit, fit_ordinal
from movierec.scoring.ordinal import level_probabilities, mixed_cdf

CUTPOINTS = np.array([1.7, 2.4, 3.3, 4.6])
WEIGHTS = np.array([-0.2, 0.8])
START = OrdinalFit(np.array([1.5, 2.5, 3.5, 4.5]), np.zeros(2))


def made_up(rows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return predictions, features and the levels drawn."""
    random = np.random.default_rng(seed)
    stars = random.uniform(1, 5, rows)
    features = np.stack([np.ones(rows), random.normal(0, 0.4, rows)], axis=1)
    factor = np.exp(np.where(random.random(rows) < 0.5, 0.2, -0.2))  # as in `mixed_cdf`
    opinion = stars + np.exp(features @ WEIGHTS) * factor * random.normal(size=rows)
    return stars, features, np.searchsorted(CUTPOINTS, opinion)


def mean_loss(fit: OrdinalFit, rows: int = 20_000) -> float:
    stars, features, level = made_up(rows, seed=1)
    chances = level_probabilities(stars, fit.cutpoints, np.exp(features @ fit.weights), mixed_cdf)
    return float(-np.log(chances[np.arange(rows), level]).mean())


def test_known_cutpoints_and_noise_are_found() -> None:
    fit = fit_ordinal(*made_up(40_000), START, prior_sd=0.5)

    assert fit.cutpoints == pytest.approx(CUTPOINTS, abs=0.03)
    assert fit.weights == pytest.approx(WEIGHTS, abs=0.03)


def test_no_rows_leave_the_start_as_it_is() -> None:
    fit = fit_ordinal(*made_up(0), START, prior_sd=0.5)

    np.testing.assert_allclose(fit.cutpoints, START.cutpoints)
    np.testing.assert_allclose(fit.weights, START.weights)


@pytest.mark.parametrize("rows", [1, 2, 30])
def test_few_rows_give_a_finite_fit_with_ordered_cutpoints(rows: int) -> None:
    fit = fit_ordinal(*made_up(rows), START, prior_sd=0.1)

    assert (np.diff(fit.cutpoints) > 0).all()
    assert np.isfinite(fit.weights).all()
    assert mean_loss(fit) < mean_loss(START) + 0.05


def test_a_level_that_nobody_gave_keeps_its_place() -> None:
    stars, features, level = made_up(5_000)

    fit = fit_ordinal(stars, features, np.where(level == 2, 3, level), START, prior_sd=0.5)

    assert (np.diff(fit.cutpoints) > 0).all()
    assert np.isfinite(mean_loss(fit))


def test_ratings_without_any_noise_do_not_break_the_fit() -> None:
    stars = np.repeat([1.0, 5.0], 200)
    level = np.repeat([0, 4], 200)

    fit = fit_ordinal(stars, np.ones((400, 2)), level, START, prior_sd=0.5)

    assert np.isfinite(fit.cutpoints).all()
    assert fit.weights[0] < START.weights[0]


def test_a_start_far_off_is_left_behind() -> None:
    far = OrdinalFit(np.array([-3.0, -2.0, 7.0, 9.0]), np.array([-2.0, -1.0]))

    fit = fit_ordinal(*made_up(5_000), far, prior_sd=50)

    assert fit.cutpoints == pytest.approx(CUTPOINTS, abs=0.1)


def test_half_stars_are_fitted_too() -> None:
    random = np.random.default_rng(3)
    levels = np.arange(0.5, 5.5, 0.5)
    middles = (levels[1:] + levels[:-1]) / 2
    stars = random.uniform(1, 5, 5_000)
    level = np.searchsorted(middles, stars + 0.7 * random.normal(size=5_000))

    fit = fit_ordinal(
        stars, np.ones((5_000, 1)), level, OrdinalFit(middles, np.zeros(1)), prior_sd=0.5
    )

    assert fit.cutpoints == pytest.approx(middles, abs=0.1)
    assert np.exp(fit.weights[0]) == pytest.approx(0.7, abs=0.03)

"""R-hat and effective sample size of chains whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from movierec.training.bayes.convergence import (
    convergence,
    effective_sizes,
    r_hat,
    split_chains,
)

CHAINS, DRAWS, QUANTITIES = 4, 500, 20


def independent() -> np.ndarray:
    return np.random.default_rng(6).normal(size=(CHAINS, DRAWS, QUANTITIES))


def autoregressive(rho: float) -> np.ndarray:
    steps = np.random.default_rng(7).normal(size=(CHAINS, 4 * DRAWS, QUANTITIES))
    found = np.empty_like(steps)
    found[:, 0] = steps[:, 0]
    for draw in range(1, steps.shape[1]):
        found[:, draw] = rho * found[:, draw - 1] + (1 - rho**2) ** 0.5 * steps[:, draw]
    return found


def test_r_hat_of_independent_draws_is_1() -> None:
    np.testing.assert_allclose(r_hat(split_chains(independent())), 1, atol=0.02)


def test_r_hat_of_a_chain_elsewhere_is_large() -> None:
    traces = independent()
    traces[0] += 3

    assert (r_hat(traces) > 1.5).all()


def test_r_hat_is_the_root_of_pooled_over_within() -> None:
    traces = np.array([[1.0, 3.0], [5.0, 7.0]])[:, :, None]
    within, between = 2.0, 8.0

    assert r_hat(traces) == pytest.approx(((within / 2 + between) / within) ** 0.5)


def test_a_drift_that_all_chains_share_is_noticed_by_halves() -> None:
    traces = independent() + np.linspace(0, 4, DRAWS)[:, None]

    assert (r_hat(traces) < 1.05).all()
    assert (r_hat(split_chains(traces)) > 1.2).all()


def test_an_odd_number_of_draws_is_split_into_equal_halves() -> None:
    traces = np.arange(7.0).reshape(1, 7, 1)

    assert split_chains(traces)[:, :, 0].tolist() == [[0, 1, 2], [4, 5, 6]]


def test_independent_draws_are_worth_their_number() -> None:
    sizes = effective_sizes(independent())

    assert np.mean(sizes) == pytest.approx(CHAINS * DRAWS, rel=0.1)


@pytest.mark.parametrize("rho", [0.5, 0.9])
def test_draws_that_lean_on_the_last_one_are_worth_fewer(rho: float) -> None:
    traces = autoregressive(rho)

    sizes = effective_sizes(traces)

    expected = CHAINS * traces.shape[1] * (1 - rho) / (1 + rho)
    assert np.mean(sizes) == pytest.approx(expected, rel=0.15)


def test_draws_that_shy_away_from_the_last_one_are_worth_more() -> None:
    assert np.mean(effective_sizes(autoregressive(-0.5))) > 2 * CHAINS * 4 * DRAWS


def test_too_few_draws_tell_nothing() -> None:
    assert convergence([[np.zeros(3)] * 7] * 2) is None
    assert convergence([[], []]) is None


def test_a_summary_counts_chains_draws_and_quantities() -> None:
    found = convergence([list(chain) for chain in independent()])

    assert found is not None
    assert (found.chains, found.draws, found.quantities) == (CHAINS, DRAWS, QUANTITIES)
    assert 0.99 < found.r_hat_median <= found.r_hat_95 < 1.02
    assert found.ess_05 <= found.ess_median

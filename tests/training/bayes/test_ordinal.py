"""The walks of the cutpoints and of the common scale keep the posterior as it is."""

from __future__ import annotations

import copy
import math

import numpy as np
import pytest
import torch
from bayes_makers import design_of, simulated
from torch import Tensor

from movierec.training.bayes import ordinal
from movierec.training.bayes.chain import Chain, SideState, new_chain
from movierec.training.bayes.design import Design
from movierec.training.bayes.draws import log_chance
from movierec.training.bayes.effects import Effect, time_effects
from movierec.training.bayes.ordinal import draw_cutpoints, draw_scale
from movierec.training.bayes.priors import EFFECT_RATE, EFFECT_SHAPE, PRIOR_RATE, PRIOR_SHAPE
from movierec.training.bayes.sweep import _expected, _summed, interactions, sweep


@pytest.fixture(scope="module")
def design() -> Design:
    return design_of(simulated(timed=True).data)


@pytest.fixture(scope="module")
def effects(design: Design) -> tuple[Effect, ...]:
    return time_effects(design.user.of.numpy(), design.timestamp)


@pytest.fixture
def chain(design: Design, effects: tuple[Effect, ...]) -> Chain:
    rng = np.random.default_rng(11)
    found = new_chain(design, effects, 2, rng)
    for _ in range(3):
        sweep(found, design, effects, rng, adapt=True)
    return found


def normal(values: Tensor, mean: Tensor, precision: Tensor) -> float:
    values, mean, precision = values.double(), mean.double(), precision.double()
    density = precision.log() / 2 - precision * (values - mean) ** 2 / 2
    return float(density.expand(values.shape).sum())


def gamma(values: Tensor, shape: float, rate: float) -> float:
    values = values.double()
    return float(((shape - 1) * values.log() - rate * values).sum())


def side_density(state: SideState) -> float:
    found = normal(state.vectors, state.prior_mean, state.precision)
    found += gamma(state.precision, PRIOR_SHAPE, PRIOR_RATE)
    for link, precision in zip(state.link, state.link_precisions, strict=True):
        found += normal(link, torch.zeros(()), precision)
        found += gamma(precision, PRIOR_SHAPE, PRIOR_RATE)
    return found


def prior_density(chain: Chain) -> float:
    """Return the logarithm of all priors' density, but for constants; cutpoints and mean: flat."""
    found = side_density(chain.user) + side_density(chain.movie)
    for values, precision in zip(chain.effects, chain.effect_precisions, strict=True):
        found += normal(values, torch.zeros(()), precision)
        found += gamma(precision, EFFECT_SHAPE, EFFECT_RATE)
    return found


def log_volume(chain: Chain, log_factor: float) -> float:
    """Return the logarithm of how much stretching changes a volume of all that is stretched."""
    user, movie = chain.user, chain.movie
    # Of the cutpoints and the mean, one is free: all moved together, they are the same model.
    grown = len(chain.cutpoints) + sum(len(values) for values in chain.effects)
    grown += user.vectors.numel() + sum(link.numel() for link in user.link)
    grown += len(movie.vectors) + sum(len(link) for link in movie.link)
    shrunken = len(chain.effects) + user.precision.numel()
    shrunken += sum(precision.numel() for precision in user.link_precisions)
    shrunken += 1 + len(movie.link_precisions)
    return log_factor * (grown - 2 * shrunken)


@pytest.mark.parametrize("log_factor", [0.3, -0.1])
def test_the_scale_s_ratio_is_that_of_all_priors_times_the_change_of_volume(
    chain: Chain, log_factor: float
) -> None:
    found = ordinal._log_prior_ratio(chain, log_factor)
    before = prior_density(chain)
    expected = log_volume(chain, log_factor) - before

    ordinal._stretch(chain, math.exp(log_factor))

    # The densities are sums of thousands of float32 numbers.
    assert found == pytest.approx(prior_density(chain) + expected, abs=1e-2)


def test_stretching_multiplies_every_latent_mean_and_cutpoint(
    chain: Chain, design: Design, effects: tuple[Effect, ...]
) -> None:
    before, cutpoints = latent(chain, design, effects), chain.cutpoints

    ordinal._stretch(chain, 1.25)

    torch.testing.assert_close(latent(chain, design, effects), before * 1.25, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(chain.cutpoints, cutpoints * 1.25)


def test_a_stretched_link_still_gives_the_stretched_prior_mean(
    chain: Chain, design: Design
) -> None:
    ordinal._stretch(chain, 1.25)

    for state, side in ((chain.user, design.user), (chain.movie, design.movie)):
        for basis, link, mean in zip(side.bases, state.link, state.means, strict=True):
            torch.testing.assert_close(
                basis.left @ (basis.scale[:, None] * link), mean, atol=1e-4, rtol=1e-4
            )


def latent(chain: Chain, design: Design, effects: tuple[Effect, ...]) -> Tensor:
    timed = _summed(chain, effects, len(design))
    return _expected(chain, design) + timed + interactions(chain, design)


def test_the_factor_returned_is_how_far_the_chain_was_stretched(
    chain: Chain, design: Design, effects: tuple[Effect, ...]
) -> None:
    before = copy.deepcopy(chain)
    expected = latent(chain, design, effects)

    chain.scale_step = 1e-4  # nearly every proposal is accepted
    factor = draw_scale(
        chain,
        design.level,
        expected,
        torch.ones(len(design)),
        np.random.default_rng(1),
        adapt=False,
    )

    assert factor != 1
    torch.testing.assert_close(chain.cutpoints, before.cutpoints * factor)
    torch.testing.assert_close(chain.user.vectors, before.user.vectors * factor)


def test_a_second_proposal_stretches_what_the_first_has_stretched(
    chain: Chain, design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def spied(low: Tensor, high: Tensor, mean: Tensor, sd: Tensor) -> Tensor:
        seen.append(float(sd[0]))
        return log_chance(low, high, mean, sd)

    monkeypatch.setattr(ordinal, "log_chance", spied)
    monkeypatch.setattr(ordinal, "_log_prior_ratio", lambda *_: 1e9)  # both are accepted
    sd = torch.full((len(design),), 0.7)
    factor = draw_scale(chain, design.level, sd * 0, sd, np.random.default_rng(1), adapt=False)

    assert len(seen) == 3
    assert seen[-1] == pytest.approx(0.7 / factor)
    assert seen[1] != pytest.approx(seen[2])


def test_a_scale_that_the_ratings_contradict_is_refused(chain: Chain, design: Design) -> None:
    edges = ordinal.edges_of(chain.cutpoints)
    low, high = edges[design.level], edges[design.level + 1]
    middle = (low.clamp(min=-3) + high.clamp(max=3)) / 2

    chain.scale_step = 50.0
    sd = torch.full_like(low, 0.2)
    factor = draw_scale(chain, design.level, middle, sd, np.random.default_rng(2), adapt=False)

    assert factor == 1


def test_cutpoints_walk_over_their_posterior(chain: Chain) -> None:
    """Two cutpoints and forty rows of standard normals: the posterior is summed over a grid."""
    level = torch.arange(3).repeat_interleave(torch.tensor([8, 20, 12]))
    expected, sd = torch.zeros(40), torch.ones(40)
    grid = torch.linspace(-3, 3, 121)
    low, high = torch.meshgrid(grid, grid, indexing="ij")
    nought, one = torch.zeros(()), torch.ones(())
    density = 8 * log_chance(torch.full_like(low, -1e4), low, nought, one)
    density += 20 * log_chance(low, high, nought, one)
    density += 12 * log_chance(high, torch.full_like(high, 1e4), nought, one)
    weight = torch.where(high > low, density, -math.inf).flatten().softmax(0).view_as(low)
    true = [float((weight * values).sum()) for values in (low, high)]

    chain.cutpoints, chain.step = torch.tensor([-1.0, 1.0]), 0.3
    rng = np.random.default_rng(3)
    walked = []
    for _ in range(3_000):
        draw_cutpoints(chain, level, expected, sd, rng, adapt=False)
        walked.append(chain.cutpoints)

    found = torch.stack(walked)[100:]
    assert found.mean(0).tolist() == pytest.approx(true, abs=0.04)
    deviation = float((weight * (low - true[0]) ** 2).sum()) ** 0.5
    assert float(found[:, 0].std()) == pytest.approx(deviation, rel=0.12)


def test_cutpoints_stay_in_order(chain: Chain, design: Design) -> None:
    chain.step = 2.0
    rng = np.random.default_rng(4)
    expected, sd = torch.zeros(len(design)), torch.ones(len(design))

    for _ in range(20):
        draw_cutpoints(chain, design.level, expected, sd, rng, adapt=False)

    assert (torch.diff(chain.cutpoints) > 0).all()


def test_in_the_warm_up_a_step_too_long_gets_shorter(chain: Chain, design: Design) -> None:
    chain.step = 50.0
    draw_cutpoints(
        chain,
        design.level,
        torch.zeros(len(design)),
        torch.ones(len(design)),
        np.random.default_rng(5),
        adapt=True,
    )

    assert chain.step < 50

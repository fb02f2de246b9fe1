"""What is kept of a chain: how much of it, and that it comes back as it was."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from bayes_makers import MOVIES, USERS, design_of, simulated

from movierec.training.bayes import posterior
from movierec.training.bayes.chain import Chain, chain_to_arrays, new_chain, restore_chain
from movierec.training.bayes.design import Design
from movierec.training.bayes.effects import Effect, time_effects
from movierec.training.bayes.posterior import (
    PROBES,
    Posterior,
    expected_stars,
    probe_pairs,
    thinning,
)
from movierec.training.bayes.sweep import sweep


@pytest.fixture(scope="module")
def design() -> Design:
    return design_of(simulated(timed=True).data)


@pytest.fixture(scope="module")
def effects(design: Design) -> tuple[Effect, ...]:
    return time_effects(design.user.of.numpy(), design.timestamp)


def kept(design: Design, effects: tuple[Effect, ...], sweeps: int) -> tuple[Posterior, Chain]:
    rng = np.random.default_rng(12)
    chain, found = new_chain(design, effects, 2, rng), Posterior()
    probes = probe_pairs(design, rng)
    for _ in range(sweeps):
        sweep(chain, design, effects, rng, adapt=False)
        found.add(chain, probes, design.levels)
        found.keep(chain, design, rng, fold=len(found.draws) % 4 == 0)
    return found, chain


def sized(users: int, movies: int) -> Design:
    return SimpleNamespace(user=SimpleNamespace(size=users), movie=SimpleNamespace(size=movies))


def test_few_sweeps_are_all_kept() -> None:
    assert thinning(sized(100, 100), 16, 4, 10) == 1


@pytest.mark.parametrize("users", [943, 6_040, 200_000])
def test_a_model_has_neither_too_many_draws_nor_too_many_numbers(users: int) -> None:
    chains, sweeps = 4, 480
    apart = thinning(sized(users, 20_000), 16, chains, sweeps)

    draws = chains * sweeps / apart
    assert draws <= posterior._MOST_DRAWS
    numbers = draws * (users + 20_000) * 18
    assert numbers <= posterior._MOST_NUMBERS or draws <= posterior._LEAST_DRAWS


def test_a_large_set_still_leaves_every_chain_a_draw() -> None:
    assert thinning(sized(10**7, 10**5), 16, 4, 480) <= 480


def test_a_posterior_comes_back_from_its_arrays(
    design: Design, effects: tuple[Effect, ...]
) -> None:
    before, _ = kept(design, effects, 6)

    after = Posterior.from_arrays(before.to_arrays())

    assert after.fold_places == before.fold_places == [0, 4]
    assert (len(after.draws), len(after.folds), len(after.traces)) == (6, 2, 6)
    for old, new in ((before.draws, after.draws), (before.folds, after.folds)):
        for one, other in zip(old, new, strict=True):
            assert one.keys() == other.keys()
            assert all(np.array_equal(one[name], other[name]) for name in one)
    for old, new in ((before.effects, after.effects), (before.traces, after.traces)):
        assert all(np.array_equal(one, other) for one, other in zip(old, new, strict=True))


def test_what_is_kept_later_goes_to_the_end(design: Design) -> None:
    whole, later = kept(design, (), 3)[0], kept(design, (), 2)[0]
    draws, traces = [*whole.draws, *later.draws], [*whole.traces, *later.traces]

    whole.extend(later)

    assert all(one is other for one, other in zip(whole.draws, draws, strict=True))
    assert all(one is other for one, other in zip(whole.traces, traces, strict=True))
    assert whole.fold_places == [0, 3]
    assert len(whole.folds) == 2


def test_moments_of_effects_are_sums_over_the_sweeps(
    design: Design, effects: tuple[Effect, ...]
) -> None:
    once, chain = kept(design, effects, 1)
    span = chain.cutpoints[-1] - chain.cutpoints[0]

    shown = (chain.effects[0] / span).numpy()
    prior = 1 / float(chain.effect_precisions[0] * span**2)
    np.testing.assert_allclose(once.effects[0], [*shown, *shown**2, prior], rtol=1e-5)
    doubled = [2 * sums for sums in once.effects]
    once.extend(kept(design, effects, 1)[0])
    assert all(np.array_equal(one, two) for one, two in zip(once.effects, doubled, strict=True))


def test_a_draw_does_not_change_when_the_chain_goes_on(design: Design) -> None:
    found, chain = kept(design, (), 1)
    before = {name: array.copy() for name, array in found.draws[0].items()}
    fold = {name: array.copy() for name, array in found.folds[0].items()}

    rng = np.random.default_rng(13)
    for _ in range(3):
        sweep(chain, design, (), rng, adapt=False)

    assert all(np.array_equal(before[name], found.draws[0][name]) for name in before)
    assert all(np.array_equal(fold[name], found.folds[0][name]) for name in fold)


def test_unknown_ones_are_the_last_row_and_differ_from_draw_to_draw(design: Design) -> None:
    found, _ = kept(design, (), 2)
    first, second = found.draws

    assert first["user"].shape == (USERS + 1, 3)
    assert first["movie"].shape == (MOVIES + 1, 3)
    assert not np.array_equal(first["user"][-1], second["user"][-1])


def test_probes_are_of_users_and_films_with_training_rows() -> None:
    data = simulated().data
    train = data.split.train
    few = train[(data.ratings.user[train] < 5) & (data.ratings.movie[train] < 7)]
    design = design_of(replace(data, split=replace(data.split, train=few)))

    user, movie = probe_pairs(design, np.random.default_rng(0))

    assert len(user) == len(movie) == PROBES
    assert int(user.max()) < 5
    assert int(movie.max()) < 7


def test_expected_stars_are_the_levels_weighted_by_their_chances(design: Design) -> None:
    _, chain = kept(design, (), 1)
    user, movie = torch.tensor([3]), torch.tensor([5])
    left, right = chain.user.vectors[3].double(), chain.movie.vectors[5].double()
    latent = float(chain.mean + left[0] + right[0] + left[1:] @ right[1:])
    sd = float(chain.user.noise_precision[3] * chain.movie.noise_precision[5]) ** -0.5
    normal = torch.distributions.Normal(latent, sd)
    below = [0.0, *normal.cdf(chain.cutpoints.double()).tolist(), 1.0]

    found = expected_stars(chain, user, movie, design.levels)

    expected = sum(star * chance for star, chance in enumerate(np.diff(below), start=1))
    assert float(found) == pytest.approx(expected, abs=1e-5)


def test_a_chain_comes_back_from_its_arrays(design: Design, effects: tuple[Effect, ...]) -> None:
    _, chain = kept(design, effects, 3)
    arrays = {name: array.clone() for name, array in chain_to_arrays(chain).items()}
    other = new_chain(design, effects, 2, np.random.default_rng(0))

    restore_chain(other, arrays)

    for going_on in (chain, other):
        sweep(going_on, design, effects, np.random.default_rng(1), adapt=True)
    expected = chain_to_arrays(chain)
    assert all(torch.equal(array, expected[name]) for name, array in chain_to_arrays(other).items())


def test_a_chain_of_another_rank_is_refused(design: Design) -> None:
    arrays = chain_to_arrays(new_chain(design, (), 3, np.random.default_rng(0)))

    with pytest.raises(ValueError, match=r"user\.vectors"):
        restore_chain(new_chain(design, (), 2, np.random.default_rng(0)), arrays)

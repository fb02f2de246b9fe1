"""The blocks of a sweep, each held to a plain loop, and a whole chain to a truth that is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from bayes_makers import CUTPOINTS, MOVIES, USERS, Simulated, design_of, simulated
from torch import Tensor

from movierec.training.bayes import draws, ordinal, sweep
from movierec.training.bayes.chain import Chain, SideState, chain_to_arrays, new_chain
from movierec.training.bayes.design import Design
from movierec.training.bayes.effects import Effect, time_effects

RANK = 2


def somewhere(design: Design, effects: tuple[Effect, ...] = ()) -> Chain:
    """Return a chain whose numbers all differ."""
    rng = np.random.default_rng(8)
    chain = new_chain(design, effects, RANK, rng)
    for _ in range(3):
        sweep.sweep(chain, design, effects, rng, adapt=True)
    return chain


def nothing(shape: tuple[int, ...], _: np.random.Generator) -> Tensor:
    return torch.zeros(tuple(shape))


def mean_of(shape: Tensor | float, rate: Tensor, _: np.random.Generator) -> Tensor:
    return shape / rate


@pytest.fixture(scope="module")
def truth() -> Simulated:
    return simulated(timed=True)


@pytest.fixture(scope="module")
def design(truth: Simulated) -> Design:
    return design_of(truth.data)


def test_rows_are_sorted_by_user_and_time_and_keep_their_ratings(
    truth: Simulated, design: Design
) -> None:
    train = truth.data.train
    order = np.lexsort((train.movie, train.timestamp, train.user))

    assert design.user.of.tolist() == train.user[order].tolist()
    assert design.movie.of.tolist() == train.movie[order].tolist()
    assert design.levels[design.level].tolist() == train.rating[order].tolist()
    assert design.timestamp.tolist() == train.timestamp[order].tolist()


@pytest.mark.parametrize("which", ["user", "movie"])
def test_entries_of_a_pattern_name_their_training_rows(design: Design, which: str) -> None:
    side, other = (design.user, design.movie)[:: 1 if which == "user" else -1]
    (strip,) = side.pattern.strips(0, side.size)
    rows = torch.repeat_interleave(torch.arange(side.size), torch.diff(strip.starts))

    assert side.of[side.order].tolist() == rows.tolist()
    assert other.of[side.order].tolist() == strip.columns.tolist()
    assert side.counts.tolist() == torch.diff(strip.starts).tolist()


@pytest.mark.parametrize("which", ["user", "movie"])
def test_vectors_without_noise_are_what_a_loop_over_rows_finds(
    design: Design, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = somewhere(design)
    state, other = (chain.user, chain.movie)[:: 1 if which == "user" else -1]
    side, other_side = (design.user, design.movie)[:: 1 if which == "user" else -1]
    target = torch.from_numpy(np.random.default_rng(9).normal(size=len(design)).astype("f4"))
    weight = state.noise_precision[side.of] * other.noise_precision[other_side.of]
    expected = looped(state, other, side.of, other_side.of, target, weight)

    monkeypatch.setattr(draws, "normals", nothing)
    sweep._draw_vectors(state, other, side, target * weight, np.random.default_rng(0))

    torch.testing.assert_close(state.vectors, expected, atol=1e-3, rtol=1e-3)


def looped(
    state: SideState, other: SideState, of: Tensor, of_other: Tensor, target: Tensor, weight: Tensor
) -> Tensor:
    found = torch.empty_like(state.vectors)
    for place in range(len(found)):
        precision = torch.diag(state.precision).double()
        wanted = (state.precision * state.prior_mean[place]).double()
        for row in torch.nonzero(of == place).ravel().tolist():
            inputs = other.vectors[of_other[row]].double().clone()
            inputs[0] = 1
            precision += weight[row] * torch.outer(inputs, inputs)
            wanted += weight[row] * target[row] * inputs
        found[place] = torch.linalg.solve(precision, wanted).float()
    return found


def test_links_without_noise_are_the_ridge_regression_on_the_features(
    design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = somewhere(design).movie
    bases = design.movie.bases[:1]
    features = (bases[0].left * bases[0].scale).double()
    target = (state.vectors - state.means[1]).double()
    expected = [
        torch.linalg.solve(
            state.precision[column] * features.T @ features
            + state.link_precisions[0][column] * torch.eye(features.shape[1]),
            state.precision[column] * features.T @ target[:, column],
        )
        for column in range(RANK + 1)
    ]

    monkeypatch.setattr(sweep, "normals", nothing)
    sweep._draw_links(state, bases, np.random.default_rng(0))

    torch.testing.assert_close(
        state.link[0], torch.stack(expected, 1).float(), atol=1e-3, rtol=1e-3
    )
    torch.testing.assert_close(state.means[0], (features.float() @ state.link[0]))


def test_noise_is_each_user_s_own_mean_square_with_four_rows_of_the_prior(
    design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = somewhere(design)
    squares = torch.rand(len(design), generator=torch.Generator().manual_seed(1))
    weighted = (squares * chain.movie.noise_precision[design.movie.of]).numpy()

    monkeypatch.setattr(sweep, "precisions", mean_of)
    sweep._draw_noise(
        chain.user, chain.movie, design.user, design.movie, squares, 4.0, np.random.default_rng(0)
    )

    of = design.user.of.numpy()
    counts, sums = np.bincount(of), np.bincount(of, weighted)
    np.testing.assert_allclose(
        chain.user.noise_precision, (4 + counts / 2) / (4 + sums / 2), rtol=1e-5
    )


def test_effects_without_noise_are_shrunken_means_and_their_sum_follows(
    design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    effects = time_effects(design.user.of.numpy(), design.timestamp)
    chain = somewhere(design, effects)
    target = torch.linspace(-1, 1, len(design))
    weight = torch.linspace(0.5, 2, len(design))
    timed = sweep._summed(chain, effects, len(design))
    others = timed - chain.effects[0][effects[0].of]
    prior = float(chain.effect_precisions[0])

    monkeypatch.setattr(sweep, "normals", nothing)
    sweep._draw_effects(chain, effects, target, timed, weight, np.random.default_rng(0))

    of = effects[0].of.numpy()
    sums = np.bincount(of, (weight * (target - others)).numpy())
    expected = sums / (np.bincount(of, weight.numpy()) + prior)
    np.testing.assert_allclose(chain.effects[0], expected, rtol=1e-3, atol=1e-5)
    torch.testing.assert_close(
        timed, sweep._summed(chain, effects, len(design)), atol=1e-5, rtol=1e-5
    )


def test_every_block_is_drawn_given_the_others_as_they_are(
    design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a sweep carries from block to block is what the chain says at that moment."""
    effects = time_effects(design.user.of.numpy(), design.timestamp)
    chain = somewhere(design, effects)
    chain.scale_step = 0.1
    seen: dict[str, Tensor] = {}

    def timed() -> Tensor:
        return sweep._summed(chain, effects, len(design))

    def whole() -> Tensor:
        return sweep._expected(chain, design) + timed() + sweep.interactions(chain, design)

    def scale(*arguments: Any, **options: Any) -> float:
        monkeypatch.setattr(ordinal, "_log_prior_ratio", lambda *_: 1e9)  # accepted
        seen["factor"] = torch.tensor(ordinal.draw_scale(*arguments, **options))
        return float(seen["factor"])

    def latent(low: Tensor, high: Tensor, expected: Tensor, sd: Tensor, rng: Any) -> Tensor:
        edges = ordinal.edges_of(chain.cutpoints).clamp(-99, 99)
        assert_near(low.clamp(-99, 99), edges[design.level])
        assert_near(high.clamp(-99, 99), edges[design.level + 1])
        assert_near(expected, whole())
        seen["latent"] = draws.truncated(low, high, expected, sd, rng)
        return seen["latent"]

    def effect(_: Chain, __: object, target: Tensor, total: Tensor, *rest: Any) -> None:
        assert_near(total, timed())
        assert_near(target, seen["latent"] - whole() + timed())
        draw_effects(chain, effects, target, total, *rest)

    def mean(_: Chain, target: Tensor, *rest: Any) -> None:
        assert_near(target, seen["latent"] - whole() + chain.mean)
        draw_mean(chain, target, *rest)

    def vectors(
        state: SideState, other: SideState, side: Any, weighted: Tensor, *rest: Any
    ) -> None:
        other_side = design.movie if side is design.user else design.user
        weight = state.noise_precision[side.of] * other.noise_precision[other_side.of]
        own = sweep.interactions(chain, design) + state.vectors[side.of, 0]
        assert_near(weighted, weight * (seen["latent"] - whole() + own))
        draw_vectors(state, other, side, weighted, *rest)

    def noise(*arguments: Any) -> None:
        assert_near(arguments[4], (seen["latent"] - whole()) ** 2)

    draw_effects, draw_mean = sweep._draw_effects, sweep._draw_mean
    draw_vectors = sweep._draw_vectors
    for name, block in {
        "draw_scale": scale, "truncated": latent, "_draw_effects": effect, "_draw_mean": mean,
        "_draw_vectors": vectors, "_draw_noise": noise,
    }.items():  # fmt: skip
        monkeypatch.setattr(sweep, name, block)
    sweep.sweep(chain, design, effects, np.random.default_rng(10), adapt=False)

    assert abs(float(seen["factor"]) - 1) > 0.01


def assert_near(found: Tensor, expected: Tensor) -> None:
    torch.testing.assert_close(found, expected, atol=2e-3, rtol=1e-4)


def test_precisions_follow_from_how_far_vectors_are_from_their_means_and_links_from_0(
    design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = somewhere(design)

    monkeypatch.setattr(sweep, "precisions", mean_of)
    sweep.sweep(chain, design, (), np.random.default_rng(10), adapt=False)

    for state in (chain.user, chain.movie):
        away = (state.vectors - state.prior_mean).square().sum(0)
        assert_near(state.precision, (1 + len(state.vectors) / 2) / (1 + away / 2))
        for link, precision in zip(state.link, state.link_precisions, strict=True):
            assert_near(precision, (1 + len(link) / 2) / (1 + link.square().sum(0) / 2))


@pytest.mark.parametrize(("numbers", "rows"), [(1, 1 << 16), (16_000_000, 7), (70, 100)])
def test_blocks_change_nothing_but_rounding(
    design: Design, numbers: int, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, blocked = somewhere(design), somewhere(design)
    sweep.sweep(whole, design, (), np.random.default_rng(10), adapt=False)

    monkeypatch.setattr(sweep, "BLOCK_NUMBERS", numbers)
    monkeypatch.setattr(draws, "BLOCK_ROWS", rows)
    monkeypatch.setattr(sweep, "_GATHERED", rows)
    sweep.sweep(blocked, design, (), np.random.default_rng(10), adapt=False)

    expected = chain_to_arrays(whole)
    for name, array in chain_to_arrays(blocked).items():
        torch.testing.assert_close(array, expected[name], atol=1e-3, rtol=1e-3)


def test_outside_the_warm_up_the_walks_keep_their_steps(design: Design) -> None:
    chain = somewhere(design)
    before = chain.step, chain.scale_step

    sweep.sweep(chain, design, (), np.random.default_rng(0), adapt=False)

    assert (chain.step, chain.scale_step) == before


def test_a_chain_finds_the_truth_and_knows_how_unsure_it_is() -> None:
    """Of the model's own ratings, 4 of 5 intervals of latent means hold what they were drawn from.

    Latent means are told from the middle of the cutpoints: where the scale begins is free.
    """
    held, alike = [], []
    for seed in range(2):
        truth = simulated(seed=seed)
        design, rng = design_of(truth.data), np.random.default_rng(seed)
        chain = new_chain(design, (), RANK, rng)
        kept = []
        for place in range(400):
            sweep.sweep(chain, design, (), rng, adapt=place < 150)
            if place >= 150 and place % 2:
                kept.append(latent_means(chain))
        drawn, true = np.array(kept), truth.latent - CUTPOINTS.mean()
        low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
        held.append(np.mean((low <= true) & (true <= high)))
        test = truth.data.split.test
        mean = drawn.mean(axis=0)
        alike.append(np.corrcoef(mean[test.user, test.movie], true[test.user, test.movie])[0, 1])

    assert np.mean(held) == pytest.approx(0.8, abs=0.07)
    assert min(alike) > 0.85


def latent_means(chain: Chain) -> np.ndarray:
    user, movie = chain.user.vectors, chain.movie.vectors
    latent = user[:, 1:] @ movie[:, 1:].T + user[:, :1] + movie[:, 0]
    found = (latent + chain.mean - chain.cutpoints.mean()).numpy()
    assert found.shape == (USERS, MOVIES)
    return found

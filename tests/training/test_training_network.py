from __future__ import annotations

import pytest
import torch

from movierec.training.network import FEW_ROWS, Gradient, Shape, live_counts, live_units, predict

SHAPE = Shape(entries=12, embed=3, features=4, hidden=(8, 6, 5))


def batch(rows: int, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    user = torch.randint(0, 5, (rows,), generator=generator)
    movie = torch.randint(5, 12, (rows,), generator=generator)
    features = torch.randn(rows, 4, generator=generator)
    return torch.stack([user, movie], 1), features, torch.randn(rows, generator=generator)


def by_autograd(
    shape: Shape,
    flat: torch.Tensor,
    rows: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
    mask: torch.Tensor | None,
) -> torch.Tensor:
    leaf = flat.clone().requires_grad_()
    parameters = shape.views(leaf)
    entries, features, target = rows
    x = torch.cat([parameters.table[entries[:, 0]], parameters.table[entries[:, 1]], features], 1)
    last = len(parameters.weights) - 1
    for layer, (weight, bias) in enumerate(zip(parameters.weights, parameters.biases, strict=True)):
        x = torch.nn.functional.linear(x, weight, bias)
        if layer < last:
            x = torch.relu(x)
        if layer == shape.dropped and mask is not None:
            x = x * mask
    torch.nn.functional.mse_loss(x[:, 0], target).backward()
    assert leaf.grad is not None
    return leaf.grad


@pytest.mark.parametrize("hidden", [(8, 6, 5), (8, 6), (8,)])
@pytest.mark.parametrize("dropout", [True, False])
@pytest.mark.parametrize("rows", [1, 20])
def test_gradient_by_hand_is_autograd_s(hidden: tuple[int, ...], dropout: bool, rows: int) -> None:
    shape = Shape(entries=12, embed=3, features=4, hidden=hidden)
    generator = torch.Generator().manual_seed(1)
    flat = shape.initial(1.0, generator)
    mask = None
    if dropout:
        width = hidden[shape.dropped]
        mask = (torch.rand(rows, width, generator=generator) > 0.5).float() * 2
    gradient = Gradient(shape, flat)

    # The second batch has other entries: nothing of the first may be left.
    for seed in (0, 1):
        with torch.no_grad():
            gradient.compute(*batch(rows, seed), mask)

    expected = by_autograd(shape, flat, batch(rows, 1), mask)
    torch.testing.assert_close(gradient.flat, expected, atol=1e-6, rtol=1e-5)


def test_gradient_returns_the_sum_of_squared_errors() -> None:
    flat = SHAPE.initial(1.0, torch.Generator().manual_seed(1))
    entries, features, target = batch(20)

    with torch.no_grad():
        total = Gradient(SHAPE, flat).compute(entries, features, target, None)
        error = predict(SHAPE.views(flat), entries, features) - target

    torch.testing.assert_close(total, (error**2).sum())


def test_parameters_share_the_memory_of_the_flat_vector() -> None:
    flat = torch.zeros(SHAPE.parameters)

    SHAPE.views(flat).biases[-1].fill_(7)

    assert flat[-1] == 7
    assert flat.sum() == 7


def test_layers_start_as_torch_starts_linear() -> None:
    shape = Shape(entries=4, embed=50, features=0, hidden=(200,))

    parameters = shape.views(shape.initial(1.0, torch.Generator().manual_seed(0)))

    bound = 100**-0.5  # torch: uniform within 1 / root of the number of inputs
    assert parameters.weights[0].abs().max() <= bound
    assert parameters.weights[0].std() == pytest.approx(bound / 3**0.5, rel=0.02)
    assert parameters.biases[0].abs().max() <= bound


def mostly_dead(shape: Shape) -> torch.Tensor:
    """Return parameters of a network in which few units of the wide layers are ever above 0."""
    flat = shape.initial(1.0, torch.Generator().manual_seed(1))
    for bias in shape.views(flat).biases[:2]:
        bias[20:] = -100
    return flat


def test_gradient_through_a_few_live_units_is_autograd_s() -> None:
    shape = Shape(entries=12, embed=60, features=4, hidden=(140, 128, 5))
    flat = mostly_dead(shape)
    gradient = Gradient(shape, flat)

    # The second batch has other live units: nothing of the first may be left.
    with torch.no_grad():
        shape.views(flat).biases[0][20:] += 98
        gradient.compute(*batch(20, 0), None)
        shape.views(flat).biases[0][20:] -= 98
        gradient.compute(*batch(20, 1), None)

    expected = by_autograd(shape, flat, batch(20, 1), None)
    assert gradient._sparse == {0, 1}
    torch.testing.assert_close(gradient.flat, expected, atol=1e-6, rtol=1e-5)


def test_live_units_are_those_above_zero_for_any_row() -> None:
    output = torch.zeros(3, 64)
    output[0, 5] = output[2, 60] = 1

    live = live_units(output)

    assert live is not None
    assert {5, 60} <= set(live.tolist())
    assert len(set(live.tolist())) == len(live) == 16


def test_where_most_units_are_live_none_are_left_out() -> None:
    assert live_units(torch.ones(3, 64)) is None


def test_a_trial_covers_every_number_of_live_units() -> None:
    shape = Shape(entries=12, embed=60, features=4, hidden=(140, 128, 5))
    gradient = Gradient(shape, mostly_dead(shape))
    entries, features, _ = batch(20)

    with torch.no_grad():
        found = list(gradient.trial(entries, features))

    assert len(found) == 2 * (len(live_counts(140)) + len(live_counts(128)))
    assert not torch.equal(found[1], found[3])  # as it was, not as the next one has left it


def test_a_large_batch_is_not_searched_for_live_units() -> None:
    shape = Shape(entries=12, embed=60, features=4, hidden=(140, 128, 5))
    flat = mostly_dead(shape)
    gradient = Gradient(shape, flat)
    rows = batch(FEW_ROWS + 1)

    with torch.no_grad():
        gradient.compute(*rows, None)
        found = list(gradient.trial(*rows[:2]))

    assert found == []
    torch.testing.assert_close(
        gradient.flat, by_autograd(shape, flat, rows, None), atol=1e-6, rtol=1e-5
    )

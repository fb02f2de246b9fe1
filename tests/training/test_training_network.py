from __future__ import annotations

import pytest
import torch

from movierec.training.network import Gradient, Shape, predict

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

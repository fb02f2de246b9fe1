from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from movierec.training import halves
from movierec.training.halves import Half
from movierec.training.passes import Pass
from movierec.training.towers import Shape

SHAPE = Shape(users=7, movies=5, user_features=3, movie_features=2, members=3, embed=2, hidden=(6,))
DEEP = replace(SHAPE, hidden=(6, 4, 5))


def drawn(shape: Shape) -> tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
    generator = torch.Generator().manual_seed(0)
    towers = [
        torch.randn(rows, shape.columns, generator=generator)
        for rows in (shape.users, shape.movies)
    ]
    return torch.randn(shape.parameters, generator=generator), (towers[0], towers[1])


def plain(
    shape: Shape, flat: torch.Tensor, towers: tuple[torch.Tensor, torch.Tensor], pair: list[int]
) -> list[float]:
    parts = shape.views(flat)
    found = []
    for member in range(shape.members):
        a, b = (
            tower[row].view(shape.members, -1)[member]
            for tower, row in zip(towers, pair, strict=True)
        )
        embed = shape.embed
        x = torch.cat([a[embed:-1], b[embed:-1]])
        for layer, (weight, bias) in enumerate(zip(parts.weights, parts.biases, strict=True)):
            x = x @ weight[member] + bias[member, 0]
            x = x.relu() if layer < len(parts.weights) - 1 else x
        found.append(float(a[:embed] @ b[:embed] + a[-1] + b[-1] + x[0]))
    return found


@pytest.mark.parametrize("shape", [SHAPE, DEEP], ids=["one layer", "three layers"])
def test_outputs_are_those_of_the_network_written_plainly(shape: Shape) -> None:
    flat, towers = drawn(shape)
    user, movie = torch.tensor([0, 6, 3]), torch.tensor([4, 0, 4])

    found = Pass(shape, shape.views(flat), towers).outputs(user, movie)

    expected = [plain(shape, flat, towers, pair) for pair in torch.stack([user, movie], 1).tolist()]
    torch.testing.assert_close(found, torch.tensor(expected), atol=1e-4, rtol=1e-4)


def test_a_shorter_block_after_a_longer_one_is_not_mixed_with_it() -> None:
    flat, towers = drawn(SHAPE)
    user, movie = torch.tensor([0, 6, 3]), torch.tensor([4, 0, 4])
    way = Pass(SHAPE, SHAPE.views(flat), towers)

    whole = way.outputs(user, movie)

    torch.testing.assert_close(way.outputs(user[1:2], movie[1:2]), whole[1:2])


def test_a_masked_unit_has_no_part_in_the_loss_nor_in_the_gradient() -> None:
    flat, towers = drawn(SHAPE)
    found = []
    for changed in (0.0, 9.0):
        parts = SHAPE.views(flat.clone())
        # The last layer's weight of unit 2 of member 0, which is silenced below.
        parts.weights[1][0, 2] += changed
        mask = torch.full((1, SHAPE.first), 2.0)
        mask[:, 2] = 0
        gradient = SHAPE.views(torch.zeros_like(flat))
        way = Pass(SHAPE, parts, towers, dropout=0.5)
        one = torch.tensor([1])
        loss = way.backward(one, one, torch.ones(1), mask, 1.0, gradient)
        slopes = way.finish(gradient)
        assert gradient.weights[1][0, 2] == 0
        assert not gradient.weights[0][0, :, 2].any()
        found.append((loss, *slopes))

    for before, after in zip(*found, strict=True):
        assert torch.equal(before, after)


def test_dropout_s_gradient_is_autograd_s() -> None:
    flat, towers = drawn(SHAPE)
    user, movie, target = torch.tensor([0, 6, 0]), torch.tensor([4, 0, 1]), torch.ones(3)
    mask = (torch.rand(3, SHAPE.first, generator=torch.Generator().manual_seed(1)) > 0.5) * 2.0
    gradient = torch.zeros_like(flat)
    way = Pass(SHAPE, SHAPE.views(flat), towers, dropout=0.5)
    way.backward(user, movie, target, mask, 1 / 3, SHAPE.views(gradient))
    slopes = way.finish(SHAPE.views(gradient))

    leaf = flat.clone().requires_grad_()
    leaves = [tower.clone().requires_grad_() for tower in towers]
    a, b = (t[r].view(3, 3, 5) for t, r in zip(leaves, (user, movie), strict=True))
    (first, last), (bias, end) = SHAPE.views(leaf).weights, SHAPE.views(leaf).biases
    read = torch.cat([a[:, :, 2:4], b[:, :, 2:4]], 2)
    x = (torch.einsum("nmi,mio->nmo", read, first) + bias[:, 0]).relu() * mask.view(3, 3, 6)
    output = torch.einsum("nmi,mio->nmo", x, last)[:, :, 0] + end[:, 0, 0]
    output = output + (a[:, :, :2] * b[:, :, :2]).sum(2) + a[:, :, 4] + b[:, :, 4]
    (((output - target[:, None]) ** 2).sum() / 6).backward()

    torch.testing.assert_close(gradient, leaf.grad, atol=1e-5, rtol=1e-4)
    for slope, tower in zip(slopes, leaves, strict=True):
        torch.testing.assert_close(slope, tower.grad, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("shape", [SHAPE, DEEP], ids=["one layer", "three layers"])
def test_a_block_without_rows_adds_nothing(shape: Shape) -> None:
    flat, towers = drawn(shape)
    gradient, none = torch.zeros_like(flat), torch.empty(0, dtype=torch.int64)
    way = Pass(shape, shape.views(flat), towers)

    loss = way.backward(none, none, torch.empty(0), None, 1.0, shape.views(gradient))
    slopes = way.finish(shape.views(gradient))

    assert loss == 0
    assert not gradient.any()
    assert not any(slope.any() for slope in slopes)


@pytest.mark.parametrize("offset", [0, 1])
def test_halves_built_and_taken_back_in_blocks_are_the_same(
    offset: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    flat, (tower, _) = drawn(SHAPE)
    weight = SHAPE.views(flat).weights[0][:, : SHAPE.embed]
    side = Half(SHAPE, offset)

    def both() -> tuple[torch.Tensor, ...]:
        gradient = torch.zeros_like(weight)
        half = side.build(tower, weight)
        return half, side.back(half, tower, weight, gradient), gradient

    whole = both()
    monkeypatch.setattr(halves, "_BLOCK_ROWS", 2)

    torch.testing.assert_close(both(), whole)

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from training_makers import MOVIES, USERS, checkerboard

from movierec.config import TrainConfig
from movierec.training import dnn
from movierec.training.dnn import DnnLearner
from movierec.training.towers import Parameters, Shape

CPU = torch.device("cpu")
SHAPE = Shape(
    users=5, movies=4, user_features=3, movie_features=2, members=3, embed=2, hidden=(6, 5)
)
CONFIG = TrainConfig(members=3, embed_size=2, hidden=(6, 5), batch_size=10_000)


def learner(config: TrainConfig, *, traits: bool = True) -> DnnLearner:
    generator = torch.Generator().manual_seed(0)
    made = DnnLearner(checkerboard(traits=traits), config, generator, CPU)
    # Away from zero offsets and biases, so that nothing can hide behind them.
    made.weights.add_(torch.randn(made.weights.shape, generator=generator), alpha=0.1)
    return made


def gradient(made: DnnLearner) -> torch.Tensor:
    made._batch = len(checkerboard().train)  # all rows at once
    with torch.no_grad():
        next(made.epoch(0))
    return made.gradient.clone()


def objective(made: DnnLearner, parts: Parameters) -> torch.Tensor:
    """Half the mean squared error of each member, with the penalty, written plainly."""
    train = checkerboard().train
    user, movie = torch.from_numpy(train.user).long(), torch.from_numpy(train.movie).long()
    rated = torch.zeros(USERS + 1, MOVIES + 1)
    rated[user, movie] = 1
    roots = [rated.sum(axis).clamp(min=1).rsqrt()[:, None] for axis in (1, 0)]
    a = parts.user.own + rated @ parts.user.rated * roots[0]
    b = parts.movie.own + rated.t() @ parts.movie.rated * roots[1]
    a = (a + made._user_tower.features @ parts.user.known).view(USERS + 1, 3, 5)[user]
    b = (b + made._movie_tower.features @ parts.movie.known).view(MOVIES + 1, 3, 5)[movie]
    target = torch.from_numpy(train.rating) - train.rating.mean()
    loss = torch.zeros(())
    for member in range(3):
        x = torch.cat([a[:, member, 2:4], b[:, member, 2:4]], 1)
        for layer, (weight, bias) in enumerate(zip(parts.weights, parts.biases, strict=True)):
            x = x @ weight[member] + bias[member]
            x = x.relu() if layer < len(parts.weights) - 1 else x
        product = (a[:, member, :2] * b[:, member, :2]).sum(1)
        found = product + a[:, member, 4] + b[:, member, 4] + x[:, 0]
        loss = loss + ((found - target) ** 2).mean() / 2
    penalties = (
        (dnn._OWN_USER, parts.user.own), (dnn._RATED_MOVIE, parts.user.rated),
        (dnn._KNOWN, parts.user.known), (dnn._OWN_MOVIE, parts.movie.own),
        (dnn._RATED_USER, parts.movie.rated), (dnn._KNOWN, parts.movie.known),
    )  # fmt: skip
    return loss + sum(weight * (part**2).sum() for weight, part in penalties) / 2 / len(target)


@pytest.mark.parametrize("hidden", [(6, 5), (6,)])
def test_gradient_by_hand_is_autograd_s(hidden: tuple[int, ...]) -> None:
    made = learner(replace(CONFIG, dropout=0.0, hidden=hidden))
    leaf = made.weights.clone().requires_grad_()

    objective(made, made._shape.views(leaf)).backward()

    torch.testing.assert_close(gradient(made), leaf.grad, atol=1e-5, rtol=1e-4)


def test_gradient_does_not_depend_on_what_was_computed_before() -> None:
    made = learner(CONFIG)

    assert torch.equal(gradient(made), gradient(made))


def test_a_batch_cut_into_blocks_has_the_same_gradient(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = gradient(learner(replace(CONFIG, dropout=0.0)))
    monkeypatch.setattr(dnn, "BLOCK_ROWS", 100)

    in_blocks = gradient(learner(replace(CONFIG, dropout=0.0)))

    torch.testing.assert_close(in_blocks, whole)


def test_members_learn_apart_from_each_other() -> None:
    made = learner(replace(CONFIG, dropout=0.0))
    before = made._shape.views(gradient(made)).movie.own.view(-1, 3, 5).clone()

    made._parts.user.own.view(-1, 3, 5)[:, 0] += 1
    after = made._shape.views(gradient(made)).movie.own.view(-1, 3, 5)

    assert not torch.equal(after[:, 0], before[:, 0])
    torch.testing.assert_close(after[:, 1:], before[:, 1:])


def test_a_large_set_takes_few_steps_an_epoch() -> None:
    made = learner(replace(CONFIG, batch_size=1))

    with torch.no_grad():
        sizes = [rows for _, rows in made.epoch(0)]

    assert len(sizes) == dnn.MOST_STEPS
    assert sum(sizes) == len(checkerboard().split.train)


def test_a_small_set_takes_more_than_one_step_an_epoch() -> None:
    made = learner(replace(CONFIG, batch_size=16_384))

    with torch.no_grad():
        sizes = [rows for _, rows in made.epoch(0)]

    assert len(sizes) == dnn.LEAST_STEPS
    assert sum(sizes) == len(checkerboard().split.train)


def test_dropout_silences_the_second_hidden_layer_or_the_only_one() -> None:
    assert SHAPE.dropped == 1
    assert replace(SHAPE, hidden=(6,)).dropped == 0


def test_views_share_the_memory_of_the_flat_vector() -> None:
    flat = torch.zeros(SHAPE.parameters)

    SHAPE.views(flat).biases[-1].fill_(7)

    assert flat.sum() == 7 * SHAPE.members
    assert (flat[-SHAPE.members :] == 7).all()


def test_members_start_apart_and_without_offsets() -> None:
    parts = SHAPE.views(SHAPE.initial(0.1, torch.Generator().manual_seed(0)))

    own = parts.user.own.view(SHAPE.users, SHAPE.members, SHAPE.width)
    assert not own[:, :, -1].any()
    assert not torch.equal(own[:, 0], own[:, 1])
    assert not torch.equal(parts.weights[0][0], parts.weights[0][1])

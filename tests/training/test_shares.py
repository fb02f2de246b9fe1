"""Every user, with all ratings of that user, belongs to one of the processes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from training_makers import CONFIGS, checkerboard

from movierec.processes import Process
from movierec.records import Ratings
from movierec.training.distributed import ALONE, Group
from movierec.training.dnn import DnnLearner
from movierec.training.shares import Share, share_out
from movierec.training.towers import Shape

SHAPE = Shape(
    users=10, movies=6, user_features=2, movie_features=3, members=2, embed=3, hidden=(4,)
)
USER = np.sort(np.random.default_rng(0).integers(0, 9, 60)).astype(np.int32)


def shares(processes: int) -> list[Share]:
    return [share_out(USER, SHAPE, Group(Process(rank, processes))) for rank in range(processes)]


def ratings() -> Ratings:
    movie = np.arange(len(USER), dtype=np.int32) % 5
    return Ratings(USER, movie, np.ones(len(USER), dtype=np.float32), np.zeros_like(USER))


@pytest.mark.parametrize("processes", [2, 3, 4])
def test_every_rating_is_learned_by_one_process_that_has_its_user(processes: int) -> None:
    train = ratings()
    parts = [share.take(train) for share in shares(processes)]

    assert np.concatenate([part.movie for part in parts]).tolist() == train.movie.tolist()
    for part, share in zip(parts, shares(processes), strict=True):
        assert part.user.min() >= 0
        assert part.user.max() < share.own_shape.users - 1
    assert sum(share.own_shape.users - 1 for share in shares(processes)) == SHAPE.users - 1


def test_processes_have_about_as_many_ratings_as_each_other() -> None:
    sizes = [len(share.take(ratings())) for share in shares(2)]

    assert max(sizes) <= len(USER) / 2 + np.bincount(USER).max()


def test_a_users_parameters_are_in_one_part_and_a_films_in_all() -> None:
    whole = torch.arange(SHAPE.parameters, dtype=torch.float32)
    all_views = SHAPE.views(whole)
    parts = [share.own_shape.views(share.part(whole)) for share in shares(3)]

    for table, mine in (
        (all_views.user.own, [part.user.own for part in parts]),
        (all_views.movie.rated, [part.movie.rated for part in parts]),
    ):
        assert torch.equal(torch.cat([rows[:-1] for rows in mine]), table[:-1])
        assert all(torch.equal(rows[-1], table[-1]) for rows in mine)
    for part in parts:
        assert torch.equal(part.movie.own, all_views.movie.own)
        assert torch.equal(part.user.rated, all_views.user.rated)
        assert all(map(torch.equal, part.weights, all_views.weights))


def test_a_process_without_users_learns_what_the_others_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = CONFIGS["dnn"]
    monkeypatch.setattr(Group, "add_up", lambda *_: None)
    generator = torch.Generator().manual_seed(0)
    group = Group(Process(1, 2_000))  # far more than there are ratings

    with torch.no_grad():
        learner = DnnLearner(checkerboard(), config, generator, torch.device("cpu"), group)
        losses = [float(loss) for loss, _ in learner.epoch(0)]

    assert learner._share.mine == slice(0, 0)
    assert losses == [0.0] * len(losses)
    assert torch.isfinite(learner.gradient).all()


def test_one_process_has_everything_without_a_copy() -> None:
    share = share_out(USER, SHAPE, ALONE)
    flat, train = torch.zeros(SHAPE.parameters), ratings()

    assert share.part(flat) is flat
    assert share.whole(flat) is flat
    assert share.take(train) is train
    assert share.own_shape == replace(SHAPE)

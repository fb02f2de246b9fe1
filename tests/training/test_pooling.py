from __future__ import annotations

import numpy as np
import pytest
import torch
from training_makers import MOVIES, USERS, checkerboard

from movierec.records import Ratings
from movierec.training import pooling as module
from movierec.training.pooling import by_users, pooling

CPU = torch.device("cpu")


def matrix(train: Ratings) -> np.ndarray:
    rated = np.zeros((USERS + 1, MOVIES + 1), dtype=np.float32)
    rated[train.user, train.movie] = 1
    return rated


def table(rows: int) -> torch.Tensor:
    return torch.randn(rows, 5, generator=torch.Generator().manual_seed(0))


def test_rows_are_added_up_over_who_rated_what() -> None:
    train = by_users(checkerboard().train)
    rated = matrix(train)
    by_user, by_movie = pooling(train, USERS + 1, MOVIES + 1, CPU)
    films, users = table(MOVIES + 1), table(USERS + 1)

    np.testing.assert_allclose(by_user.sums(films), rated @ films.numpy(), atol=1e-4)
    np.testing.assert_allclose(by_movie.sums(users), rated.T @ users.numpy(), atol=1e-4)


def test_users_in_parts_are_added_up_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    train = by_users(checkerboard().train)
    whole = pooling(train, USERS + 1, MOVIES + 1, CPU)[1]
    monkeypatch.setattr(module, "PART_USERS", 9)

    in_parts = pooling(train, USERS + 1, MOVIES + 1, CPU)[1]

    assert len(in_parts.starts) == 5
    for found in (in_parts.sums(table(USERS + 1)), in_parts.sums_by_adding(table(USERS + 1))):
        torch.testing.assert_close(found, whole.sums(table(USERS + 1)), atol=1e-4, rtol=1e-4)
    assert torch.equal(in_parts.lengths, whole.lengths)
    assert torch.equal(in_parts.root, whole.root)


def test_root_is_that_of_the_number_of_ratings() -> None:
    train = by_users(checkerboard().train)
    counts = matrix(train).sum(axis=1)

    root = pooling(train, USERS + 1, MOVIES + 1, CPU)[0].root[:, 0]

    np.testing.assert_allclose(root, 1 / np.sqrt(np.maximum(counts, 1)), rtol=1e-6)
    assert (counts[-1], root[-1]) == (0, 1)


@pytest.mark.parametrize("block", [10, 1_000_000])
def test_devices_without_the_function_add_up_the_same(
    monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    by_user, _ = pooling(by_users(checkerboard().train), USERS + 1, MOVIES + 1, CPU)
    monkeypatch.setattr(module, "_BLOCK_NUMBERS", block)

    added = by_user.sums_by_adding(table(MOVIES + 1))

    torch.testing.assert_close(added, by_user.sums(table(MOVIES + 1)))

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from movierec.training.devices import threads_restored
from movierec.training.late import LateRows
from movierec.training.path import EARLY
from movierec.training.reads import Reads

ROWS, COLUMNS, BEHIND = 30, 5, 7
"""Of the table, and numbers of the vector that do not belong to it."""
LR = 0.01


def reads(steps: int, a_step: int = 6, rows: int = ROWS, columns: int = COLUMNS) -> Reads:
    """Return reads of which few rows have most, some of them twice in a step; row 0 has none."""
    drawn = np.random.default_rng(1).random(steps * a_step - 2)
    return Reads((rows, columns), 1 + ((rows - 1) * drawn**3).astype(np.int64), a_step)


def vectors(of: Reads, dtype: torch.dtype = torch.float32) -> tuple[Tensor, ...]:
    """Return weights and moments as after some steps."""
    random = torch.Generator().manual_seed(2)
    size = of.table[0] * of.table[1] + BEHIND
    weights, first, second = torch.randn(3, size, generator=random, dtype=torch.float64)
    return tuple(x.to(dtype) for x in (weights, 1e-3 * first, 1e-5 * second.square()))


def slope(rows: np.ndarray, columns: int, step: int) -> Tensor:
    random = torch.Generator().manual_seed(step)
    return 1e-2 * torch.randn(len(rows), columns, generator=random)


def every_row_at_every_step(of: Reads, done: int) -> tuple[list[Tensor], list[Tensor]]:
    """Return what each step of plain Adam in float64 reads, and the tables at last."""
    table, first, second = (
        x[: of.table[0] * of.table[1]].view(of.table) for x in vectors(of, torch.float64)
    )
    read = []
    for step in range(of.steps):
        rows = torch.from_numpy(of.of_step(step))
        read.append(table[rows])
        gradient = torch.zeros_like(table)
        gradient.index_add_(0, rows, slope(of.of_step(step), of.table[1], step).double())
        number = done + step + 1
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        size = (second / (1 - 0.999**number)).sqrt() + 1e-8
        table = table - LR * first / (1 - 0.9**number) / size
    return read, [table, first, second]


def changed(of: Reads, done: int) -> tuple[list[Tensor], tuple[Tensor, ...]]:
    """Return what each step reads, and the vectors at last."""
    found = vectors(of)
    late = LateRows(of, found, done, LR)
    read = []
    for step in range(of.steps):
        read.append(late.read().clone())
        late.slope = slope(of.of_step(step), of.table[1], step)
        late.step()
    late.finish()
    return read, found


@pytest.mark.parametrize("done", [EARLY, 5_000])
def test_each_step_reads_what_adam_makes_of_every_row_at_every_step(done: int) -> None:
    of = reads(steps=150)

    found, _ = changed(of, done)

    expected, _ = every_row_at_every_step(of, done)
    for one, other in zip(found, expected, strict=True):
        torch.testing.assert_close(one.double(), other, atol=2e-6, rtol=1e-5)


@pytest.mark.parametrize("steps", [1, 150])
def test_after_the_last_step_every_row_is_where_adam_brings_it(steps: int) -> None:
    of = reads(steps)

    _, found = changed(of, EARLY)

    _, expected = every_row_at_every_step(of, EARLY)
    for one, other in zip(found, expected, strict=True):
        table = one[:-BEHIND].view(ROWS, COLUMNS).double()
        torch.testing.assert_close(table, other, atol=2e-6, rtol=1e-5)


def test_what_is_behind_the_table_is_left_alone() -> None:
    of = reads(steps=3)

    _, found = changed(of, EARLY)

    for one, before in zip(found, vectors(of), strict=True):
        assert torch.equal(one[-BEHIND:], before[-BEHIND:])


def test_one_thread_and_two_change_it_to_the_same_bytes() -> None:
    of = reads(steps=3, a_step=3_001, rows=2_003, columns=21)
    found = []
    for threads in (1, 2):
        with threads_restored():
            torch.set_num_threads(threads)
            found.append(b"".join(x.numpy().tobytes() for x in changed(of, EARLY)[1]))

    assert found[0] == found[1]

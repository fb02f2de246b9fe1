"""Every row is in one step of an epoch, and the same one whatever the device."""

from __future__ import annotations

import torch

from movierec.training.steps import all_at_once, epoch_steps, one_by_one

CPU = torch.device("cpu")


def test_a_device_finds_the_rows_that_the_processor_finds() -> None:
    batch_of = torch.randint(5, (1000,), generator=torch.Generator().manual_seed(1))
    batch_of = batch_of.to(torch.uint8)
    batch_of[batch_of == 3] = 2

    there = list(all_at_once(batch_of, 5, CPU))
    here = list(one_by_one(batch_of, 5, CPU))

    assert [rows.tolist() for rows in there] == [rows.tolist() for rows in here]
    assert [rows.dtype for rows in there] == [torch.int64] * 5


def test_every_row_is_in_one_batch_and_another_epoch_has_other_batches() -> None:
    first, second = (
        [rows for rows, _, _ in epoch_steps(100, 30, slice(0, 100), seed, CPU)] for seed in (1, 2)
    )

    assert torch.cat(first).sort().values.tolist() == list(range(100))
    assert all((rows[1:] > rows[:-1]).all() for rows in first)
    assert not torch.equal(first[0], second[0])


def test_processes_share_every_batch_between_them() -> None:
    whole = list(epoch_steps(100, 30, slice(0, 100), 7, CPU))
    first = list(epoch_steps(100, 30, slice(0, 40), 7, CPU))
    second = list(epoch_steps(100, 30, slice(40, 100), 7, CPU))

    assert [size for _, _, size in whole] == [30, 30, 30, 10]
    for all_rows, one, other in zip(whole, first, second, strict=True):
        assert all_rows[0].tolist() == [*one[0].tolist(), *(other[0] + 40).tolist()]
        assert (one[1], other[1]) == (0, len(one[0]))

"""Which rows the few large steps of an epoch learn from."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor


def epoch_steps(
    rows: int, batch: int, mine: slice, seed: int, device: torch.device
) -> Iterator[tuple[Tensor, int, int]]:
    """Yield a process's rows of each batch of an epoch, ascending, counted from its first one.

    Rows are sorted by user. In this order those of one user are looked up and added together.

    Args:
        rows: of all processes.
        batch: rows a batch; the last one may be smaller. There are at most 256 batches.
        mine: the rows of this process.
        seed: draws which rows are in which batch.
        device: where the rows are wanted.

    Yields:
        Rows, how many of the batch come before them, and how many there are in the batch.
    """
    # The order is drawn on the CPU, so that it is the same on every device.
    order = torch.randperm(rows, generator=torch.Generator().manual_seed(seed))
    batch_of = torch.empty(rows, dtype=torch.uint8)
    parts = torch.split(order, batch)
    for number, part in enumerate(parts):
        batch_of[part] = number
    sizes = [len(part) for part in parts]
    del order, parts
    before = torch.bincount(batch_of[: mine.start], minlength=len(sizes)).tolist()
    own = batch_of[mine]
    found = one_by_one if device.type == "cpu" else all_at_once
    yield from zip(found(own, len(sizes), device), before, sizes, strict=True)


def one_by_one(batch_of: Tensor, batches: int, device: torch.device) -> Iterator[Tensor]:
    """Yield each batch's rows, int64, so that no more than those of one are held."""
    for number in range(batches):
        yield (batch_of == number).nonzero()[:, 0].to(device)


def all_at_once(batch_of: Tensor, batches: int, device: torch.device) -> Iterator[Tensor]:
    """Yield each batch's rows, int64, found on the device, so that no step waits for it.

    One byte a row is copied there. How many rows a batch has is counted on the CPU: to ask the
    device would be to wait for it.
    """
    counts = torch.bincount(batch_of, minlength=batches).tolist()
    order = torch.argsort(batch_of.to(device), stable=True)
    yield from torch.split(order, counts)

"""Add table rows up over the films that a user rated, and over the users who rated a film.

Whether somebody rated a film is told by the training rows, whatever the stars. The 0/1 matrix of
users and films is never built: its rows are kept as lists.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from movierec.records import IntArray, Ratings

_BLOCK_NUMBERS = 16_000_000


@dataclass(frozen=True, slots=True)
class Pooling:
    """Who rated what, by one side's rows.

    Attributes:
        columns: the other side's rows, sorted by this side's, int32 [ratings].
        starts: where each row's begin, int32 [rows].
        root: 1 over the root of each row's length, [rows, 1]; 1 for an empty row.
    """

    columns: Tensor
    starts: Tensor
    root: Tensor

    @property
    def lengths(self) -> Tensor:
        """How many columns each row has, float32 [rows]."""
        ends = torch.cat([self.starts[1:], self.starts.new_tensor([len(self.columns)])])
        return (ends - self.starts).float()

    def sums(self, table: Tensor) -> Tensor:
        """Add up the rows of `table`, [columns, c], that belong to each row; returns [rows, c]."""
        if table.device.type in ("cpu", "cuda"):
            return torch.nn.functional.embedding_bag(self.columns, table, self.starts, mode="sum")
        return self.sums_by_adding(table)

    def sums_by_adding(self, table: Tensor) -> Tensor:
        """Do what `sums` does, on devices without its function."""
        summed = torch.zeros(len(self.starts), table.shape[1], device=table.device)
        ends = torch.cat([self.starts[1:], self.starts.new_tensor([len(self.columns)])])
        rows = torch.arange(len(self.starts), device=table.device)
        rows = rows.repeat_interleave((ends - self.starts).long())
        block = max(1, _BLOCK_NUMBERS // max(1, table.shape[1]))
        for here, there in zip(
            torch.split(rows, block), torch.split(self.columns, block), strict=True
        ):
            summed.index_add_(0, here, table.index_select(0, there.long()))
        return summed


def pooling(
    train: Ratings, users: int, movies: int, device: torch.device
) -> tuple[Pooling, Pooling]:
    """Return who rated what by user, and by film.

    Args:
        train: the rows to learn from; their stars are not looked at.
        users: rows of the user's side.
        movies: rows of the film's side.
        device: where the lists are kept.
    """
    return (
        _pooling(train.user, train.movie, users, device),
        _pooling(train.movie, train.user, movies, device),
    )


def _pooling(rows: IntArray, columns: IntArray, height: int, device: torch.device) -> Pooling:
    lengths = np.bincount(rows, minlength=height)
    starts = np.cumsum(lengths) - lengths
    ordered = columns[np.argsort(rows, kind="stable")]
    root = 1 / np.sqrt(np.maximum(lengths, 1))
    return Pooling(
        torch.from_numpy(ordered.astype(np.int32)).to(device),
        torch.from_numpy(starts.astype(np.int32)).to(device),
        torch.from_numpy(root.astype(np.float32))[:, None].to(device),
    )

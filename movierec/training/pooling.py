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
from movierec.training.distributed import ALONE, Group

PART_USERS = 25_000
"""Rows of users added up at a time, so that they stay near the processor: on large sets most of the
time went by waiting for rows of users from all over the memory."""

_BLOCK_NUMBERS = 16_000_000


@dataclass(frozen=True, slots=True)
class Pooling:
    """Who rated what, by one side's rows.

    Attributes:
        columns: the other side's rows, part by part, and in each sorted by this side's, int32
            [ratings].
        starts: where each row's begin in each part, int32 [parts, rows].
        root: 1 over the root of each row's length, [rows, 1]; 1 for an empty row.
        group: the processes that each have a part of the columns of every row.
    """

    columns: Tensor
    starts: Tensor
    root: Tensor
    group: Group = ALONE

    @property
    def lengths(self) -> Tensor:
        """How many columns each row has, float32 [rows]."""
        return self._lengths().sum(0).float()

    def sums(self, table: Tensor) -> Tensor:
        """Add up the rows of `table`, [columns, c], that belong to each row; returns [rows, c]."""
        if table.device.type in ("cpu", "cuda"):
            summed = self._sums_by_parts(table)
        else:
            summed = self.sums_by_adding(table)
        self.group.add_up(summed)
        return summed

    def sums_by_adding(self, table: Tensor) -> Tensor:
        """Do what `sums` does, on devices without its function."""
        parts, height = self.starts.shape
        summed = torch.zeros(height, table.shape[1], device=table.device)
        rows = torch.arange(height, device=table.device).repeat(parts)
        # Told how many there are, the device need not be asked and waited for.
        lengths = self._lengths().flatten()
        rows = rows.repeat_interleave(lengths, output_size=len(self.columns))
        block = max(1, _BLOCK_NUMBERS // max(1, table.shape[1]))
        for here, there in zip(
            torch.split(rows, block), torch.split(self.columns, block), strict=True
        ):
            summed.index_add_(0, here, table.index_select(0, there.long()))
        return summed

    def _sums_by_parts(self, table: Tensor) -> Tensor:
        bag = torch.nn.functional.embedding_bag
        if len(self.starts) == 1:
            return bag(self.columns, table, self.starts[0], mode="sum")
        firsts = [int(first) for first in self.starts[:, 0]]
        parts = []
        for starts, first, end in zip(
            self.starts, firsts, (*firsts[1:], len(self.columns)), strict=True
        ):
            parts.append(bag(self.columns[first:end], table, starts - first, mode="sum"))
            if len(parts) == 2:
                parts[0].add_(parts.pop())
        return parts[0]

    def _lengths(self) -> Tensor:
        """Return how many columns each row has in each part, int64 [parts, rows]."""
        starts = self.starts.flatten()
        ends = torch.cat([starts[1:], starts.new_full((1,), len(self.columns))])
        return (ends - starts).view_as(self.starts).long()


def by_users(ratings: Ratings) -> Ratings:
    """Sort ratings by user; those of one user stay in their order."""
    if (ratings.user[1:] >= ratings.user[:-1]).all():
        return ratings
    return ratings.take(np.argsort(ratings.user, kind="stable"))


def pooling(
    train: Ratings, users: int, movies: int, device: torch.device
) -> tuple[Pooling, Pooling]:
    """Return who rated what by user, and by film.

    Args:
        train: the rows to learn from, sorted by user; their stars are not looked at.
        users: rows of the user's side.
        movies: rows of the film's side.
        device: where the lists are kept.
    """
    part = PART_USERS if device.type == "cpu" else users
    # Rows are sorted by user: those of so many users are neighbours.
    firsts = np.searchsorted(train.user, np.arange(0, users, part, dtype=train.user.dtype))
    columns, lengths = [], []
    for rows in map(slice, firsts, (*firsts[1:], len(train))):
        movie = train.movie[rows]
        columns.append(train.user[rows][np.argsort(movie, kind="stable")])
        lengths.append(np.bincount(movie, minlength=movies))
    return (
        _pooling(np.bincount(train.user, minlength=users)[None], train.movie, device),
        _pooling(np.stack(lengths), np.concatenate(columns), device),
    )


def _pooling(lengths: IntArray, columns: IntArray, device: torch.device) -> Pooling:
    ends = np.cumsum(lengths).reshape(lengths.shape)
    return Pooling(
        torch.from_numpy(columns.astype(np.int32, copy=False)).to(device),
        torch.from_numpy((ends - lengths).astype(np.int32)).to(device),
        roots(lengths.sum(0)).to(device),
    )


def roots(lengths: IntArray) -> Tensor:
    """Return 1 over the root of each row's length, [rows, 1]; 1 for an empty row."""
    root = 1 / np.sqrt(np.maximum(lengths, 1))
    return torch.from_numpy(root.astype(np.float32))[:, None]

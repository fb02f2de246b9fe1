"""Who rated what, as a sparse matrix by row, cut where the processor's cache would overflow."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from movierec.records import IntArray

WIDTH = 16_384
"""Columns that are worked on at a time: what a product gathers for them stays in the cache."""


def csr(starts: Tensor, columns: Tensor, values: Tensor, shape: tuple[int, int]) -> Tensor:
    """Return a sparse matrix whose row r has the entries starts[r] to starts[r + 1].

    Args:
        starts: [rows + 1].
        columns: of each entry, ascending in a row, [entries].
        values: [entries].
        shape: rows and columns.
    """
    return torch.sparse_csr_tensor(starts, columns, values, shape, check_invariants=False)


def warm_up() -> None:
    """Make a sparse matrix, so that torch has said what it says once: that they are in beta.

    Filters of warnings are not safe where several threads set them.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparse CSR tensor support", category=UserWarning)
        csr(torch.tensor([0, 1]), torch.tensor([0]), torch.ones(1), (1, 1))


class Strip(NamedTuple):
    """The entries of some rows in one block of columns.

    Attributes:
        entries: where they lie among all of the pattern.
        starts: where each row's begin among these, int32 [rows + 1].
        columns: of each, int32, counted from the block's first.
        inside: the block's columns.
    """

    entries: slice
    starts: Tensor
    columns: Tensor
    inside: slice

    def times(self, values: Tensor, right: Tensor) -> Tensor:
        """Return these rows with these values, times the block's rows of a matrix."""
        shape = len(self.starts) - 1, self.inside.stop - self.inside.start
        found: Tensor = csr(self.starts, self.columns, values, shape) @ right[self.inside]
        return found


@dataclass(frozen=True, slots=True)
class Pattern:
    """A 0/1 matrix, its entries by blocks of columns, in a block by row, in a row by column.

    Attributes:
        shape: rows and columns.
        starts: of each block: where each row's entries begin, and the last one's end, among all
            entries, int32 [rows + 1].
        columns: of each entry, counted from its block's first, int32 [entries].
        width: columns of a block.
    """

    shape: tuple[int, int]
    starts: tuple[Tensor, ...]
    columns: Tensor
    width: int

    @classmethod
    def of(cls, row: IntArray, column: IntArray, shape: tuple[int, int]) -> tuple[Pattern, Tensor]:
        """Sort pairs of row and column.

        Returns:
            The pattern, and which pair each of its entries is, int32 [entries].
        """
        rows, columns = shape
        block = column // WIDTH
        key = (block.astype(np.int64) * rows + row) * columns + column
        order = np.argsort(key, kind="stable").astype(np.int32)
        del key
        counts = np.bincount(block * np.int64(rows) + row, minlength=rows)
        blocks = max(1, -(-columns // WIDTH))
        ends = np.zeros(blocks * rows + 1, dtype=np.int32)
        np.cumsum(np.pad(counts, (0, blocks * rows - len(counts))), out=ends[1:])
        starts = tuple(torch.from_numpy(ends[b * rows : (b + 1) * rows + 1]) for b in range(blocks))
        within = (column - block * WIDTH).astype(np.int32)[order]
        return cls(shape, starts, torch.from_numpy(within), WIDTH), torch.from_numpy(order)

    def __matmul__(self, right: Tensor) -> Tensor:
        """Return the product with a matrix, [rows, n]."""
        return self.add_up(0, self.shape[0], right)

    def strips(self, begin: int, end: int) -> Iterator[Strip]:
        """Yield the entries of the rows from `begin` to `end`, one block of columns at a time."""
        for number, starts in enumerate(self.starts):
            entries = slice(int(starts[begin]), int(starts[end]))
            local = starts[begin : end + 1] - starts[begin]
            first = number * self.width
            inside = slice(first, min(first + self.width, self.shape[1]))
            yield Strip(entries, local, self.columns[entries], inside)

    def add_up(self, begin: int, end: int, right: Tensor) -> Tensor:
        """Return the product of the rows from `begin` to `end` with a matrix, [end - begin, n]."""
        total: Tensor | None = None
        for strip in self.strips(begin, end):
            part = strip.times(torch.ones(len(strip.columns)), right)
            total = part if total is None else total.add_(part)
        assert total is not None
        return total

    def to_dense(self) -> Tensor:
        """Return the matrix with all its zeros, float32; pairs that occur twice count twice."""
        rows = torch.arange(self.shape[0])
        table = torch.zeros(self.shape)
        for number, starts in enumerate(self.starts):
            entries = slice(int(starts[0]), int(starts[-1]))
            row = torch.repeat_interleave(rows, torch.diff(starts))
            place = row, self.columns[entries] + number * self.width
            table.index_put_(place, torch.ones(len(row)), accumulate=True)
        return table

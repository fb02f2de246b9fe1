"""A 0/1 matrix that is nearly all zeros, held by row: who rated what, or what was rated by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from movierec.records import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class SparseRows:
    """Where the ones are.

    Attributes:
        offsets: where each row's entries begin, and the last one's end, [rows + 1].
        columns: the column of each entry, [entries].
        width: columns of the matrix.
    """

    offsets: IntArray
    columns: IntArray
    width: int

    @classmethod
    def of(cls, row: IntArray, column: IntArray, rows: int, width: int) -> Self:
        """Group entries by row.

        Args:
            row: of each entry, [entries].
            column: of each entry, [entries].
            rows: of the matrix.
            width: columns of the matrix.
        """
        offsets = np.zeros(rows + 1, dtype=np.int64)
        np.cumsum(np.bincount(row, minlength=rows), out=offsets[1:])
        return cls(offsets, column[np.argsort(row, kind="stable")], width)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def lengths(self) -> IntArray:
        """How many entries each row has, [rows]."""
        return np.diff(self.offsets)

    def entries(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """Return the entries of some rows: the place in `rows`, and the column.

        Args:
            rows: any rows, in any order, [n].
        """
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        place = np.repeat(np.arange(len(rows)), lengths)
        first = np.cumsum(lengths) - lengths
        within = np.arange(len(place)) - first[place]
        return place, self.columns[self.offsets[rows][place] + within]

    def dense(self, rows: IntArray) -> FloatArray:
        """Return some rows as an array of zeros and ones, float32 [n, width]."""
        flags = np.zeros((len(rows), self.width), dtype=np.float32)
        flags[self.entries(rows)] = 1
        return flags

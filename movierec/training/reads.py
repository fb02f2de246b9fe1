"""Which rows of a table each step of an epoch reads, and when each of them is read again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Times:
    """When the rows of a table are read.

    Attributes:
        first: after how many steps each row of the table is read, or the epoch ends.
        until: after how many steps each of the rows that are read is read again, likewise.
        last: the place in its step at which each of them is read for the last time.
    """

    first: Integers
    until: Integers
    last: Integers


@dataclass(frozen=True, slots=True)
class Reads:
    """What an epoch reads.

    Attributes:
        table: rows and columns of the table; it is the front of the vector of parameters.
        rows: what is read, step by step; a step may read a row several times.
        a_step: how many of them a step reads; the last one may read fewer.
    """

    table: tuple[int, int]
    rows: Integers
    a_step: int

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return -(-len(self.rows) // self.a_step)

    def of_step(self, step: int) -> Integers:
        """Return what a step, counted from 0, reads."""
        return self.rows[step * self.a_step : (step + 1) * self.a_step]

    def times(self) -> Times:
        """Find out when each row is read."""
        until, last = np.empty_like(self.rows), np.empty_like(self.rows)
        first = np.full(self.table[0], self.steps)
        place, numbers = np.empty_like(first), np.arange(self.a_step)
        for step in reversed(range(self.steps)):
            part = slice(step * self.a_step, (step + 1) * self.a_step)
            rows = self.rows[part]
            until[part] = first[rows] - step
            first[rows] = step
            place[rows] = numbers[: len(rows)]
            last[part] = place[rows]
        return Times(first, until, last)

"""Adam for a table of which each step reads few rows: what the others need is made up for later.

A row that a batch does not read has no gradient, yet Adam goes on moving it, on a way that is known
(`path`). As it is known, too, when a row is read next, all steps until then are made at once when
it is changed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from movierec.training.path import BETA1, BETA2, Path
from movierec.training.reads import Integers, Reads

_AT_ONCE = 64
"""Steps whose factors are worked out together."""


class LateRows:
    """Changes a table through one epoch; after its last step all rows have gone all steps.

    Args:
        reads: which rows each step reads.
        vectors: weights, first and second moment on the processor: flat, the table at the front;
            `finish` changes them.
        done: steps before the epoch.
        lr: Adam's step size.

    Attributes:
        size: numbers in the table.
        slope: the gradient of what was read last, [n, columns]; whoever reads leaves it here.
    """

    slope: Tensor

    def __init__(self, reads: Reads, vectors: tuple[Tensor, ...], done: int, lr: float) -> None:
        rows, columns = reads.table
        self.size = rows * columns
        self._tables = [vector[: self.size].view(rows, columns) for vector in vectors]
        # A step waits for memory more than for arithmetic: so what is known of a row lies together,
        # and numpy, which needs a third of torch's time for that, takes it and puts it back.
        self._table = torch.stack(self._tables, 1).numpy()
        room = min(reads.a_step, len(reads.rows)), *self._table.shape[1:]
        self._room = np.empty(room, dtype=np.float32)
        self._path = Path(done, reads.steps, lr)
        times = reads.times()
        self._go_to_first(times.first)
        self._steps = zip(
            (reads.of_step(step) for step in range(reads.steps)),
            torch.split(torch.from_numpy(times.last), reads.a_step),
            self._ways(times.until, reads.a_step),
            strict=True,
        )

    def read(self) -> Tensor:
        """Return the rows that the next step reads, [n, columns]."""
        self._rows, self._last, self._way = next(self._steps)
        room = self._room[: len(self._rows)]
        self._taken = torch.from_numpy(self._table.take(self._rows, 0, out=room, mode="clip"))
        return self._taken[:, 0]

    def step(self) -> None:
        """Change what was read last."""
        # What was read several times is put back as often: the last time counts.
        slope = torch.zeros_like(self.slope).index_add_(0, self._last, self.slope)
        _change(self._taken, slope, self._way)
        # Of what it is given for one row, numpy keeps the last.
        self._table[self._rows] = self._taken.numpy()

    def finish(self) -> None:
        """Write all rows back."""
        changed = torch.from_numpy(self._table).unbind(1)
        for table, rows in zip(self._tables, changed, strict=True):
            table.copy_(rows)

    def _go_to_first(self, first: Integers) -> None:
        """Make the steps before each row is read."""
        late = np.flatnonzero(first)
        taken = torch.from_numpy(self._table[late])
        way = self._path.factors(np.zeros_like(late), first[late])
        _change(taken, torch.zeros(1, taken.shape[2]), tuple(way))
        self._table[late] = taken.numpy()

    def _ways(self, until: Integers, a_step: int) -> Iterator[tuple[Tensor, ...]]:
        for start in range(0, len(until), _AT_ONCE * a_step):
            counts = until[start : start + _AT_ONCE * a_step]
            steps = np.arange(start, start + len(counts)) // a_step
            factors = self._path.factors(steps, counts)
            yield from zip(*(torch.split(factor, a_step) for factor in factors), strict=True)


def _change(rows: Tensor, slope: Tensor, way: tuple[Tensor, ...]) -> None:
    """Make a step with a gradient and those behind it without one.

    Args:
        rows: weights, first and second moment, [n, 3, columns]; changed in place.
        slope: the gradient, [n, columns].
        way: the factors of `Path`.
    """
    weights, first, second = rows.unbind(1)
    slow, least, left_first, left_second = way
    first.lerp_(slope, 1 - BETA1)
    second.mul_(BETA2).addcmul_(slope, slope, value=1 - BETA2)
    weights.addcdiv_(first, second.sqrt().mul_(slow).add_(least), value=-1)
    first.mul_(left_first)
    second.mul_(left_second)

"""The report's training rows on the device, shuffled and cut into batches without a loader."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import NamedTuple

import torch
from torch import Tensor

from movierec.records import FloatArray, IntArray, Ratings
from movierec.training.dropout import dropout_mask
from movierec.training.reads import Integers

BLOCK_ROWS = 2048
"""Rows gathered at once, for many small batches or for one large: they fit into a core's cache."""


class Batch(NamedTuple):
    """One step's rows.

    Attributes:
        entries: table entries of user and film, int64 [n, 2].
        features: what is known of both, [n, features].
        target: stars, [n].
        mask: what dropout multiplies its layer with, [n, width]; None without dropout.
    """

    entries: Tensor
    features: Tensor
    target: Tensor
    mask: Tensor | None

    def take(self, rows: slice) -> Batch:
        """Return some of its rows."""
        mask = None if self.mask is None else self.mask[rows]
        return Batch(self.entries[rows], self.features[rows], self.target[rows], mask)


class Rows:
    """Looks up the inputs of rows of ratings, on one device.

    Args:
        user_features: float32 [users + 1, k], the unknown user last.
        movie_features: float32 [movies + 1, l], the unknown film last.
        device: where they are kept.
    """

    def __init__(
        self, user_features: FloatArray, movie_features: FloatArray, device: torch.device
    ) -> None:
        self._users = len(user_features)
        self._movies = len(movie_features)
        self._device = device
        self._user_features = torch.from_numpy(user_features).to(device)
        self._movie_features = torch.from_numpy(movie_features).to(device)

    def entries(self, user: IntArray, movie: IntArray) -> Tensor:
        """Return the table entries of user and film rows, int32 [n, 2]; -1 is the unknown one."""
        # The remainder of -1 is the last entry of its side.
        columns = [
            torch.from_numpy(user % self._users),
            torch.from_numpy(movie % self._movies + self._users),
        ]
        return torch.stack(columns, 1).to(self._device, torch.int32)

    def features(self, entries: Tensor) -> Tensor:
        """Return the features of int64 table entries, [n, features]."""
        user = self._user_features.index_select(0, entries[:, 0])
        movie = self._movie_features.index_select(0, entries[:, 1] - self._users)
        return torch.cat([user, movie], 1)


def row_order(rows: int, seed: int) -> Tensor:
    """Return the order of an epoch's rows, int64 [rows]: on the CPU, the same for every device."""
    return torch.randperm(rows, generator=torch.Generator().manual_seed(seed))


class Batches:
    """Cuts the training rows into batches, in a new order each epoch.

    Args:
        rows: looks up their inputs.
        train: the rows to learn from.
        batch_size: rows a batch; the last one of an epoch may be smaller.
        dropout: share of the masked layer silenced, 0 to 1.
        masked: width of that layer.
    """

    def __init__(
        self, rows: Rows, train: Ratings, batch_size: int, dropout: float, masked: int
    ) -> None:
        self._rows = rows
        self._entries = rows.entries(train.user, train.movie)
        self._rating = torch.from_numpy(train.rating).to(self._entries.device)
        self.batch_size = batch_size
        self._dropout = dropout
        self._masked = masked

    def epoch(self, seed: int) -> Iterator[Batch]:
        """Yield every row once; all randomness comes from `seed`."""
        device = self._entries.device
        order = row_order(len(self._rating), seed)
        generator = torch.Generator(device).manual_seed(seed)
        rows = self.batch_size * max(1, BLOCK_ROWS // self.batch_size)
        for block in torch.split(order.to(device), rows):
            yield from self._cut(block, generator)

    def entries(self, seed: int) -> Integers:
        """Return the table entries that an epoch reads, in its order, int64 [2 * rows]."""
        found: Integers = self._entries[row_order(len(self._rating), seed)].long().numpy().ravel()
        return found

    def sizes(self, seed: int) -> tuple[Batch, ...]:
        """Return a batch of each size that an epoch has: whole ones, and the rest at its end."""
        first = next(self.epoch(seed))
        rest = len(self._rating) % self.batch_size
        if rest in (0, len(first.target)):
            return (first,)
        return first, first.take(slice(rest))

    def _cut(self, block: Tensor, generator: torch.Generator) -> Iterator[Batch]:
        entries = self._entries[block].long()
        masks: Iterator[Tensor | None] = repeat(None)
        if self._dropout > 0:
            mask = dropout_mask((len(block), self._masked), self._dropout, generator)
            masks = iter(self._split(mask))
        columns = (
            self._split(entries),
            self._split(self._rows.features(entries)),
            self._split(self._rating[block]),
        )
        return map(Batch, *columns, masks)

    def _split(self, column: Tensor) -> tuple[Tensor, ...]:
        return torch.split(column, self.batch_size)

"""The report's training rows on the device, shuffled and cut into batches without a loader."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import NamedTuple

import torch
from torch import Tensor

from movierec.records import FloatArray, IntArray, Ratings

BLOCK_ROWS = 8192
"""Rows gathered at once, for many small batches or for one large."""


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
        self._batch_size = batch_size
        self._dropout = dropout
        self._masked = masked

    def epoch(self, seed: int) -> Iterator[Batch]:
        """Yield every row once; all randomness comes from `seed`."""
        device = self._entries.device
        # The order is drawn on the CPU, so that it is the same on every device.
        order = torch.randperm(len(self._rating), generator=torch.Generator().manual_seed(seed))
        generator = torch.Generator(device).manual_seed(seed)
        for block in torch.split(order, self._batch_size * max(1, BLOCK_ROWS // self._batch_size)):
            yield from self._cut(block.to(device), generator)

    def sizes(self, seed: int) -> tuple[Batch, ...]:
        """Return a batch of each size that an epoch has: whole ones, and the rest at its end."""
        first = next(self.epoch(seed))
        rest = len(self._rating) % self._batch_size
        if rest in (0, len(first.target)):
            return (first,)
        mask = None if first.mask is None else first.mask[:rest]
        return first, Batch(first.entries[:rest], first.features[:rest], first.target[:rest], mask)

    def _cut(self, block: Tensor, generator: torch.Generator) -> Iterator[Batch]:
        entries = self._entries[block].long()
        masks: Iterator[Tensor | None] = repeat(None)
        if self._dropout > 0:
            masks = iter(self._split(self._mask(len(block), generator)))
        columns = (
            self._split(entries),
            self._split(self._rows.features(entries)),
            self._split(self._rating[block]),
        )
        return map(Batch, *columns, masks)

    def _mask(self, rows: int, generator: torch.Generator) -> Tensor:
        mask = torch.rand((rows, self._masked), generator=generator, device=generator.device)
        return mask.ge_(self._dropout).mul_(1 / (1 - self._dropout))

    def _split(self, column: Tensor) -> tuple[Tensor, ...]:
        return torch.split(column, self._batch_size)

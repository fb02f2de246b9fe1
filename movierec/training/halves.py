"""What a pair of user and film reads of each side, computed once a row and not once a pair.

The first layer is linear in the user's and in the film's inputs, so that its sums are a user's
half plus a film's half; and a product of vectors with both offsets is a product of longer vectors.
A half's columns are

::

    sums of the first layer, member by member             members * width of the layer
    vector, offset, 1 (a film: vector, 1, offset)         members * (embed + 2)

There are far fewer users and films than pairs in a batch. On a processor it is also quicker to look
a row of sums up than to look the inputs up and multiply them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from movierec.training.towers import Shape

_BLOCK_ROWS = 16_384


@dataclass(frozen=True, slots=True)
class Half:
    """One side's half, and back.

    Attributes:
        shape: of the network.
        offset: behind how many numbers the vector's offset comes; 0 for users, 1 for films.
    """

    shape: Shape
    offset: int

    def build(self, tower: Tensor, weight: Tensor) -> Tensor:
        """Return the halves, [rows, half].

        Args:
            tower: of this side, [rows, c].
            weight: of the first layer, the rows for this side's inputs, [members, embed, width].
        """
        shape = self.shape
        half = tower.new_empty(len(tower), shape.half)
        for rows in _blocks(len(tower)):
            vector, inputs, offset = self._of_tower(tower[rows])
            sums, product = self._of_half(half[rows])
            sums.copy_(torch.bmm(inputs, weight).transpose(0, 1))
            product[:, :, : shape.embed] = vector
            product[:, :, shape.embed + self.offset] = offset
            product[:, :, shape.embed + 1 - self.offset] = 1
        return half

    def back(self, slope: Tensor, tower: Tensor, weight: Tensor, gradient: Tensor) -> Tensor:
        """Return the slope of the tower, [rows, c].

        Args:
            slope: of the halves, [rows, half].
            tower: as in `build`.
            weight: as in `build`.
            gradient: of the weight, added to.
        """
        shape = self.shape
        found = torch.empty_like(tower)
        for rows in _blocks(len(tower)):
            inputs = self._of_tower(tower[rows])[1]
            sums, product = self._of_half(slope[rows])
            vector_slope, inputs_slope, offset_slope = self._of_tower(found[rows])
            gradient.baddbmm_(inputs.transpose(1, 2), sums.transpose(0, 1))
            inputs_slope.copy_(torch.bmm(sums.transpose(0, 1), weight.transpose(1, 2)))
            vector_slope.copy_(product[:, :, : shape.embed])
            offset_slope.copy_(product[:, :, shape.embed + self.offset])
        return found

    def _of_tower(self, tower: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return views: vectors [n, members, embed], inputs [members, n, embed], offsets."""
        by_member = tower.view(-1, self.shape.members, self.shape.width)
        embed = self.shape.embed
        return (
            by_member[:, :, :embed],
            by_member[:, :, embed:-1].transpose(0, 1),
            by_member[:, :, -1],
        )

    def _of_half(self, half: Tensor) -> tuple[Tensor, Tensor]:
        """Return views: sums [n, members, width] and product numbers [n, members, product]."""
        shape = self.shape
        return (
            half[:, : shape.first].view(len(half), shape.members, shape.hidden[0]),
            half[:, shape.first :].view(len(half), shape.members, shape.product),
        )


def _blocks(rows: int) -> Iterator[slice]:
    for start in range(0, rows, _BLOCK_ROWS):
        yield slice(start, start + _BLOCK_ROWS)

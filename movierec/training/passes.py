"""The default network's way from towers to predictions for pairs of user and film, and back."""

from __future__ import annotations

import torch
from torch import Tensor

from movierec.training import layers
from movierec.training.halves import Half
from movierec.training.towers import Parameters, Shape
from movierec.training.workspace import Workspace


class Pass:
    """Predicts by the same towers for any number of blocks of pairs.

    Args:
        shape: of the network.
        parameters: its layers.
        towers: of users and films, [rows, c] each.
        dropout: share of the dropped-out layer that is silenced.
    """

    def __init__(
        self,
        shape: Shape,
        parameters: Parameters,
        towers: tuple[Tensor, Tensor],
        dropout: float = 0.0,
    ) -> None:
        self._shape = shape
        self._weights, self._biases = parameters.weights, parameters.biases
        self._towers = towers
        self._sides = Half(shape, 0), Half(shape, 1)
        self._firsts = _by_side(self._weights[0], shape.embed)
        user, movie = (
            side.build(tower, weight)
            for side, tower, weight in zip(self._sides, towers, self._firsts, strict=True)
        )
        user[:, : shape.first] += self._biases[0].flatten()
        self._halves = user, movie
        self._slopes: tuple[Tensor, Tensor] | None = None
        self._scale = 1 / (1 - dropout)
        self._work = Workspace(user)
        # Which member a number of the product belongs to.
        members = torch.arange(shape.members, device=user.device)
        self._member = members.repeat_interleave(shape.product)

    def outputs(self, user: Tensor, movie: Tensor) -> Tensor:
        """Return every member's prediction less the mean for aligned rows, [n, members]."""
        return self._forward(*self._gather(user, movie), None)[1]

    def backward(
        self,
        user: Tensor,
        movie: Tensor,
        target: Tensor,
        mask: Tensor | None,
        share: float,
        gradient: Parameters,
    ) -> Tensor:
        """Add the gradient of `share` times half the members' squared errors.

        Args:
            user: rows, [n].
            movie: rows, [n].
            target: stars less the mean, [n].
            mask: what the dropped-out layer is multiplied with, 0 or `1 / (1 - dropout)`,
                [n, members * width]; None without dropout.
            share: of the batch that one row is.
            gradient: of the layers above the first, added to; the rest is left to `finish`.

        Returns:
            The sum of squared errors of the members' average, a tensor.
        """
        a, b = self._gather(user, movie)  # [n, half]
        inputs, output = self._forward(a, b, mask)
        error = output - target[:, None]  # [n, members]
        first, width = self._shape.first, len(self._member)
        slope = self._work.rows("slope", *a.shape)
        scaled = error * share
        self._through_layers(scaled, inputs, gradient, slope[:, :first])
        if self._slopes is None:
            self._slopes = torch.zeros_like(self._halves[0]), torch.zeros_like(self._halves[1])
        each = self._work.rows("each", len(a), width)
        torch.index_select(scaled, 1, self._member, out=each)
        for table, rows, other in ((self._slopes[0], user, b), (self._slopes[1], movie, a)):
            torch.mul(other[:, first:], each, out=slope[:, first:])
            _add_rows(table, rows, slope)
        return (error.mean(1) ** 2).sum()

    def finish(self, gradient: Parameters) -> tuple[Tensor, Tensor]:
        """Write the first layer's gradient; return the slopes of both towers, [rows, c] each.

        Nothing can be asked of the pass afterwards: the halves are let go first, which on a large
        data set are the most of what a step holds.
        """
        assert self._slopes is not None
        del self._halves
        weight, bias = gradient.weights[0].zero_(), gradient.biases[0]
        bias.copy_(self._slopes[0][:, : self._shape.first].sum(0).view_as(bias))
        user, movie = (
            side.back(slope, tower, first, found)
            for side, slope, tower, first, found in zip(
                self._sides,
                self._slopes,
                self._towers,
                self._firsts,
                _by_side(weight, self._shape.embed),
                strict=True,
            )
        )
        return user, movie

    def _gather(self, user: Tensor, movie: Tensor) -> tuple[Tensor, Tensor]:
        a, b = (
            torch.index_select(half, 0, rows, out=self._work.rows(name, len(rows), half.shape[1]))
            for name, half, rows in zip(("user", "movie"), self._halves, (user, movie), strict=True)
        )
        return a, b

    def _forward(self, a: Tensor, b: Tensor, mask: Tensor | None) -> tuple[list[Tensor], Tensor]:
        """Return what each layer above the first reads, and the outputs."""
        shape, rows, first = self._shape, len(a), self._shape.first
        x = torch.add(a[:, :first], b[:, :first], out=self._work.rows("first", rows, first))
        inputs = []
        for layer in range(1, len(self._weights)):
            x = x.relu_()
            if mask is not None and layer - 1 == shape.dropped:
                x *= mask
            inputs.append(x)
            x = layers.forward(x, self._weights[layer], self._biases[layer], self._work)
        product = self._work.rows("product", rows, shape.half - first)
        torch.mul(a[:, first:], b[:, first:], out=product)
        return inputs, x.add_(product.view(-1, shape.members, shape.product).sum(2))

    def _through_layers(
        self, slope: Tensor, inputs: list[Tensor], gradient: Parameters, into: Tensor
    ) -> None:
        """Add the upper layers' gradient, and write the slope of the first one's sums."""
        for layer in reversed(range(1, len(self._weights))):
            x, weight = inputs[layer - 1], self._weights[layer]
            found = gradient.weights[layer], gradient.biases[layer]
            layers.add_gradient(x, slope, *found, self._work)
            if layer - 1 == self._shape.dropped:
                # What was silenced is 0 in x, so that only the scale of the rest is left to see to.
                weight = weight * self._scale
            slope = layers.backward(slope, weight, self._work)
            out = into if layer == 1 else slope
            torch.ops.aten.threshold_backward.grad_input(slope, x, 0, grad_input=out)
            slope = out


def _by_side(weight: Tensor, embed: int) -> tuple[Tensor, Tensor]:
    return weight[:, :embed], weight[:, embed:]


def _add_rows(table: Tensor, rows: Tensor, values: Tensor) -> None:
    if table.is_cuda:
        # On CUDA the other way adds in no fixed order: one seed would give different bytes.
        table.index_put_((rows,), values, accumulate=True)
    else:
        table.scatter_add_(0, rows[:, None].expand_as(values), values)

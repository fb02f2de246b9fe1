"""The network: two embeddings and known features, then layers with ReLU between them.

Its gradient is written out by hand: at batch 64 the layers are so small that autograd's
bookkeeping takes as long as the arithmetic. A test holds it against autograd.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

LARGE = 16_384
"""Numbers of a layer's weights from which on it is worth asking for its live units."""

FEW_ROWS = 256
"""Larger batches have a row for nearly every unit."""

_GRAIN = 16
_FEW = 0.75


@dataclass(frozen=True, slots=True)
class Parameters:
    """Views of one flat vector, in its order.

    Attributes:
        table: embeddings of users, then of films, [entries, embed]; the last entry of each side
            stands for unknown ones.
        weights: of each layer, [out, in]. The first reads user embedding, film embedding, features.
        biases: of each layer, [out].
    """

    table: Tensor
    weights: tuple[Tensor, ...]
    biases: tuple[Tensor, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a network.

    Attributes:
        entries: rows of the embedding table.
        embed: length of an embedding.
        features: numbers known of a user and a film together.
        hidden: widths of the hidden layers.
    """

    entries: int
    embed: int
    features: int
    hidden: tuple[int, ...]

    @property
    def widths(self) -> tuple[int, ...]:
        """Width of the input, of each hidden layer and of the output."""
        return (2 * self.embed + self.features, *self.hidden, 1)

    @property
    def parameters(self) -> int:
        """How many numbers there are to learn."""
        layers = sum(wide * (narrow + 1) for narrow, wide in pairwise(self.widths))
        return self.entries * self.embed + layers

    @property
    def dropped(self) -> int:
        """The hidden layer that dropout follows: the second, as in the report, or the only one."""
        return min(1, len(self.hidden) - 1)

    def views(self, flat: Tensor) -> Parameters:
        """Return the parameters that lie in `flat`, [parameters], sharing its memory."""
        sizes: list[tuple[int, ...]] = [(self.entries, self.embed)]
        for narrow, wide in pairwise(self.widths):
            sizes += [(wide, narrow), (wide,)]
        parts = torch.split(flat, [math.prod(size) for size in sizes])
        table, *layers = [part.view(size) for part, size in zip(parts, sizes, strict=True)]
        return Parameters(table, tuple(layers[0::2]), tuple(layers[1::2]))

    def initial(self, embedding_sd: float, generator: torch.Generator) -> Tensor:
        """Draw a flat vector on the CPU: normal embeddings, layers as torch draws `Linear`."""
        flat = torch.empty(self.parameters)
        parameters = self.views(flat)
        parameters.table.normal_(0, embedding_sd, generator=generator)
        for weight, bias in zip(parameters.weights, parameters.biases, strict=True):
            bound = weight.shape[1] ** -0.5
            weight.uniform_(-bound, bound, generator=generator)
            bias.uniform_(-bound, bound, generator=generator)
        return flat


def predict(parameters: Parameters, entries: Tensor, features: Tensor) -> Tensor:
    """Return the network's output, [n].

    Args:
        parameters: of the network.
        entries: table entries of user and film, [n, 2].
        features: [n, features].
    """
    embedded = parameters.table.index_select(0, entries.reshape(-1)).view(len(entries), -1)
    x = torch.cat([embedded, features], 1)
    for weight, bias in zip(parameters.weights[:-1], parameters.biases[:-1], strict=True):
        x = torch.addmm(bias, x, weight.t()).relu_()
    return torch.addmm(parameters.biases[-1], x, parameters.weights[-1].t())[:, 0]


class Gradient:
    """Computes the gradient of the mean squared error over a batch.

    Args:
        shape: of the network.
        flat: its parameters, [parameters].
    """

    def __init__(self, shape: Shape, flat: Tensor) -> None:
        self.flat = torch.zeros_like(flat)
        self._shape = shape
        self._parameters = shape.views(flat)
        self._parts = shape.views(self.flat)
        self._transposed = [weight.t() for weight in self._parameters.weights]
        # Of the first layer only the embeddings' columns: nothing is learned about the features.
        first, *others = self._parameters.weights
        self._read = [first[:, : 2 * shape.embed], *others]
        # Which units are live is a question that only the processor answers without waiting.
        cpu = flat.device.type == "cpu"
        self._sparse = {
            layer
            for layer, weight in enumerate(self._parameters.weights[:-1])
            if cpu and weight.numel() >= LARGE
        }
        self._touched = torch.zeros(1, dtype=torch.int64, device=flat.device)

    def compute(
        self, entries: Tensor, features: Tensor, target: Tensor, mask: Tensor | None
    ) -> Tensor:
        """Leave the gradient in `flat`; return the sum of squared errors, a tensor.

        Args:
            entries: table entries of user and film, [n, 2].
            features: [n, features].
            target: [n].
            mask: what the dropped-out layer is multiplied with, [n, width]; None: no dropout.
        """
        embedded = self._parameters.table.index_select(0, entries.reshape(-1))
        loss, slope = self.compute_layers(embedded, features, target, mask)
        self._into_table(entries, slope)
        return loss

    def compute_layers(
        self, embedded: Tensor, features: Tensor, target: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """Leave the gradient of the layers in `flat`.

        Args:
            embedded: the table's rows of user and film, then of the next ones, [2 * n, embed].
            features: [n, features].
            target: [n].
            mask: what the dropped-out layer is multiplied with, [n, width]; None: no dropout.

        Returns:
            The sum of squared errors, a tensor, and the gradient of `embedded`, [2 * n, embed].
        """
        dropped = self._shape.dropped
        inputs, output = self._forward(embedded, features, mask)
        error = output[:, 0] - target
        slope = (error * (2 / len(error)))[:, None]  # [n, out] of the layer being left
        for layer in reversed(range(len(inputs))):
            torch.sum(slope, 0, out=self._parts.biases[layer])
            slope = self._through(layer, slope, inputs)
            if layer == 0:
                break
            if mask is not None and layer == dropped + 1:
                slope *= mask
            # ReLU passes the slope on where its output is above 0; a dropped unit's slope is 0.
            slope = torch.ops.aten.threshold_backward(slope, inputs[layer], 0)
        return torch.dot(error, error), slope.view(-1, self._shape.embed)

    def trial(self, entries: Tensor, features: Tensor) -> Iterator[Tensor]:
        """Yield all that a step computes of a layer with few live units, for each number of them.

        Args:
            entries: table entries of user and film, [n, 2].
            features: [n, features].
        """
        if len(entries) > FEW_ROWS:
            return
        embedded = self._parameters.table.index_select(0, entries.reshape(-1))
        inputs, _ = self._forward(embedded, features, None)
        for layer in sorted(self._sparse):
            slope = inputs[layer + 1]  # any numbers will do
            for count in live_counts(slope.shape[1]):
                live = torch.topk(slope.sum(0), count)[1]
                yield self._through_live(layer, slope, inputs[layer], live).flatten()
                yield self._parts.weights[layer].flatten().clone()

    def _forward(
        self, embedded: Tensor, features: Tensor, mask: Tensor | None
    ) -> tuple[list[Tensor], Tensor]:
        biases = self._parameters.biases
        inputs = [torch.cat([embedded[0::2], embedded[1::2], features], 1)]
        for layer, weight in enumerate(self._transposed[:-1]):
            x = torch.addmm(biases[layer], inputs[-1], weight).relu_()
            if mask is not None and layer == self._shape.dropped:
                x *= mask
            inputs.append(x)
        return inputs, torch.addmm(biases[-1], inputs[-1], self._transposed[-1])

    def _through(self, layer: int, slope: Tensor, inputs: list[Tensor]) -> Tensor:
        """Leave the gradient of a layer's weights; return the slope of what it reads.

        Args:
            layer: its number.
            slope: of its output, [n, out].
            inputs: of all layers, [n, in] each.
        """
        sparse = layer in self._sparse and len(slope) <= FEW_ROWS
        live = live_units(inputs[layer + 1]) if sparse else None
        if live is not None:
            return self._through_live(layer, slope, inputs[layer], live)
        torch.mm(slope.t(), inputs[layer], out=self._parts.weights[layer])
        return slope @ self._read[layer]

    def _through_live(self, layer: int, slope: Tensor, x: Tensor, live: Tensor) -> Tensor:
        slope = slope.index_select(1, live)  # [n, live]
        gradient = self._parts.weights[layer]
        gradient.zero_()
        gradient.index_copy_(0, live, slope.t() @ x)
        return slope @ self._read[layer].index_select(0, live)

    def _into_table(self, entries: Tensor, by_entry: Tensor) -> None:
        table = self._parts.table
        # Few entries had a gradient in the step before; the rest is 0 already.
        table.index_fill_(0, self._touched, 0)
        self._touched = entries.reshape(-1)
        if table.is_cuda:
            # On CUDA the other way adds in no fixed order: one seed would give different bytes.
            table.index_put_((self._touched,), by_entry, accumulate=True)
        else:
            table.scatter_add_(0, self._touched[:, None].expand_as(by_entry), by_entry)


def live_units(output: Tensor) -> Tensor | None:
    """Return the units of a layer that are above 0 for any row, or None where most are.

    The others have no slope: nothing goes into their weights nor through them. The report's raw ids
    among the inputs soon leave few units of the wide layers live.

    Args:
        output: of the layer behind its ReLU, [n, out].

    Returns:
        Their numbers, int64, filled up with others to one of the `live_counts`.
    """
    total = output.sum(0)
    live = -(-int(torch.count_nonzero(total)) // _GRAIN) * _GRAIN
    return torch.topk(total, live)[1] if live in live_counts(len(total)) else None


def live_counts(width: int) -> range:
    """Return how many of `width` units `live_units` may find: few enough to try them all."""
    return range(_GRAIN, int(_FEW * width) + 1, _GRAIN)

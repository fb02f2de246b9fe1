"""The report's network as it is listed there: ids and age among the inputs, nothing scaled."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from movierec.config import TrainConfig
from movierec.data.features import report_features
from movierec.records import FloatArray, IntArray
from movierec.training.arrays import to_array
from movierec.training.batches import Batch, Batches, Rows
from movierec.training.data import TrainingData
from movierec.training.distributed import ALONE, Group
from movierec.training.export import export_network
from movierec.training.late import LateRows
from movierec.training.network import Gradient, Shape, predict
from movierec.training.reads import Reads

PREDICT_ROWS = 65_536
_EMBEDDING_SD = 1.0


class ReportLearner:
    """See `learner.Learner`.

    Args:
        data: what to learn from.
        config: how; it has one member, whatever the configuration says.
        generator: draws the first weights, on the CPU.
        device: where to compute.
        group: the processes that share the rows of every batch.

    Raises:
        UsageError: the data set tells nothing of its users.
    """

    averaging = 0.0
    pace_window = 8

    def __init__(
        self,
        data: TrainingData,
        config: TrainConfig,
        generator: torch.Generator,
        device: torch.device,
        group: Group = ALONE,
    ) -> None:
        columns = report_features(data.catalogue, data.dataset)
        self._user_features = _with_zeros(columns.user)
        self._movie_features = _with_zeros(columns.movie)
        entries = len(self._user_features) + len(self._movie_features)
        self._shape = Shape(entries, config.embed_size, len(columns.names), config.hidden)
        self.weights = self._shape.initial(_EMBEDDING_SD, generator).to(device)
        self.parameters = len(self.weights)
        self._gradient = Gradient(self._shape, self.weights)
        self._group = group
        # What a process has computed itself is cleared row by row, and has to stay apart from sums.
        alone = group.size == 1
        self.gradient = self._gradient.flat if alone else torch.empty_like(self.weights)
        self._rows = Rows(self._user_features, self._movie_features, device)
        self._batches = Batches(
            self._rows,
            data.train,
            config.batch_size,
            config.dropout,
            config.hidden[self._shape.dropped],
        )

    def epoch(self, seed: int, late: LateRows | None = None, /) -> Iterator[tuple[Tensor, int]]:
        """See `Learner`."""
        for batch in self._batches.epoch(seed):
            if late is None:
                loss = self._compute(batch)
            else:
                loss, late.slope = self._gradient.compute_layers(late.read(), *batch[1:])
            yield loss, len(batch.target)

    def reads(self, seed: int, /) -> Reads | None:
        """See `Learner`."""
        # Several processes add up whole gradients, and for a graphics card they are little work.
        if self._group.size > 1 or self.weights.device.type != "cpu":
            return None
        table = self._shape.entries, self._shape.embed
        return Reads(table, self._batches.entries(seed), 2 * self._batches.batch_size)

    def trial(self, seed: int) -> Tensor:
        """See `Learner`."""
        found = []
        for batch in self._batches.sizes(seed):
            loss = self._compute(batch)
            found += [self.gradient.clone(), loss[None]]
            found += self._gradient.trial(batch.entries, batch.features)
        return torch.cat(found)

    def whole(self, flat: Tensor) -> Tensor:
        """See `Learner`; every process learns all parameters."""
        return flat

    def part(self, flat: Tensor) -> Tensor:
        """See `Learner`."""
        return flat

    def settled(self, flat: Tensor) -> Tensor:
        """Copy the weights; embeddings without training rows stay as they were drawn."""
        return flat.clone()

    def predict(self, flat: Tensor, user: IntArray, movie: IntArray) -> FloatArray:
        """See `Learner`."""
        parameters = self._shape.views(flat)
        predicted = np.empty(len(user), dtype=np.float32)
        for start in range(0, len(user), PREDICT_ROWS):
            block = slice(start, start + PREDICT_ROWS)
            entries = self._rows.entries(user[block], movie[block]).long()
            predicted[block] = to_array(predict(parameters, entries, self._rows.features(entries)))
        return predicted

    def export(self, flat: FloatArray) -> dict[str, FloatArray]:
        """See `Learner`."""
        return export_network(self._shape, flat, self._user_features, self._movie_features)

    def _compute(self, batch: Batch) -> Tensor:
        """Leave a batch's gradient in `gradient`; return this process's part of squared errors."""
        if self._group.size == 1:
            return self._gradient.compute(*batch)
        rows = len(batch.target)
        mine = batch.take(self._group.part(rows))
        loss = torch.zeros((), device=self.weights.device)
        self.gradient.zero_()
        if len(mine.target) > 0:
            loss = self._gradient.compute(*mine)
            torch.mul(self._gradient.flat, len(mine.target) / rows, out=self.gradient)
        self._group.add_up(self.gradient)
        return loss


def _with_zeros(values: FloatArray) -> FloatArray:
    return np.vstack([values, np.zeros_like(values, shape=(1, values.shape[1]))])

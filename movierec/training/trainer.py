"""The training loop: an iterable of epoch reports, with a usable best model after each."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from typing import NoReturn

import numpy as np
import torch
from torch import Tensor

from movierec.config import TrainConfig
from movierec.errors import MovierecError, NotReadyError
from movierec.records import EpochReport, FloatArray, IntArray, Ratings, Scale
from movierec.training.data import TrainingData
from movierec.training.devices import memory_explained, threads_restored
from movierec.training.distributed import ALONE, Group
from movierec.training.kinds import build
from movierec.training.optimiser import Optimiser
from movierec.training.pace import Pace, new_pace
from movierec.training.progress import Tell, nobody
from movierec.training.state import TrainerState, state_explained

_VECTORS = ("weights", "first_moment", "second_moment", "average")
_STREAM = 3  # 1 and 2 draw the test and the validation rows


class Trainer:
    """Trains one model.

    Args:
        data: what to learn from.
        config: how.
        device: where; see `devices.choose_device`.
        group: the processes that share the rows of every batch.

    Raises:
        UsageError: the kind of model cannot learn from this data set.
        MovierecError: the device's memory does not suffice.
    """

    def __init__(
        self,
        data: TrainingData,
        config: TrainConfig,
        device: torch.device,
        group: Group = ALONE,
    ) -> None:
        self._group = group
        self._config = config
        self._device = device
        self._scale = data.scale
        generator = torch.Generator().manual_seed(_seed(config, 0))
        self._hint = (
            f"Try a --batch-size below {config.batch_size}, a smaller --embed-size, "
            "fewer --members, or --device cpu."
        )
        with memory_explained(device, self._hint), torch.no_grad():
            self._learner = build(data, config, generator, device, group)
            self._weights = self._learner.weights
            self._optimiser = Optimiser(
                self._weights,
                self._learner.gradient,
                config.lr,
                config.weight_decay,
                self._learner.averaging,
            )
            self._validation = data.validation
            self._rows = len(data.split.train)
            # Whole ones, as `_collect` found them: weights, both moments, average.
            self._vectors = self._optimiser.vectors
        self._history: tuple[EpochReport, ...] = ()
        self._best: FloatArray | None = None
        self._between_epochs = True

    @property
    def parameters(self) -> int:
        """How many numbers are learned."""
        return self._learner.parameters

    @property
    def history(self) -> tuple[EpochReport, ...]:
        """One report for each epoch so far."""
        return self._history

    @property
    def best_epoch(self) -> int:
        """The epoch whose weights are kept, 0 before the first has ended."""
        return max((report.epoch for report in self._history if report.best), default=0)

    @property
    def convergence(self) -> None:
        """Nothing: one network has no chains to compare."""
        return None

    def epochs(self, tell: Tell = nobody) -> Iterator[EpochReport]:
        """Train, yielding a report after each epoch; go on where `restore` left off.

        Args:
            tell: is told the share of the epoch under way that is done.

        An interruption between or inside epochs leaves `best_weights` usable.

        Raises:
            MovierecError: the loss is no longer a number, or the memory does not suffice.
        """
        memory = memory_explained(self._device, self._hint)
        with memory, threads_restored(), torch.no_grad():
            first = len(self._history) + 1
            self._group.order(first)
            self._share_state(first)
            pace = self._new_pace()
        while len(self._history) < self._config.epochs and not self._out_of_patience():
            start = time.perf_counter()
            self._between_epochs = False
            self._group.order(len(self._history) + 1)
            with (
                memory_explained(self._device, self._hint),
                threads_restored(),
                torch.no_grad(),
            ):
                train_loss = self._train_epoch(len(self._history) + 1, pace, tell)
                result = self._learner.settled(self._vectors[-1 if self._learner.averaging else 0])
                validation_loss = self._validate(result)
                self._require_finite(train_loss, validation_loss, result)
            self._keep(train_loss, validation_loss, result, time.perf_counter() - start)
            self._between_epochs = True
            yield self._history[-1]
        self._group.dismiss()

    def follow(self) -> NoReturn:
        """Learn beside the process that leads, until it ends.

        Raises:
            LeftAloneError: it has ended.
            MovierecError: the memory does not suffice.
        """
        memory = memory_explained(self._device, self._hint)
        with memory, threads_restored(), torch.no_grad():
            self._share_state(self._group.obey())
            pace = self._new_pace()
            while True:
                self._train_epoch(self._group.obey(), pace)

    def best_weights(self) -> dict[str, FloatArray]:
        """Return the best epoch's model as the arrays that `export` describes.

        Raises:
            NotReadyError: no epoch has ended yet.
        """
        with torch.no_grad():
            return self._learner.export(self._best_flat())

    def predict(self, user: IntArray, movie: IntArray) -> FloatArray:
        """Predict stars for aligned rows by the best epoch's network, [n], not clipped.

        Raises:
            NotReadyError: no epoch has ended yet.
        """
        flat = torch.from_numpy(self._best_flat()).to(self._device)
        with torch.no_grad():
            return self._learner.predict(flat, user, movie)

    def state(self) -> TrainerState:
        """Return all that the training needs to go on; valid between two epochs only.

        On a processor the arrays are those that the next epoch changes.
        """
        if not self._between_epochs:
            raise RuntimeError("the training was interrupted inside an epoch")
        vectors = [vector.cpu().numpy() for vector in self._vectors]
        steps = np.array([self._optimiser.steps], dtype=np.int64)
        arrays = dict(zip(_VECTORS, vectors, strict=True))
        return TrainerState(self._history, {"step": steps, **arrays, "best": self._best_flat()})

    def restore(self, state: TrainerState) -> None:
        """Go on from a state of the same training.

        Raises:
            DataError: the state does not fit this training.
        """
        with state_explained():
            arrays = state.arrays
            vectors = [torch.from_numpy(arrays[name]) for name in _VECTORS]
            self._take(int(arrays["step"][0]), vectors)
            best = arrays["best"]
            if best.shape != (self.parameters,) or best.dtype != np.float32:
                raise ValueError(f"the best weights have the shape {best.shape}")
        self._history = state.history
        self._best = best

    def _share_state(self, first: int) -> None:
        """Begin with epoch `first` where the process that leads does."""
        if first == 1 or self._group.size == 1:
            return  # what is drawn first is the same everywhere
        steps = torch.tensor([self._optimiser.steps])
        average = self.parameters if self._learner.averaging else 0
        vectors = [torch.empty(size) for size in (*[self.parameters] * 3, average)]
        if self._group.leads:
            vectors = [vector.cpu() for vector in self._vectors]
        self._group.hand_out(steps, *vectors)
        self._take(int(steps[0]), vectors)

    def _take(self, steps: int, vectors: list[Tensor]) -> None:
        """Go on from whole weights, moments and average, after so many steps."""
        self._vectors = tuple(vectors)
        weights, *rest = (self._learner.part(vector) for vector in vectors)
        self._weights.copy_(weights)
        self._optimiser.restore(steps, *(vector.numpy() for vector in rest))

    def _collect(self) -> None:
        """Bring the parts of all processes together in the one that leads."""
        self._vectors = tuple(map(self._learner.whole, self._optimiser.vectors))

    def _new_pace(self) -> Pace | None:
        # Processes may have other numbers of threads than each other: what one of them alone tries
        # would ask all for sums, and each keeps the threads that it was given.
        if self._device.type != "cpu" or self._group.size > 1:
            return None
        seed = _seed(self._config, 0)
        learner = self._learner
        return new_pace(self._config.batch_size, lambda: learner.trial(seed), learner.pace_window)

    def _train_epoch(self, epoch: int, pace: Pace | None, tell: Tell = nobody) -> float:
        total = torch.zeros((), device=self._device)
        rows = 0
        if pace is not None:
            pace.start()
        batches = self._learner.epoch(_seed(self._config, epoch))
        for number, (squared_error, size) in enumerate(batches, start=1):
            total += squared_error
            rows += size
            self._optimiser.step()
            if pace is not None:
                pace.step(number)
            tell(rows / self._rows)
        if pace is not None:
            pace.stop()
        self._group.add_up(total)
        self._collect()
        # The one moment of an epoch in which the device is waited for.
        return total.item() / rows

    def _require_finite(
        self, train_loss: float, validation_loss: float | None, result: Tensor
    ) -> None:
        # Finite weights may still be too large to predict with.
        losses = (train_loss, validation_loss or 0.0)
        if all(map(math.isfinite, losses)) and bool(torch.isfinite(result).all()):
            return
        epoch = len(self._history) + 1
        raise MovierecError(
            f"The training diverged in epoch {epoch}: its loss is no longer a number.",
            f"Try a lower learning rate than --lr {self._config.lr:g}.",
        )

    def _validate(self, flat: Tensor) -> float | None:
        rows = self._validation
        if len(rows) == 0:
            return None
        return _clipped_mse(self._learner.predict(flat, rows.user, rows.movie), rows, self._scale)

    def _keep(
        self, train_loss: float, validation_loss: float | None, result: Tensor, seconds: float
    ) -> None:
        lowest = min(
            (r.validation_loss for r in self._history if r.validation_loss is not None),
            default=math.inf,
        )
        best = validation_loss is None or validation_loss < lowest
        if best:
            self._best = result.cpu().numpy()
        epoch = len(self._history) + 1
        report = EpochReport(epoch, train_loss, validation_loss, best, seconds)
        self._history = (*self._history, report)

    def _best_flat(self) -> FloatArray:
        if self._best is None:
            raise NotReadyError(
                "The training was stopped before its first epoch had ended: there is no model yet.",
                "Start it again: movierec train",
            )
        return self._best

    def _out_of_patience(self) -> bool:
        patience = self._config.patience
        return patience > 0 and len(self._history) - self.best_epoch >= patience


def _seed(config: TrainConfig, epoch: int) -> int:
    """Return the seed of an epoch; 0 stands for the start."""
    sequence = np.random.SeedSequence([config.seed, _STREAM, epoch])
    return int(sequence.generate_state(1, np.uint64)[0] >> 1)


def _clipped_mse(predicted: FloatArray, rows: Ratings, scale: Scale) -> float:
    # Clipping would hide predictions that are infinite.
    if not np.isfinite(predicted).all():
        return math.nan
    error = np.clip(predicted, scale.low, scale.high).astype(np.float64) - rows.rating
    return float(np.mean(error**2))

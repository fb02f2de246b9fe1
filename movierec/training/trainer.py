"""The training loop: an iterable of epoch reports, with a usable best model after each."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from movierec.config import TrainConfig
from movierec.errors import MovierecError, NotReadyError
from movierec.records import EpochReport, FloatArray, IntArray, Ratings, Scale
from movierec.training.arrays import to_array
from movierec.training.data import TrainingData
from movierec.training.devices import memory_explained, threads_restored
from movierec.training.kinds import build
from movierec.training.optimiser import Optimiser
from movierec.training.pace import Pace, new_pace
from movierec.training.state import TrainerState, state_explained

_STREAM = 3  # 1 and 2 draw the test and the validation rows


class Trainer:
    """Trains one model.

    Args:
        data: what to learn from.
        config: how.
        device: where; see `devices.choose_device`.

    Raises:
        UsageError: the kind of model cannot learn from this data set.
        MovierecError: the device's memory does not suffice.
    """

    def __init__(self, data: TrainingData, config: TrainConfig, device: torch.device) -> None:
        self._config = config
        self._device = device
        self._scale = data.scale
        generator = torch.Generator().manual_seed(_seed(config, 0))
        self._hint = (
            f"Try a --batch-size below {config.batch_size}, a smaller --embed-size, "
            "fewer --members, or --device cpu."
        )
        with memory_explained(device, self._hint), torch.no_grad():
            self._learner = build(data, config, generator, device)
            self._weights = self._learner.weights
            self._optimiser = Optimiser(
                self._weights,
                self._learner.gradient,
                config.lr,
                config.weight_decay,
                self._learner.averaging,
            )
            self._validation = data.validation
        self._history: tuple[EpochReport, ...] = ()
        self._best: FloatArray | None = None
        self._between_epochs = True

    @property
    def parameters(self) -> int:
        """How many numbers are learned."""
        return len(self._weights)

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

    def epochs(self) -> Iterator[EpochReport]:
        """Train, yielding a report after each epoch; go on where `restore` left off.

        An interruption between or inside epochs leaves `best_weights` usable.

        Raises:
            MovierecError: the loss is no longer a number, or the memory does not suffice.
        """
        memory = memory_explained(self._device, self._hint)
        with memory, threads_restored(), torch.no_grad():
            pace = self._new_pace()
        while len(self._history) < self._config.epochs and not self._out_of_patience():
            start = time.perf_counter()
            self._between_epochs = False
            with (
                memory_explained(self._device, self._hint),
                threads_restored(),
                torch.no_grad(),
            ):
                train_loss = self._train_epoch(len(self._history) + 1, pace)
                result = self._learner.settled(self._optimiser.result)
                validation_loss = self._validate(result)
                self._require_finite(train_loss, validation_loss, result)
            self._keep(train_loss, validation_loss, result, time.perf_counter() - start)
            self._between_epochs = True
            yield self._history[-1]

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
        """Return all that the training needs to go on; valid between two epochs only."""
        if not self._between_epochs:
            raise RuntimeError("the training was interrupted inside an epoch")
        first, second, average = self._optimiser.arrays()
        return TrainerState(
            history=self._history,
            arrays={
                "step": np.array([self._optimiser.steps], dtype=np.int64),
                "weights": to_array(self._weights),
                "first_moment": first,
                "second_moment": second,
                "average": average,
                "best": self._best_flat(),
            },
        )

    def restore(self, state: TrainerState) -> None:
        """Go on from a state of the same training.

        Raises:
            DataError: the state does not fit this training.
        """
        with state_explained():
            arrays = state.arrays
            self._weights.copy_(torch.from_numpy(arrays["weights"]))
            self._optimiser.restore(
                int(arrays["step"][0]),
                arrays["first_moment"],
                arrays["second_moment"],
                arrays["average"],
            )
            best = arrays["best"]
            if best.shape != tuple(self._weights.shape) or best.dtype != np.float32:
                raise ValueError(f"the best weights have the shape {best.shape}")
        self._history = state.history
        self._best = best

    def _new_pace(self) -> Pace | None:
        if self._device.type != "cpu":
            return None
        seed = _seed(self._config, 0)
        learner = self._learner
        return new_pace(self._config.batch_size, lambda: learner.trial(seed), learner.pace_window)

    def _train_epoch(self, epoch: int, pace: Pace | None) -> float:
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
        if pace is not None:
            pace.stop()
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
            self._best = to_array(result)
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

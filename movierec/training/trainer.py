"""The training loop: an iterable of epoch reports, with a usable best model after each."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from functools import partial
from typing import NoReturn

import numpy as np
import torch
from torch import Tensor

from movierec.config import TrainConfig
from movierec.records import EpochReport, FloatArray, IntArray
from movierec.training.best import Best
from movierec.training.data import TrainingData
from movierec.training.devices import memory_explained, threads_restored
from movierec.training.distributed import ALONE, Group
from movierec.training.kinds import build
from movierec.training.losses import clipped_mse, require_finite
from movierec.training.optimiser import Optimiser
from movierec.training.pace import Pace, new_pace
from movierec.training.progress import Tell, nobody
from movierec.training.state import TrainerState, state_explained
from movierec.training.vectors import Vectors

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
            self._optimiser = Optimiser(
                self._learner.weights,
                self._learner.gradient,
                config.lr,
                config.weight_decay,
                self._learner.averaging,
            )
            self._validation = data.validation
            self._rows = len(data.split.train)
            self._vectors = Vectors(self._learner, self._optimiser, group)
        self._best = Best()
        self._between_epochs = True

    @property
    def parameters(self) -> int:
        """How many numbers are learned."""
        return self._learner.parameters

    @property
    def history(self) -> tuple[EpochReport, ...]:
        """One report for each epoch so far."""
        return self._best.history

    @property
    def best_epoch(self) -> int:
        """The epoch whose weights are kept, 0 before the first has ended."""
        return self._best.epoch

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
        with self._computing():
            self._group.order(self._best.next_epoch)
            self._vectors.share(self._best.next_epoch)
            pace = self._new_pace()
        patience = self._config.patience
        while len(self.history) < self._config.epochs and not self._best.outlasts(patience):
            start = time.perf_counter()
            epoch = self._best.next_epoch
            self._between_epochs = False
            self._group.order(epoch)
            with self._computing():
                train_loss = self._train_epoch(epoch, pace, tell)
                result = self._learner.settled(self._vectors.result)
                validation_loss = self._validate(result)
                require_finite(epoch, train_loss, validation_loss, result, self._config.lr)
            seconds = time.perf_counter() - start
            report = self._best.add(train_loss, validation_loss, result, seconds)
            del result  # unless it is the best one
            self._between_epochs = True
            yield report
        self._group.dismiss()

    def follow(self) -> NoReturn:
        """Learn beside the process that leads, until it ends.

        Raises:
            LeftAloneError: it has ended.
            MovierecError: the memory does not suffice.
        """
        with self._computing():
            self._vectors.share(self._group.obey())
            pace = self._new_pace()
            while True:
                self._train_epoch(self._group.obey(), pace)

    def best_weights(self) -> dict[str, FloatArray]:
        """Return the best epoch's model as the arrays that `export` describes.

        Raises:
            NotReadyError: no epoch has ended yet.
        """
        with torch.no_grad():
            return self._learner.export(self._best.weights)

    def predict(self, user: IntArray, movie: IntArray) -> FloatArray:
        """Predict stars for aligned rows by the best epoch's network, [n], not clipped.

        Raises:
            NotReadyError: no epoch has ended yet.
        """
        flat = torch.from_numpy(self._best.weights).to(self._device)
        with torch.no_grad():
            return self._learner.predict(flat, user, movie)

    def state(self) -> TrainerState:
        """Return all that the training needs to go on; valid between two epochs only.

        On a processor the arrays are those that the next epoch changes.
        """
        if not self._between_epochs:
            raise RuntimeError("the training was interrupted inside an epoch")
        arrays = {**self._vectors.to_arrays(), "best": self._best.weights}
        return TrainerState(self.history, arrays)

    def restore(self, state: TrainerState) -> None:
        """Go on from a state of the same training.

        Raises:
            DataError: the state does not fit this training.
        """
        with state_explained():
            self._vectors.restore(state.arrays)
            self._best.restore(state.history, state.arrays["best"], self.parameters)

    @contextlib.contextmanager
    def _computing(self) -> Iterator[None]:
        with memory_explained(self._device, self._hint), threads_restored(), torch.no_grad():
            yield

    def _new_pace(self) -> Pace | None:
        # Processes may have other numbers of threads than each other: what one of them alone tries
        # would ask all for sums, and each keeps the threads that it was given.
        if self._device.type != "cpu" or self._group.size > 1:
            return None
        seed = _seed(self._config, 0)
        learner = self._learner
        return new_pace(self._config.batch_size, lambda: learner.trial(seed), learner.pace_window)

    # Without autograd's versions and views, as `no_grad` still keeps them, each of the many small
    # operations of a step is faster.
    @torch.inference_mode()
    def _train_epoch(self, epoch: int, pace: Pace | None, tell: Tell = nobody) -> float:
        total = torch.zeros((), device=self._device)
        rows = 0
        if pace is not None:
            pace.start()
        seed = _seed(self._config, epoch)
        late = self._optimiser.plan(partial(self._learner.reads, seed))
        batches = self._learner.epoch(seed, late)
        for number, (squared_error, size) in enumerate(batches, start=1):
            total += squared_error
            rows += size
            self._optimiser.step()
            if pace is not None:
                pace.step(number)
            tell(rows / self._rows)
        if pace is not None:
            pace.stop()
        if late is not None:
            late.finish()
        self._group.add_up(total)
        self._vectors.collect()
        # The one moment of an epoch in which the device is waited for.
        return total.item() / rows

    def _validate(self, flat: Tensor) -> float | None:
        rows = self._validation
        if len(rows) == 0:
            return None
        return clipped_mse(self._learner.predict(flat, rows.user, rows.movie), rows, self._scale)


def _seed(config: TrainConfig, epoch: int) -> int:
    """Return the seed of an epoch; 0 stands for the start."""
    sequence = np.random.SeedSequence([config.seed, _STREAM, epoch])
    return int(sequence.generate_state(1, np.uint64)[0] >> 1)

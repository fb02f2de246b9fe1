"""The training of `blend`: `bayes` and `dnn` side by side, one epoch of each at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import torch

from movierec import memory
from movierec.config import TrainConfig, default_config
from movierec.records import Convergence, EpochReport, FloatArray, IntArray
from movierec.training.bayes.trainer import BayesTrainer
from movierec.training.data import TrainingData
from movierec.training.progress import Tell, divided, nobody
from movierec.training.state import TrainerState, state_explained
from movierec.training.trainer import Trainer as GradientTrainer

SHARE = 0.3
"""Of the network in a prediction of a film that was rated; chosen inside training rows, by random
and by time alike."""

_SHARES_OF_TIME = 0.6, 0.4
"""What of an epoch's time `bayes` takes and the network, about."""


class BlendTrainer:
    """Trains both models on the same rows.

    Args:
        data: what to learn from.
        config: how; `embed_size` is the rank of `bayes`.
        device: the processor, where `bayes` is sampled.

    Raises:
        UsageError: one of the two cannot learn from this data set or on this device.
        MovierecError: the memory does not suffice.
    """

    def __init__(self, data: TrainingData, config: TrainConfig, device: torch.device) -> None:
        network = default_config("dnn")
        self._bayes = BayesTrainer(data, replace(config, model="bayes"), device)
        self._network = GradientTrainer(
            data,
            replace(config, model="dnn", embed_size=network.embed_size, use_time=False),
            device,
        )
        self._scale = data.scale
        self._share = _share(data.train.movie, data.catalogue.movies)
        self._validation = data.validation
        self._history: tuple[EpochReport, ...] = ()
        self._between_epochs = True

    @property
    def parameters(self) -> int:
        """How many numbers both learn."""
        return self._bayes.parameters + self._network.parameters

    @property
    def history(self) -> tuple[EpochReport, ...]:
        """One report for each epoch so far; the training loss is that of `bayes`."""
        return self._history

    @property
    def best_epoch(self) -> int:
        """The last epoch; the network in it is its best one so far."""
        return len(self._history)

    @property
    def convergence(self) -> Convergence | None:
        """Whether the chains of `bayes` agree; None where it is too early to tell."""
        return self._bayes.convergence

    def epochs(self, tell: Tell = nobody) -> Iterator[EpochReport]:
        """Train, yielding a report after each epoch; go on where `restore` left off.

        An interruption between or inside epochs leaves `best_weights` usable from the first whole
        epoch on.

        Args:
            tell: is told the share of the epoch under way that is done, at times by other threads.

        Raises:
            MovierecError: the network's training diverged, or the memory does not suffice.
        """
        tell_sampled, tell_network = divided(tell, _SHARES_OF_TIME)
        network = self._network.epochs(tell_network)
        sampled = self._bayes.epochs(tell_sampled)
        while True:
            start = time.perf_counter()
            self._between_epochs = False
            report = next(sampled, None)
            if report is None:
                self._between_epochs = True
                return
            memory.give_back()  # the chains' threads would keep what the network may need
            next(network, None)  # it may have run out of patience
            report = replace(
                report,
                validation_loss=self._validate(),
                seconds=time.perf_counter() - start,
            )
            self._history = (*self._history, report)
            self._between_epochs = True
            yield report

    def best_weights(self) -> dict[str, FloatArray]:
        """Return both models' arrays as `movierec.scoring.blend` reads them.

        Raises:
            NotReadyError: no epoch has ended yet.
        """
        parts = {"bayes": self._bayes.best_weights(), "dnn": self._network.best_weights()}
        weights = {
            f"{part}.{name}": array
            for part, arrays in parts.items()
            for name, array in arrays.items()
        }
        return {**weights, "blend.share": self._share}

    def predict(self, user: IntArray, movie: IntArray) -> FloatArray:
        """Predict stars for aligned rows, [n], inside the scale.

        Raises:
            NotReadyError: no epoch has ended yet.
        """
        stars = np.clip(self._network.predict(user, movie), self._scale.low, self._scale.high)
        share = self._share[movie]
        mixed: FloatArray = (1 - share) * self._bayes.predict(user, movie) + share * stars
        return mixed

    def state(self) -> TrainerState:
        """Return all that the training needs to go on; valid between two epochs only."""
        if not self._between_epochs:
            raise RuntimeError("the training was interrupted inside an epoch")
        network = self._network.state()
        arrays = {f"bayes.{name}": array for name, array in self._bayes.state().arrays.items()}
        arrays |= {f"dnn.{name}": array for name, array in network.arrays.items()}
        arrays["dnn_history"] = _history_to_array(network.history)
        return TrainerState(self._history, arrays)

    def restore(self, state: TrainerState) -> None:
        """Go on from a state of the same training.

        Raises:
            DataError: the state does not fit this training.
        """
        with state_explained():
            history = _history_from_array(state.arrays["dnn_history"])
        self._bayes.restore(TrainerState(state.history, state.part("bayes.")))
        self._network.restore(TrainerState(history, state.part("dnn.")))
        self._history = state.history

    def _validate(self) -> float | None:
        rows = self._validation
        if len(rows) == 0:
            return None
        away = self.predict(rows.user, rows.movie).astype(np.float64) - rows.rating
        return float(np.mean(away**2))


def _share(rated: IntArray, movies: int) -> FloatArray:
    """Return the network's share in a prediction of each film, the unknown one last, [movies + 1].

    Of a film that nobody has rated yet the network makes more.
    """
    shares = np.ones(movies + 1, dtype=np.float32)
    shares[np.unique(rated)] = SHARE
    return shares


def _history_to_array(history: tuple[EpochReport, ...]) -> npt.NDArray[np.float64]:
    """Return training loss, validation loss (NaN for none) and whether it was best, [epochs, 3]."""
    rows = [
        (r.train_loss, np.nan if r.validation_loss is None else r.validation_loss, r.best)
        for r in history
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def _history_from_array(rows: npt.NDArray[np.float64]) -> tuple[EpochReport, ...]:
    return tuple(
        EpochReport(epoch, float(train), None if np.isnan(held) else float(held), bool(best), 0.0)
        for epoch, (train, held, best) in enumerate(rows, start=1)
    )

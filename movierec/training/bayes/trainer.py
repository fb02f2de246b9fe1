"""The training of `bayes`: an iterable of epochs, several chains beside one another."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial

import numpy as np
import torch

from movierec import machine
from movierec.config import TrainConfig
from movierec.errors import NotReadyError, UsageError
from movierec.records import Convergence, EpochReport, FloatArray, IntArray
from movierec.training.bayes.chain import Chain, chain_to_arrays, new_chain, restore_chain
from movierec.training.bayes.convergence import convergence
from movierec.training.bayes.design import new_design
from movierec.training.bayes.effects import time_effects
from movierec.training.bayes.export import export_draws
from movierec.training.bayes.posterior import (
    FOLD_EVERY,
    Posterior,
    expected_stars,
    probe_pairs,
    thinning,
)
from movierec.training.bayes.predict import predicted
from movierec.training.bayes.sweep import sweep
from movierec.training.data import TrainingData
from movierec.training.devices import memory_explained, threads_restored
from movierec.training.progress import Tell, nobody
from movierec.training.state import TrainerState, state_explained

WARM_UP = 4
"""One of so many epochs only warms up: its sweeps are not kept."""
_STREAM = 4  # 1 to 3 draw the held-out rows and the networks' weights
_FIRST, _PROBES = 1 << 30, (1 << 30) + 1
_LOSS_ROWS = 50_000


class BayesTrainer:
    """Samples one model.

    An epoch is `config.sweeps` sweeps of every chain over all training rows. Each chain runs in a
    thread of its own on one processor, so that the number of processors changes nothing but time.

    Args:
        data: what to learn from.
        config: how.
        device: the processor.

    Raises:
        UsageError: the device is another, there are no rows to learn from, or no times where
            `config.use_time` needs them.
        MovierecError: the memory does not suffice.
    """

    def __init__(self, data: TrainingData, config: TrainConfig, device: torch.device) -> None:
        require_sampled(data, config, device)
        self._config = config
        self._device = device
        self._validation = data.validation
        with self._guarded(), threads_restored(), torch.no_grad():
            torch.set_num_threads(1)
            design = self._design = new_design(data.train, data.catalogue, data.scale.levels)
            self._effects = (
                time_effects(design.user.of.numpy(), design.timestamp) if config.use_time else ()
            )
            rng = self._rng(0, _PROBES)
            self._probes = probe_pairs(design, rng)
            # A copy: a part of it would keep the whole permutation.
            self._loss_rows = rng.permutation(len(design))[:_LOSS_ROWS].copy()
            self._chains = [
                new_chain(design, self._effects, config.embed_size, self._rng(chain, _FIRST))
                for chain in range(config.chains)
            ]
        self._warm_up = config.epochs // WARM_UP
        kept = (config.epochs - self._warm_up) * config.sweeps
        self._thin = thinning(design, config.embed_size, config.chains, kept)
        self._posteriors = [Posterior() for _ in self._chains]
        self._history: tuple[EpochReport, ...] = ()
        self._between_epochs = True

    @property
    def parameters(self) -> int:
        """How many numbers a chain draws in a sweep, latent ratings aside."""
        return self._chains[0].parameters

    @property
    def history(self) -> tuple[EpochReport, ...]:
        """One report for each epoch so far."""
        return self._history

    @property
    def best_epoch(self) -> int:
        """The last epoch: an average over more draws is the better one."""
        return len(self._history)

    @property
    def convergence(self) -> Convergence | None:
        """Whether the chains agree on their predictions; None where it is too early to tell."""
        return convergence([posterior.traces for posterior in self._posteriors])

    def epochs(self, tell: Tell = nobody) -> Iterator[EpochReport]:
        """Sample, yielding a report after each epoch; go on where `restore` left off.

        Args:
            tell: is told the share of the epoch's sweeps that are done, by the chains' threads.

        An interruption between or inside epochs leaves `best_weights` usable.

        Raises:
            MovierecError: the memory does not suffice.
        """
        while len(self._history) < self._config.epochs:
            start = time.perf_counter()
            self._between_epochs = False
            with self._guarded(), torch.no_grad():
                epoch = len(self._history) + 1
                train_loss = self._sample(epoch, tell)
                validation_loss = self._validate()
            seconds = time.perf_counter() - start
            report = EpochReport(epoch, train_loss, validation_loss, best=True, seconds=seconds)
            self._history = (*self._history, report)
            self._between_epochs = True
            yield report

    def best_weights(self) -> dict[str, FloatArray]:
        """Return the model as the arrays that `export` describes.

        Raises:
            NotReadyError: no epoch has ended yet.
        """
        if not self._history:
            raise NotReadyError(
                "The training was stopped before its first epoch had ended: there is no model yet.",
                "Start it again: movierec train",
            )
        return export_draws(self._posteriors, self._design, self._effects)

    def predict(self, user: IntArray, movie: IntArray) -> FloatArray:
        """Predict stars for aligned rows by the draws kept, [n], inside the scale.

        Raises:
            NotReadyError: no epoch has ended yet.
        """
        with torch.no_grad():
            return predicted(self.best_weights(), user, movie)

    def state(self) -> TrainerState:
        """Return all that the training needs to go on; valid between two epochs only."""
        if not self._between_epochs:
            raise RuntimeError("the training was interrupted inside an epoch")
        arrays: dict[str, FloatArray] = {}
        for number, (chain, kept) in enumerate(zip(self._chains, self._posteriors, strict=True)):
            # Copies: a sweep changes some of a chain's numbers in place.
            parts = {
                f"chain.{name}": array.numpy().copy()
                for name, array in chain_to_arrays(chain).items()
            }
            parts |= {f"kept.{name}": array for name, array in kept.to_arrays().items()}
            arrays |= {f"{number}.{name}": array for name, array in parts.items()}
        return TrainerState(self._history, arrays)

    def restore(self, state: TrainerState) -> None:
        """Go on from a state of the same training.

        Raises:
            DataError: the state does not fit this training.
        """
        with state_explained():
            for number, chain in enumerate(self._chains):
                parts = state.part(f"{number}.chain.")
                restore_chain(chain, {name: torch.from_numpy(a) for name, a in parts.items()})
            self._posteriors = [
                Posterior.from_arrays(state.part(f"{number}.kept."))
                for number in range(len(self._chains))
            ]
        self._history = state.history

    def _sample(self, epoch: int, tell: Tell) -> float:
        """Run every chain for an epoch and keep what they leave; return the training loss."""
        stop = threading.Event()
        swept = _Counter(self._config.sweeps * len(self._chains), tell)
        with threads_restored():
            # One thread a chain: what a chain draws then depends on nothing but its seed.
            torch.set_num_threads(1)
            with ThreadPoolExecutor(min(len(self._chains), machine.cores())) as pool:
                work = partial(self._run, epoch, stop, swept)
                running = [pool.submit(work, number) for number in range(len(self._chains))]
                try:
                    left = [future.result() for future in running]
                finally:
                    stop.set()
        if epoch <= self._warm_up + 1:
            self._posteriors = [posterior for posterior, _ in left]
        else:
            for whole, (new, _) in zip(self._posteriors, left, strict=True):
                whole.extend(new)
        return float(np.mean([loss for _, loss in left]))

    def _run(
        self, epoch: int, stop: threading.Event, swept: _Counter, number: int
    ) -> tuple[Posterior, float]:
        torch.set_num_threads(1)
        chain, rng = self._chains[number], self._rng(number, epoch)
        posterior = Posterior()
        warm = epoch <= self._warm_up
        last = self._config.sweeps - 1
        done = (epoch - self._warm_up - 1) * self._config.sweeps
        with torch.no_grad():
            for place in range(self._config.sweeps):
                if stop.is_set():
                    break
                sweep(chain, self._design, self._effects, rng, adapt=warm)
                swept.one_more()
                if not warm:
                    posterior.add(chain, self._probes, self._design.levels)
                # In the warm-up the last state stands for the draws to come.
                draw, between = (0, last - place) if warm else divmod(done + place, self._thin)
                if between == 0:
                    fold = draw % FOLD_EVERY == 0
                    posterior.keep(chain, self._design, rng, fold=fold)
            return posterior, self._training_loss(chain)

    def _training_loss(self, chain: Chain) -> float:
        """Return the mean squared error of a chain's last state on some training rows."""
        design, rows = self._design, self._loss_rows
        stars = design.levels[design.level[rows]]
        pairs = design.user.of[rows], design.movie.of[rows]
        return float((expected_stars(chain, *pairs, design.levels) - stars).square().mean())

    def _validate(self) -> float | None:
        rows = self._validation
        if len(rows) == 0:
            return None
        weights = export_draws(self._posteriors, self._design, self._effects)
        away = predicted(weights, rows.user, rows.movie).astype(np.float64) - rows.rating
        return float(np.mean(away**2))

    def _rng(self, number: int, purpose: int) -> np.random.Generator:
        """Return the randomness of a chain in an epoch, or of another purpose."""
        return np.random.default_rng(
            np.random.SeedSequence([self._config.seed, _STREAM, number, purpose])
        )

    def _guarded(self) -> AbstractContextManager[None]:
        return memory_explained(self._device, "Try fewer --chains or a smaller --embed-size.")


class _Counter:
    """Counts the sweeps of all chains of an epoch."""

    def __init__(self, whole: int, tell: Tell) -> None:
        self._whole = whole
        self._tell = tell
        self._done = 0
        self._lock = threading.Lock()

    def one_more(self) -> None:
        """Count one and tell."""
        with self._lock:
            self._done += 1
            self._tell(self._done / self._whole)


def require_sampled(data: TrainingData, config: TrainConfig, device: torch.device) -> None:
    """Make sure that there is what a sampler learns from, and that it can be sampled there.

    Raises:
        UsageError: see `BayesTrainer`.
    """
    if device.type != "cpu":
        raise UsageError(
            f"bayes is sampled on the processor, not on {device.type}.",
            "Leave --device away, or choose --device cpu.",
        )
    if len(data.split.train) == 0:
        raise UsageError(
            f"There is no rating of {data.dataset} left to learn from.",
            "Hold fewer out: try --split random.",
        )
    if config.use_time and not data.ratings.timestamp.any():
        raise UsageError(
            f"{data.dataset} does not say when its ratings were given.", "Leave --use-time away."
        )

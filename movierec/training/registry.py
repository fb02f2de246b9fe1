"""Find what trains a model kind, and what every trainer can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import torch

from movierec.config import SAMPLED_KINDS, TrainConfig
from movierec.errors import UsageError
from movierec.records import Convergence, EpochReport, FloatArray, IntArray
from movierec.training.bayes.trainer import BayesTrainer, require_sampled
from movierec.training.blend import BlendTrainer
from movierec.training.data import TrainingData
from movierec.training.distributed import ALONE, Group
from movierec.training.kinds import require_learnable
from movierec.training.progress import Tell, nobody
from movierec.training.state import TrainerState
from movierec.training.trainer import Trainer as GradientTrainer


class Trainer(Protocol):
    """One training: an iterable of epochs that has a usable best model after each of them."""

    @property
    def parameters(self) -> int:
        """How many numbers are learned."""
        ...

    @property
    def history(self) -> tuple[EpochReport, ...]:
        """One report for each epoch so far."""
        ...

    @property
    def best_epoch(self) -> int:
        """The epoch whose weights are kept, 0 before the first has ended."""
        ...

    @property
    def convergence(self) -> Convergence | None:
        """Whether the chains of a sampler agree; None for other kinds, or too early."""
        ...

    def epochs(self, tell: Tell = nobody) -> Iterator[EpochReport]:
        """Train, yielding a report after each epoch; go on where `restore` left off.

        Args:
            tell: is told the share of the epoch under way that is done, at times by other threads.

        Raises:
            MovierecError: the training diverged, or the memory does not suffice.
        """
        ...

    def best_weights(self) -> dict[str, FloatArray]:
        """Return the best epoch's model as the arrays that its scorer reads.

        Raises:
            NotReadyError: no epoch has ended yet.
        """
        ...

    def predict(self, user: IntArray, movie: IntArray) -> FloatArray:
        """Predict stars for aligned rows by the best epoch's model, [n], not clipped.

        Raises:
            NotReadyError: no epoch has ended yet.
        """
        ...

    def state(self) -> TrainerState:
        """Return all that the training needs to go on; valid between two epochs only."""
        ...

    def restore(self, state: TrainerState) -> None:
        """Go on from a state of the same training."""
        ...


TOGETHER = ("dnn", "report")
"""Kinds that several processes can train together."""

TRAINERS: dict[str, Callable[[TrainingData, TrainConfig, torch.device], Trainer]] = {
    "bayes": BayesTrainer,
    "blend": BlendTrainer,
    "dnn": GradientTrainer,
    "report": GradientTrainer,
}


def require_trainable(
    data: TrainingData, config: TrainConfig, device: torch.device, group: Group = ALONE
) -> None:
    """Make sure that `new_trainer` can set a training up, before anything that takes long.

    Raises:
        UsageError: the kind cannot learn from this data set or on this device, or not in several
            processes.
    """
    if group.size > 1 and config.model not in TOGETHER:
        raise UsageError(
            f"{config.model} is trained by one process, not by {group.size} together: only "
            f"{' and '.join(TOGETHER)} can.",
            f"Start it without torchrun, or choose --model {TOGETHER[0]}.",
        )
    if config.model in SAMPLED_KINDS:
        require_sampled(data, config, device)
    else:
        require_learnable(data, config.model)


def new_trainer(
    data: TrainingData, config: TrainConfig, device: torch.device, group: Group = ALONE
) -> Trainer:
    """Set up the training of a configuration's model kind.

    Raises:
        UsageError: see `require_trainable`.
        MovierecError: the device's memory does not suffice.
    """
    require_trainable(data, config, device, group)
    if group.size == 1:
        return TRAINERS[config.model](data, config, device)
    return GradientTrainer(data, config, device, group)

"""The report's training, whose embeddings are changed when they are read and not at every step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from training_makers import CONFIGS, checkerboard

from movierec.config import TrainConfig
from movierec.processes import Process
from movierec.training import optimiser
from movierec.training.distributed import ALONE, Group
from movierec.training.kinds import build
from movierec.training.state import TrainerState
from movierec.training.trainer import Trainer

MANY_STEPS = replace(CONFIGS["report"], batch_size=4, epochs=4, lr=1e-3)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let embeddings wait after the first epoch, whose steps are few here."""
    monkeypatch.setattr(optimiser, "EARLY", 100)


def new_trainer(config: TrainConfig) -> Trainer:
    return Trainer(checkerboard(), config, torch.device("cpu"))


def late_epochs(trainer: Trainer) -> list[bool]:
    """Train; return of each epoch whether embeddings waited in it."""
    return [trainer._optimiser._late is not None for _ in trainer.epochs()]


def test_its_losses_are_those_of_changing_all_at_every_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Rounding, however little, grows in a long training.
    late, plain = (new_trainer(replace(MANY_STEPS, epochs=3)) for _ in range(2))
    waited = late_epochs(late)
    monkeypatch.setattr(optimiser, "EARLY", 10**9)

    never = late_epochs(plain)

    assert (waited, never) == ([False, True, True], [False] * 3)
    for one, other in zip(late.history, plain.history, strict=True):
        assert one.train_loss == pytest.approx(other.train_loss, rel=1e-4)
        assert one.validation_loss == pytest.approx(other.validation_loss, rel=1e-4)


def test_it_goes_on_to_the_same_bytes() -> None:
    whole, start, rest = (new_trainer(replace(MANY_STEPS, epochs=epochs)) for epochs in (4, 2, 4))
    late_epochs(whole)
    late_epochs(start)
    state = start.state()
    rest.restore(TrainerState(state.history, {n: np.copy(x) for n, x in state.arrays.items()}))

    late_epochs(rest)

    for name, array in whole.state().arrays.items():
        assert array.tobytes() == rest.state().arrays[name].tobytes(), name


def test_weights_that_decay_do_not_wait() -> None:
    assert late_epochs(new_trainer(replace(MANY_STEPS, weight_decay=0.01))) == [False] * 4


def test_several_processes_change_all_at_every_step() -> None:
    alone, one_of_two = (
        build(checkerboard(), MANY_STEPS, torch.Generator(), torch.device("cpu"), group)
        for group in (ALONE, Group(Process(0, 2)))
    )

    assert alone.reads(0) is not None
    assert one_of_two.reads(0) is None


def test_so_does_a_graphics_card() -> None:
    learner = build(checkerboard(), MANY_STEPS, torch.Generator(), torch.device("meta"), ALONE)

    assert learner.reads(0) is None

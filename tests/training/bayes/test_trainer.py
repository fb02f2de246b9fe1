"""What only a sampler's training promises; see `tests/training/test_kinds.py` for the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch
from bayes_makers import CONFIG, simulated

from movierec import machine
from movierec.config import TrainConfig
from movierec.errors import DataError, UsageError
from movierec.records import FloatArray
from movierec.training.bayes import trainer as trainer_module
from movierec.training.bayes.trainer import BayesTrainer
from movierec.training.state import TrainerState

CPU = torch.device("cpu")


def new_trainer(config: TrainConfig = CONFIG, *, timed: bool = False) -> BayesTrainer:
    return BayesTrainer(simulated(timed=timed).data, config, CPU)


def trained(config: TrainConfig = CONFIG, *, timed: bool = False) -> BayesTrainer:
    trainer = new_trainer(config, timed=timed)
    for _ in trainer.epochs():
        pass
    return trainer


def content(weights: dict[str, FloatArray]) -> dict[str, bytes]:
    return {name: array.tobytes() for name, array in weights.items()}


def test_data_without_times_cannot_teach_effects_of_time() -> None:
    with pytest.raises(UsageError, match="does not say when") as caught:
        new_trainer(replace(CONFIG, use_time=True))

    assert "--use-time" in caught.value.hint


def test_another_device_than_the_processor_is_refused() -> None:
    with pytest.raises(UsageError, match="on the processor") as caught:
        BayesTrainer(simulated().data, CONFIG, torch.device("meta"))

    assert "--device" in caught.value.hint


def test_the_number_of_processors_changes_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for cores in (1, 2):
        monkeypatch.setattr(machine, "cores", lambda cores=cores: cores)
        found.append(content(trained(replace(CONFIG, epochs=2)).best_weights()))

    assert found[0] == found[1]


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def fail(*_: object, **__: object) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("failing", "error"), [(interrupt, KeyboardInterrupt), (fail, ZeroDivisionError)]
)
def test_what_stops_a_sweep_leaves_the_epochs_before_it(
    failing: Callable[..., None], error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = new_trainer()
    epochs = trainer.epochs()
    next(epochs)
    next(epochs)
    before = content(trainer.best_weights())

    monkeypatch.setattr(trainer_module, "sweep", failing)
    with pytest.raises(error):
        next(epochs)

    assert content(trainer.best_weights()) == before
    assert len(trainer.history) == 2
    with pytest.raises(RuntimeError, match="inside an epoch"):
        trainer.state()


def test_an_interruption_stops_the_other_chains_after_their_sweep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The main thread waits for the first chain; the second is told to stop, not waited for."""
    trainer = new_trainer(replace(CONFIG, sweeps=10_000_000))
    first = trainer._chains[0]
    original = trainer_module.sweep

    def stopped(chain: object, *arguments: object, **options: object) -> None:
        if chain is first:
            raise KeyboardInterrupt
        original(chain, *arguments, **options)

    monkeypatch.setattr(trainer_module, "sweep", stopped)
    monkeypatch.setattr(machine, "cores", lambda: 2)
    with pytest.raises(KeyboardInterrupt):
        next(trainer.epochs())


def test_only_epochs_after_the_warm_up_are_kept() -> None:
    trainer = new_trainer(replace(CONFIG, epochs=8))
    draws = [len(trainer.best_weights()["mean"]) for _ in trainer.epochs()]

    # Two epochs of four sweeps warm up; until the third, the last state alone is the model.
    assert draws == [2, 2, 8, 16, 24, 32, 40, 48]


def test_convergence_is_told_from_the_first_eight_sweeps_after_the_warm_up() -> None:
    trainer = new_trainer()
    found = [trainer.convergence for _ in trainer.epochs()]

    assert found[:2] == [None, None]
    assert found[2] is not None
    assert found[3] is not None
    assert (found[3].chains, found[3].draws) == (2, 12)


def test_chains_differ() -> None:
    users = trained().best_weights()["user"]

    assert not np.allclose(users[0], users[len(users) // 2])


def test_parameters_are_what_a_sweep_draws() -> None:
    trainer = new_trainer()
    d, design, chain = 3, trainer._design, trainer._chains[0]
    links = sum(len(link) for side in (chain.user, chain.movie) for link in side.link)

    one = design.user.size + design.movie.size
    assert trainer.parameters == 1 + 4 + one * d + one + links * d + 2 * d + 4 * d


def test_a_state_is_a_copy() -> None:
    trainer = new_trainer()
    epochs = trainer.epochs()
    next(epochs)
    state = trainer.state()
    before = content(dict(state.arrays))

    next(epochs)

    assert content(dict(state.arrays)) == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda arrays: arrays.pop("0.chain.user.vectors"),
        lambda arrays: arrays.update({"0.chain.cutpoints": np.zeros(7, dtype=np.float32)}),
        lambda arrays: arrays.clear(),
    ],
    ids=["a missing array", "a wrong shape", "nothing"],
)
def test_a_state_that_does_not_fit_is_refused(
    damage: Callable[[dict[str, FloatArray]], object],
) -> None:
    trainer = new_trainer()
    next(trainer.epochs())
    arrays = dict(trainer.state().arrays)
    damage(arrays)

    with pytest.raises(DataError, match="damaged") as caught:
        new_trainer().restore(TrainerState(trainer.history, arrays))

    assert "--resume" in caught.value.hint


def test_resuming_with_effects_of_time_ends_with_the_same_bytes() -> None:
    config = replace(CONFIG, use_time=True)
    halted = new_trainer(config, timed=True)
    epochs = halted.epochs()
    next(epochs), next(epochs), next(epochs)

    resumed = new_trainer(config, timed=True)
    resumed.restore(halted.state())
    for _ in resumed.epochs():
        pass

    assert content(resumed.best_weights()) == content(trained(config, timed=True).best_weights())


def test_effects_of_time_explain_moods() -> None:
    data = simulated(timed=True).data
    config = replace(CONFIG, use_time=True, epochs=12)

    trainer = BayesTrainer(data, config, CPU)
    for _ in trainer.epochs():
        pass

    arrays = trainer.best_weights()
    # A user's mood of a session was drawn with deviation 0.7; days and pages have none.
    assert arrays["time.session_prior"] > 2 * arrays["time.day_prior"]
    assert arrays["time.session_prior"] > 2 * arrays["time.page_prior"]

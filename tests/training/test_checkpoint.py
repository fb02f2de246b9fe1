from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from training_makers import CONFIGS, checkerboard

from movierec.errors import DataError, NotReadyError, UsageError
from movierec.training import checkpoint
from movierec.training.checkpoint import Checkpoint, fingerprint
from movierec.training.state import TrainerState
from movierec.training.trainer import Trainer

CONFIG = replace(CONFIGS["dnn"], epochs=1)


@pytest.fixture
def state() -> TrainerState:
    trainer = Trainer(checkerboard(), CONFIG, torch.device("cpu"))
    next(trainer.epochs())
    return trainer.state()


def test_loaded_state_is_the_saved_one(state: TrainerState, tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "mine", "abc")

    checkpoint.save(state)
    loaded = checkpoint.load()

    assert loaded.history == state.history
    assert set(loaded.arrays) == set(state.arrays)
    for name, array in state.arrays.items():
        np.testing.assert_array_equal(loaded.arrays[name], array)


def test_how_far_a_training_has_come_is_read_without_what_it_learned(
    state: TrainerState, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = Checkpoint(tmp_path / "mine", "abc")
    stored.save(state)
    monkeypatch.delattr(checkpoint, "load_file")

    assert stored.history() == state.history


def test_that_its_arrays_are_cut_short_is_noticed_at_once(
    state: TrainerState, tmp_path: Path
) -> None:
    stored = Checkpoint(tmp_path / "mine", "abc")
    stored.save(state)
    arrays = tmp_path / "mine" / "state.safetensors"
    arrays.write_bytes(arrays.read_bytes()[:-1])

    with pytest.raises(DataError, match="damaged"):
        stored.history()


def test_missing_state_is_not_ready(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="no unfinished training called mine"):
        Checkpoint(tmp_path / "mine", "abc").load()


def test_state_of_a_different_training_is_refused(state: TrainerState, tmp_path: Path) -> None:
    Checkpoint(tmp_path / "mine", "abc").save(state)

    with pytest.raises(UsageError, match="other ratings or options"):
        Checkpoint(tmp_path / "mine", "abd").load()


def test_newer_format_asks_for_an_upgrade(state: TrainerState, tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "mine", "abc")
    checkpoint.save(state)
    path = tmp_path / "mine" / "state.json"
    document = json.loads(path.read_text())
    path.write_text(json.dumps({**document, "format": 99}))

    with pytest.raises(DataError, match="newer movierec") as caught:
        checkpoint.load()

    assert "pgrade" in caught.value.hint


@pytest.mark.parametrize("name", ["state.json", "state.safetensors"])
@pytest.mark.parametrize("content", [b"", b"{}", b"\x00" * 40])
def test_damaged_file_is_named_so(
    state: TrainerState, tmp_path: Path, name: str, content: bytes
) -> None:
    checkpoint = Checkpoint(tmp_path / "mine", "abc")
    checkpoint.save(state)
    (tmp_path / "mine" / name).write_bytes(content)

    with pytest.raises(DataError, match="damaged"):
        checkpoint.load()


@pytest.mark.parametrize("name", ["weights", "best", "first_moment", "average", "step"])
@pytest.mark.parametrize("damage", [lambda array: array[:-1], None])
def test_arrays_that_do_not_fit_are_damage(state: TrainerState, name: str, damage) -> None:
    arrays = {key: array for key, array in state.arrays.items() if key != name}
    if damage is not None:
        arrays[name] = damage(state.arrays[name])

    with pytest.raises(DataError, match="damaged"):
        Trainer(checkerboard(), CONFIG, torch.device("cpu")).restore(TrainerState((), arrays))


def test_removed_state_is_gone(state: TrainerState, tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "mine", "abc")
    checkpoint.save(state)

    checkpoint.remove()
    checkpoint.remove()

    assert not (tmp_path / "mine").exists()


def test_training_longer_is_the_same_training() -> None:
    data = checkerboard()

    longer = replace(CONFIG, epochs=9, patience=3, name="other", device="cpu")

    assert fingerprint(data, CONFIG) == fingerprint(data, longer)


@pytest.mark.parametrize(
    "changed", [{"lr": 0.1}, {"seed": 1}, {"dropout": 0.1}, {"hidden": (4,)}, {"batch_size": 2}]
)
def test_other_values_are_a_different_training(changed: dict[str, object]) -> None:
    data = checkerboard()

    assert fingerprint(data, CONFIG) != fingerprint(data, replace(CONFIG, **changed))


def test_sampling_longer_is_a_different_training() -> None:
    data, config = checkerboard(), CONFIGS["bayes"]

    assert fingerprint(data, config) != fingerprint(data, replace(config, epochs=21))


def test_other_times_are_a_different_training() -> None:
    data = checkerboard()
    later = replace(data.ratings, timestamp=data.ratings.timestamp + 1)

    assert fingerprint(data, CONFIG) != fingerprint(replace(data, ratings=later), CONFIG)


def test_other_rows_are_a_different_training() -> None:
    data = checkerboard()
    fewer = replace(data, split=replace(data.split, train=data.split.train[:-1]))
    rating = data.ratings.rating.copy()
    rating[0] = 2
    other = replace(data, ratings=replace(data.ratings, rating=rating))

    assert len({fingerprint(each, CONFIG) for each in (data, fewer, other)}) == 3


def test_other_traits_are_a_different_training() -> None:
    data = checkerboard()
    traits = data.catalogue.traits
    assert traits is not None
    older = replace(data.catalogue, traits=replace(traits, age=traits.age + 1))
    without = replace(data.catalogue, traits=None)

    found = {
        fingerprint(replace(data, catalogue=each), CONFIG)
        for each in (data.catalogue, older, without)
    }

    assert len(found) == 3

"""Models are found, listed, verified and removed by name."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bundles import CARD, WEIGHT, history, relevance
from makers import tiny_catalogue
from safetensors.numpy import load_file, save_file

from movierec.errors import NotReadyError, UnknownError, UsageError
from movierec.files import sha256
from movierec.store.bundle import CARD as CARD_FILE
from movierec.store.bundle import CATALOGUE, HISTORY, RELEVANCE, WEIGHTS, save_bundle
from movierec.store.shelf import (
    list_models,
    model_folder,
    remove_model,
    stored_model,
    verify_model,
)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    for age, name in enumerate(["newest", "older", "oldest"]):
        save_bundle(
            folder / name,
            replace(CARD, name=name),
            WEIGHT,
            relevance(),
            tiny_catalogue(),
            history(),
        )
        os.utime(folder / name / CARD_FILE, (1_000_000 - age, 1_000_000 - age))
    return folder


def test_without_a_name_the_model_trained_last_answers(models: Path) -> None:
    assert stored_model(models, None).name == "newest"


def test_a_model_is_found_by_its_name(models: Path) -> None:
    assert stored_model(models, "older") == models / "older"


def test_a_misspelt_name_is_answered_with_the_near_one(models: Path) -> None:
    with pytest.raises(UnknownError, match="oldset") as caught:
        stored_model(models, "oldset")

    assert "Did you mean oldest?" in caught.value.hint


def test_without_any_model_training_is_proposed(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError) as caught:
        stored_model(tmp_path / "nowhere", None)

    assert caught.value.hint == "movierec train --epochs 20"


def test_the_list_begins_with_the_default(models: Path) -> None:
    listed = list_models(models)

    assert [(model.name, model.default) for model in listed] == [
        ("newest", True),
        ("older", False),
        ("oldest", False),
    ]


def test_a_damaged_model_stays_in_the_list_with_its_problem(models: Path) -> None:
    (models / "older" / CARD_FILE).write_text("{", encoding="utf-8")

    damaged = {model.name: model for model in list_models(models)}["older"]

    assert damaged.card is None
    assert "damaged" in damaged.problem


def test_a_model_that_lost_its_card_can_still_be_seen_and_removed(models: Path) -> None:
    (models / "newest" / CARD_FILE).unlink()

    assert stored_model(models, None).name == "older"
    assert [model.name for model in list_models(models)][-1] == "newest"
    remove_model(stored_model(models, "newest"))
    assert not (models / "newest").exists()


def test_a_sound_model_has_no_problems(models: Path) -> None:
    assert verify_model(models / "older") == ()


def test_one_changed_bit_in_a_weight_is_found(models: Path) -> None:
    path = models / "older" / WEIGHTS
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))

    assert any(WEIGHTS in problem for problem in verify_model(models / "older"))


@pytest.mark.parametrize(
    ("name", "array", "value", "words"),
    [
        (RELEVANCE, "liked", np.nan, "liked holds values that are not finite"),
        (RELEVANCE, "pair.both", np.inf, "pair.both holds values that are not finite"),
        (HISTORY, "rating", 77, "ratings beyond the scale"),
        (HISTORY, "movie", -1, "names films that the catalogue has not"),
        (HISTORY, "offsets", 100, "columns of a wrong length"),
        (CATALOGUE, "counts", -3, "counts are below 0"),
        (CATALOGUE, "titles.blob", 0xFF, "titles are not UTF-8"),
        (CATALOGUE, "search_keys.blob", 0xFF, "search_keys are not UTF-8"),
    ],
)
def test_a_value_that_cannot_be_is_found_though_the_hash_says_that_it_was_written(
    models: Path, name: str, array: str, value: float, words: str
) -> None:
    path = models / "older" / name
    arrays = load_file(path)
    arrays[array].flat[1] = value
    save_file(arrays, path)
    card = json.loads((models / "older" / CARD_FILE).read_bytes())
    card["files"][name] = sha256(path)
    (models / "older" / CARD_FILE).write_text(json.dumps(card), encoding="utf-8")

    (problem,) = verify_model(models / "older")

    assert words in problem


@pytest.mark.parametrize("files", [{}, {"../older/model.json": "0"}])
def test_a_card_without_the_hash_of_a_file_proves_nothing(
    models: Path, files: dict[str, str]
) -> None:
    path = models / "older" / CARD_FILE
    document = json.loads(path.read_bytes())
    path.write_text(json.dumps({**document, "files": files}), encoding="utf-8")

    assert verify_model(models / "older") == tuple(
        f"{name} is not as it was written." for name in (WEIGHTS, RELEVANCE, CATALOGUE, HISTORY)
    )


def test_a_history_left_out_on_purpose_is_no_problem(models: Path) -> None:
    (models / "older" / HISTORY).unlink()

    assert verify_model(models / "older") == ()


def test_a_removed_model_is_gone_and_the_next_one_answers(models: Path) -> None:
    remove_model(models / "newest")

    assert stored_model(models, None).name == "older"
    assert not list(models.glob(".*"))


@pytest.mark.parametrize("name", ["", "..", ".hidden", "a/b", "a\\b", "con stant", "x" * 101])
def test_a_name_that_could_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="name"):
        model_folder(tmp_path, name)

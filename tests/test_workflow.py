"""The verbs on a tiny made-up data set."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from makers import make_random_100k, make_random_csv

from movierec import ask, workflow
from movierec.cli import app
from movierec.config import TrainConfig, config_from_values, config_to_values, train_command
from movierec.errors import DataError, NotReadyError, UsageError
from movierec.records import History
from movierec.store.bundle import HISTORY, load_bundle, save_bundle

TINY = replace(TrainConfig(), epochs=2, hidden=(8,), embed_size=4)
NO_HISTORY = History(*(np.zeros(0, dtype=kind) for kind in ("int64", "int32", "float32", "int32")))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_random_100k(tmp_path / "made-up.zip", users=30, movies=40, ratings=600)


@pytest.fixture
def config(data: Path) -> TrainConfig:
    return replace(TINY, dataset=str(data))


def test_evaluation_asks_how_sure_the_model_is_of_every_test_row(config: TrainConfig) -> None:
    workflow.train(config)

    found = workflow.evaluate(None)

    assert found.uncertainty.coverage.rows == found.metrics.rows
    assert sum(row.rows for row in found.uncertainty.reliability) == found.metrics.rows


def test_a_model_that_cannot_say_how_sure_it_is_is_not_sound(config: TrainConfig) -> None:
    folder = workflow.train(config).folder
    bundle = load_bundle(folder)
    rest = {name: array for name, array in bundle.weights.items() if name != "interval.z"}
    save_bundle(folder, bundle.card, rest, bundle.relevance(), bundle.catalogue, NO_HISTORY)
    (folder / HISTORY).unlink()

    (problem,) = workflow.verify_model(None)

    assert "interval.z is missing" in problem


def test_a_model_that_cannot_rank_is_not_sound(config: TrainConfig) -> None:
    folder = workflow.train(config).folder
    bundle = load_bundle(folder)
    rest = {name: array for name, array in bundle.relevance().items() if name != "liked"}
    save_bundle(folder, bundle.card, bundle.weights, rest, bundle.catalogue, NO_HISTORY)
    (folder / HISTORY).unlink()

    (problem,) = workflow.verify_model(None)

    assert "liked is missing" in problem


def test_a_model_with_links_to_films_that_are_not_there_is_not_sound(config: TrainConfig) -> None:
    folder = workflow.train(config).folder
    bundle = load_bundle(folder)
    movie = bundle.relevance()["pair.movie"].copy()
    movie[0] = bundle.card.movies
    damaged = {**bundle.relevance(), "pair.movie": movie}
    save_bundle(folder, bundle.card, bundle.weights, damaged, bundle.catalogue, NO_HISTORY)
    (folder / HISTORY).unlink()

    (problem,) = workflow.verify_model(None)

    assert "row of links is damaged" in problem


def test_evaluation_repeats_the_test_errors_of_the_training(config: TrainConfig) -> None:
    card = workflow.train(config).card

    found = workflow.evaluate(None)

    assert found.metrics.mse == pytest.approx(card.metrics["test"].mse)
    assert found.baselines["bias model"].mse == pytest.approx(card.metrics["bias model"].mse)
    assert set(found.baselines) == {"bias model", "film mean", "global mean"}


def test_errors_by_popularity_cover_every_test_row(config: TrainConfig) -> None:
    workflow.train(config)

    found = workflow.evaluate(None, by_popularity=True)

    assert sum(row.model.rows for row in found.by_popularity) == found.metrics.rows


def test_a_model_trained_on_everything_needs_a_test_file(
    config: TrainConfig, tmp_path: Path
) -> None:
    workflow.train(replace(config, split="none"))

    with pytest.raises(NotReadyError, match="every row"):
        workflow.evaluate(None)

    held = tmp_path / "held.csv"
    held.write_text("user,item,rating\n1,1,3\n2,2,5\n", encoding="utf-8")
    assert workflow.evaluate(None, test_file=held).metrics.rows == 2


def test_a_data_set_that_changed_is_not_measured_on(config: TrainConfig, data: Path) -> None:
    workflow.train(config)
    make_random_100k(data, users=30, movies=40, ratings=500, seed=9)

    with pytest.raises(DataError, match="not the data") as caught:
        workflow.evaluate(None)

    assert "movierec train" in caught.value.hint


def test_a_test_file_that_changed_after_training_is_not_measured(
    config: TrainConfig, tmp_path: Path
) -> None:
    held = tmp_path / "held.tsv"
    held.write_text("1\t1\t3\n2\t5\t4\n", encoding="utf-8")
    workflow.train(replace(config, test_file=str(held)))
    held.write_text("3\t1\t3\n4\t5\t4\n", encoding="utf-8")

    with pytest.raises(DataError, match="held out now are not those"):
        workflow.evaluate(None)


def test_a_test_file_that_is_gone_is_said_to_belong_to_the_model(
    config: TrainConfig, tmp_path: Path
) -> None:
    held = tmp_path / "held.tsv"
    held.write_text("1\t1\t3\n", encoding="utf-8")
    workflow.train(replace(config, test_file=str(held)))
    held.unlink()

    with pytest.raises(NotReadyError, match="made-up-dnn was trained without"):
        workflow.evaluate(None)


def test_rows_that_the_model_was_trained_on_are_counted(
    config: TrainConfig, tmp_path: Path
) -> None:
    workflow.train(replace(config, split="none"))
    rated = ask.recommend(1, top=3).rated
    rows = [f"1,{item.film.movie_id},{item.rating}\n" for item in rated]
    held = tmp_path / "held.csv"
    held.write_text("".join([*rows, "999,1,3\n"]), encoding="utf-8")

    assert workflow.evaluate(None, test_file=held).trained_on == 3


def test_paths_given_to_a_training_still_hold_in_another_folder(
    config: TrainConfig, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "held.tsv").write_text("1\t1\t3\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    workflow.train(replace(config, dataset=data.name, test_file="held.tsv"))

    monkeypatch.chdir("/")
    assert workflow.evaluate(None).metrics.rows == 1


def test_search_looks_in_a_data_set(data: Path) -> None:
    catalogue = workflow.prepared_data(str(data)).catalogue

    assert ask.search("film number 7", catalogue=catalogue)[0].score == 1


def test_half_stars_without_traits_work_from_end_to_end(tmp_path: Path) -> None:
    data = make_random_csv(tmp_path / "half", users=30, movies=40, ratings=600)

    workflow.train(replace(TINY, dataset=str(data)))

    assert workflow.evaluate(None).card.scale.step == 0.5
    assert len(ask.recommend(1, top=5).recommendations) == 5


def test_the_report_needs_traits_and_names_the_kind_that_does_not(tmp_path: Path) -> None:
    data = make_random_csv(tmp_path / "half", users=30, movies=40, ratings=600)

    with pytest.raises(UsageError) as caught:
        workflow.train(replace(TINY, model="report", dataset=str(data)))

    assert "dnn" in caught.value.hint


def test_quickstart_without_a_network_uses_the_sample_and_says_so() -> None:
    said: list[str] = []

    done = workflow.quickstart(epochs=1, offline=True, said=said.append)

    assert done.dataset == "sample"
    assert "made-up sample" in done.remark
    assert any("made-up sample" in line for line in said)
    assert len(done.lists.recommendations) == 5
    assert [model.name for model in workflow.models()] == ["sample-quickstart"]


def test_a_model_of_a_kind_that_cannot_be_scored_is_not_sound(config: TrainConfig) -> None:
    folder = workflow.train(config).folder
    card = folder / "model.json"
    card.write_text(card.read_text().replace('"kind": "dnn"', '"kind": "oracle"'))

    assert any("oracle" in problem for problem in workflow.verify_model(None))


def test_a_removed_model_no_longer_answers(config: TrainConfig) -> None:
    workflow.train(config)

    workflow.remove_model("made-up-dnn")

    with pytest.raises(NotReadyError):
        ask.recommend(7)


def test_the_status_tells_folders_data_and_models(config: TrainConfig, home: Path) -> None:
    workflow.train(config)

    found = workflow.status()

    assert found.cache == home / "cache"
    assert [model.name for model in found.models] == ["made-up-dnn"]
    assert "cpu" in found.devices


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"epochs": 3, "seed": 5, "split": "u2", "name": "mine"},
        {"model": "report", "batch_size": 32, "lr": 0.01, "hidden": (9, 8), "embed_size": 7},
        {"dropout": 0.5, "weight_decay": 0.1, "patience": 4, "device": "cpu"},
        {"dataset": "/tmp/with space/and 'quote'.zip", "test_file": "held out.tsv"},
    ],
)
def test_the_command_that_repeats_a_training_means_the_same_training(
    changed: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    from movierec.config import default_config

    config = replace(default_config(str(changed.get("model", "dnn"))), **changed)  # type: ignore[arg-type]
    caught: list[TrainConfig] = []

    def remember(config: TrainConfig, **_: object) -> None:
        caught.append(config)
        raise NotReadyError("enough", "seen")

    monkeypatch.setattr(workflow, "train", remember)
    app.main(shlex.split(train_command(config))[1:])

    assert caught == [config]


def test_a_configuration_survives_the_card() -> None:
    config = replace(TrainConfig(), hidden=(3, 2), seed=9)

    assert config_from_values(config_to_values(config)) == config


def test_a_configuration_from_another_version_is_refused() -> None:
    with pytest.raises(DataError, match="does not know"):
        config_from_values({"hidden": [1], "magic": True})

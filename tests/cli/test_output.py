from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from cli import invented

from movierec.cli import recommend
from movierec.cli.app import main
from movierec.cli.output import Answer, write, written
from movierec.records import Metrics

pytestmark = pytest.mark.usefixtures("faked")

ANSWERING = (
    ("quickstart",),
    ("fetch",),
    ("fetch", "--list"),
    ("describe",),
    ("preprocess",),
    ("train",),
    ("evaluate", "--by", "popularity"),
    ("evaluate", "--protocol", "cold-users"),
    ("recommend", "265"),
    ("why", "265", "Amélie's Lantern"),
    ("similar", "Amélie's Lantern"),
    ("predict", "265", "Amélie's Lantern"),
    ("search", "lantern"),
    ("models", "list"),
    ("models", "show"),
    ("models", "verify"),
    ("models", "rm", "ml-100k-dnn"),
    ("status",),
    ("import", "l.zip"),
    ("match",),
    ("match", "Heat", "Heat"),
    ("rate", "Heat", "4.5"),
    ("seen", "Heat"),
    ("hide", "Heat"),
    ("want", "Heat"),
    ("unrate", "Heat"),
    ("profile", "list"),
    ("profile", "show"),
    ("profile", "use", "anna"),
    ("profile", "rename", "anna", "bert"),
    ("profile", "rm", "anna"),
    ("evaluate", "--me"),
)
answering = pytest.mark.parametrize("words", ANSWERING, ids=" ".join)
Captured = pytest.CaptureFixture[str]


def answer(capsys: Captured, *words: str) -> str:
    assert main(words) == 0
    return capsys.readouterr().out


@answering
def test_json_is_an_object_with_version_command_and_data(
    capsys: Captured, words: tuple[str, ...]
) -> None:
    document = json.loads(answer(capsys, *words, "--json"))
    assert list(document) == ["schema_version", "command", "data"]
    assert document["schema_version"] == 1
    assert document["command"] == " ".join(words[: 2 if words[0] in ("models", "profile") else 1])
    assert document["data"]


@answering
def test_csv_has_one_width_and_no_empty_heading(capsys: Captured, words: tuple[str, ...]) -> None:
    rows = list(csv.reader(io.StringIO(answer(capsys, *words, "--csv"))))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert all(rows[0])


@answering
def test_a_pipe_gets_lines_without_colours_or_frames(
    capsys: Captured, words: tuple[str, ...]
) -> None:
    text = answer(capsys, *words)
    assert "\x1b" not in text
    assert "─" not in text
    assert "█" not in text
    assert "\t" in text


@answering
def test_the_answer_in_a_file_is_the_answer_in_a_pipe(
    capsys: Captured, tmp_path: Path, words: tuple[str, ...]
) -> None:
    expected = answer(capsys, *words)
    assert main([*words, "-o", str(tmp_path / "new" / "answer.txt")]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "answer.txt" in captured.err
    assert (tmp_path / "new" / "answer.txt").read_text("utf-8") == expected


def test_evaluate_has_metrics_and_baselines(capsys: Captured) -> None:
    data = json.loads(answer(capsys, "evaluate", "--json"))["data"]
    assert set(data["metrics"]) == {"rmse", "mse", "mae", "rows", "rmse_interval"}
    assert data["metrics"]["rmse"] == pytest.approx(0.87**0.5)
    assert list(data["baselines"]) == ["bias model", "film mean", "global mean"]
    assert data["by_popularity"] == []


def test_evaluate_shows_a_model_told_the_time_beside_itself(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = invented.evaluation(told_time=invented.metrics(0.81))
    monkeypatch.setattr("movierec.workflow.evaluate", lambda *_, **__: told)

    text = answer(capsys, "evaluate")
    data = json.loads(answer(capsys, "evaluate", "--json"))["data"]

    assert ", told the time\t0.8100\t0.9000\t" in text
    assert "\nTime of a rating\tnot used, but in the row 'told the time'" in text
    assert data["told_time"]["mse"] == 0.81
    assert data["metrics"]["mse"] == 0.87


def test_evaluate_says_how_sure_the_model_is(capsys: Captured) -> None:
    data = json.loads(answer(capsys, "evaluate", "--json"))["data"]["uncertainty"]
    assert data["coverage"] == pytest.approx(0.8012)
    assert data["coverage_interval"] == [0.7956, 0.8067]
    assert data["reliability"][0] == {
        "low": 0.0,
        "high": 0.1,
        "rows": 150,
        "forecast": 0.061,
        "observed": 0.093,
        "well_filled": False,
    }


def test_evaluate_marks_chances_with_few_ratings(capsys: Captured) -> None:
    text = answer(capsys, "evaluate")
    assert "\n80 % intervals\thold 80.1 % of the ratings (95 % interval 79.6 % to 80.7 %)" in text
    assert "\n0.0 to 0.1\t150\t0.061\t0.093\t+0.032\tfew ratings\n" in text
    assert "\n0.6 to 0.7\t19850\t0.651\t0.672\t+0.021\t\n" in text


def test_evaluate_csv_leaves_the_baselines_sureness_empty(capsys: Captured) -> None:
    rows = list(csv.DictReader(io.StringIO(answer(capsys, "evaluate", "--csv"))))
    assert [row["coverage"] for row in rows] == ["0.8012", "", "", ""]


def test_predictions_say_how_sure_they_are(capsys: Captured) -> None:
    (row,) = json.loads(answer(capsys, "predict", "265", "Amber", "--json"))["data"]["predictions"]
    assert {key: row[key] for key in ("predicted", "sd", "low", "high", "p_like")} == {
        "predicted": 3.456,
        "sd": 0.9,
        "low": pytest.approx(2.306),
        "high": pytest.approx(4.606),
        "p_like": 0.625,
    }


def test_evaluate_by_popularity_has_a_second_table(capsys: Captured) -> None:
    assert "1 to 5\t200\t" in answer(capsys, "evaluate", "--by", "popularity")


def test_train_shows_the_bias_model_the_path_and_the_command_again(capsys: Captured) -> None:
    text = answer(capsys, "train", "--epochs", "3")
    assert "\nbias model\t\t\t\t0.8900\t" in text
    assert f"\nModel\t{invented.FOLDER}\n" in text
    assert "\nRepeat\tmovierec train " in text
    assert "--epochs 3" in text
    assert "\tmovierec recommend" in text


def test_the_list_of_models_marks_the_default(capsys: Captured) -> None:
    lines = answer(capsys, "models", "list").splitlines()
    assert [line.split("\t")[0] for line in lines if line.endswith("\tdefault")] == ["ml-100k-dnn"]


def test_a_number_that_is_none_becomes_null(capsys: Captured, faked: Callable[..., None]) -> None:
    nan = float("nan")
    found = invented.evaluation()
    broken = Metrics(0, nan, float("inf"), (nan, nan))
    faked(evaluate=lambda *_, **__: replace(found, metrics=broken, baselines={}))
    metrics = json.loads(answer(capsys, "evaluate", "--json"))["data"]["metrics"]
    assert metrics == {
        "rmse": None,
        "mse": None,
        "mae": None,
        "rows": 0,
        "rmse_interval": [None, None],
    }


def test_json_keeps_letters_and_long_titles_whole(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    main(["search", "x", "--json", "-o", str(file)])
    text = file.read_text("utf-8")
    assert "Amélie's Lantern" in text
    assert invented.LONG_TITLE in text


def test_csv_leaves_a_title_that_looks_like_a_formula_as_it_is(capsys: Captured) -> None:
    text = answer(capsys, "search", "x", "--csv")
    titles = [row["title"] for row in csv.DictReader(io.StringIO(text))]
    assert titles == list(invented.TITLES)
    assert '"=Sum of Parts"' in text


DOCUMENT = "1. **Amélie's Lantern**\n"


@pytest.fixture
def documented() -> Answer:
    return replace(recommend.answer(invented.recommendations()), document=DOCUMENT)


def test_a_document_is_written_as_it_is(documented: Answer) -> None:
    stream = io.StringIO()
    write(documented, "text", None, stream)

    assert stream.getvalue() == DOCUMENT


def test_a_terminal_gets_the_document_too(
    documented: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    stream = io.StringIO()
    write(documented, "text", None, stream)

    assert stream.getvalue() == DOCUMENT


def test_a_file_gets_the_document_too(documented: Answer, tmp_path: Path) -> None:
    write(documented, "text", tmp_path / "list.md", io.StringIO())

    assert (tmp_path / "list.md").read_text("utf-8") == DOCUMENT


@pytest.mark.parametrize("form", ["json", "csv"])
def test_json_and_csv_are_the_same_beside_a_document(
    documented: Answer, form: Literal["json", "csv"]
) -> None:
    plain = replace(documented, document=None)

    assert written(documented, form, unicode=True) == written(plain, form, unicode=True)


def test_a_device_as_file_is_written_not_replaced(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert main(["models", "list", "-o", str(pipe)]) == 0
    assert os.read(reader, 6) == b"Models"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_link_as_file_keeps_pointing(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    link.symlink_to(target)
    assert main(["models", "list", "-o", str(link)]) == 0
    assert link.is_symlink()
    assert target.read_text().startswith("Models")


def test_a_folder_as_file_is_two_lines_and_1(capsys: Captured, tmp_path: Path) -> None:
    assert main(["models", "list", "-o", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err.splitlines()[0]


def test_a_model_without_held_out_rows_is_not_sent_to_evaluate(
    capsys: Captured, faked: Callable[..., None]
) -> None:
    everything = replace(invented.result(), card=replace(invented.card(), metrics={}))
    faked(train=lambda *_, **__: everything)
    text = answer(capsys, "train", "--split", "none")
    assert "movierec evaluate" not in text
    assert "\nNext\tmovierec recommend" in text


def test_a_card_without_intervals_has_no_empty_column(
    capsys: Captured, faked: Callable[..., None]
) -> None:
    measured = {"bias model": Metrics(9, 0.9, 0.7), "test": Metrics(9, 0.8, 0.7)}
    model = replace(invented.models()[0], card=replace(invented.card(), metrics=measured))
    faked(model_card=lambda _: model)
    assert answer(capsys, "models", "show").splitlines()[-3:] == [
        "Model\tMSE\tRMSE\tMAE",
        "test\t0.8000\t0.8944\t0.7000",
        "bias model\t0.9000\t0.9487\t0.7000",
    ]

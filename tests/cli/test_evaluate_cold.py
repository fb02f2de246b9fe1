from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cli import invented
from cli.shell import on_terminal

from movierec.cli.app import main
from movierec.cli.evaluate_cold import cold_table
from movierec.cold_run.config import ColdConfig

Captured = pytest.CaptureFixture[str]
ESCAPE = re.compile("\x1b\\[[0-9;?]*[a-zA-Z]")
pytestmark = pytest.mark.usefixtures("faked")


def test_the_options_become_a_configuration(faked: Callable[..., None]) -> None:
    asked: list[object] = []

    def verb(config: ColdConfig, **_: object) -> object:
        asked.append(config)
        return invented.cold_evaluation()

    faked(evaluate_cold=verb)
    words = "evaluate --protocol cold-users --model mine --seeds 3 --quiet"
    assert main(words.split()) == 0
    assert asked == [ColdConfig(model="mine", protocol="cold-users", seeds=3)]


def test_without_a_protocol_the_stored_model_is_measured(capsys: Captured) -> None:
    assert main(["evaluate", "--json"]) == 0
    assert "metrics" in json.loads(capsys.readouterr().out)["data"]


@pytest.mark.parametrize(
    ("words", "what", "hint"),
    [
        ("--protocol cold", "There is no protocol 'cold'.", "Choose among: cold-users"),
        ("--protocol cold-item", "There is no protocol 'cold-item'.", "Did you mean cold-items?"),
        ("--protocol cold-users --seeds 0", "--seeds 0 is below 1.", "Give --seeds 1 or more."),
        ("--seeds 2", "--seeds repeats a training", "Add --protocol cold-users"),
        ("--protocol cold-users --test x.tsv", "--protocol cold-users decides itself", "Leave one"),
        ("--protocol cold-items --by popularity", "--protocol cold-items decides", "Leave one"),
    ],
)
def test_what_cannot_be_meant_is_two_lines_and_2(
    capsys: Captured, words: str, what: str, hint: str
) -> None:
    assert main(["evaluate", *words.split()]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"Error: {what}")
    assert second.startswith(f"Try:   {hint}")


def test_json_has_a_row_for_each_number_given_with_its_seeds(capsys: Captured) -> None:
    main(["evaluate", "--protocol", "cold-users", "--seeds", "2", "--json", "--quiet"])
    data = json.loads(capsys.readouterr().out)["data"]
    assert data["protocol"] == "cold-users"
    assert [row["k"] for row in data["rows"]] == [0, 20]
    row = data["rows"][0]
    assert list(row) == ["k", "rmse", "bias_rmse", "user_mean_rmse", "gain", "seeds"]
    assert row["rmse"] == {"mean": 1.0, "sd": 0.0123}
    assert list(row["seeds"][1]) == ["seed", "rmse", "bias_rmse", "user_mean_rmse", "gain"]
    assert row["seeds"][1]["gain"] == pytest.approx(0.01)
    assert data["folding_in"]["ratio"]["mean"] == 1.005
    assert data["folding_in"]["seeds"][0]["ratio"] == pytest.approx(1.005)
    assert data["parts"][1]["left_out"] == 3
    assert data["milliseconds"] == 4.56


def test_json_of_films_has_one_row_and_nothing_folded_in(capsys: Captured) -> None:
    main(["evaluate", "--protocol", "cold-items", "--json", "--quiet"])
    data = json.loads(capsys.readouterr().out)["data"]
    assert [row["k"] for row in data["rows"]] == [None]
    assert (data["folding_in"], data["milliseconds"]) == (None, None)


def test_csv_has_a_line_for_each_number_given(capsys: Captured) -> None:
    main(["evaluate", "--protocol", "cold-users", "--csv", "--quiet"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["k"] for row in rows] == ["0", "20"]
    assert (rows[0]["bias_rmse.mean"], rows[0]["rmse.sd"]) == ("1.01", "")


def test_a_pipe_gets_numbers_with_tabs_and_the_protocol_in_words(capsys: Captured) -> None:
    main(["evaluate", "--protocol", "cold-users", "--quiet"])
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("Held out\t20 % of the users wholly.") for line in lines)
    assert "Users held out\t189, of whom 3 with fewer than 21 ratings are not measured" in lines
    assert "0\t1.0000\t1.0100\t+0.0100" in lines
    assert "0.9500\t0.9547\t1.0050" in lines
    assert "Folding in and predicting all\t4.6 ms, median, for 1,682 films" in lines


def test_films_have_no_column_for_ratings_given(capsys: Captured) -> None:
    main(["evaluate", "--protocol", "cold-items", "--quiet"])
    lines = capsys.readouterr().out.splitlines()
    assert "Films held out\t189" in lines
    assert "0.9900\t1.0100\t1.0050\t+0.0150" in lines


def test_several_seeds_have_columns_for_the_sd() -> None:
    names = [column.name for column in cold_table(invented.cold_evaluation(seeds=2)).columns]
    assert names == ["Ratings given", "Model", "± sd", "Bias model", "± sd", "Gain", "± sd"]


@pytest.mark.parametrize("protocol", ["cold-users", "cold-items"])
def test_the_answer_fits_80_columns(protocol: str) -> None:
    words = ("evaluate", "--protocol", protocol, "--seeds", "5", "--quiet")
    ended = on_terminal(*words, env={"NO_COLOR": "1"})
    assert ended.code == 0
    shown = [ESCAPE.sub("", line) for line in ended.lines]
    assert max(map(len, shown)) <= 80
    assert not any("…" in line for line in shown)


def test_each_training_is_a_line_where_there_is_no_terminal(capsys: Captured) -> None:
    main(["evaluate", "--protocol", "cold-users"])
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("fit 1/2  bayes cold-users, 20 folded in, seed 0  RMSE 0.9000")


def test_the_answer_goes_to_a_file(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "cold.json"
    words = ["evaluate", "--protocol", "cold-items", "--json", "-o", str(path), "--no-progress"]
    assert main(words) == 0
    assert json.loads(path.read_text("utf-8"))["data"]["protocol"] == "cold-items"
    assert capsys.readouterr().out == ""

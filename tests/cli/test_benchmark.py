from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import pytest
from cli import invented
from cli.shell import on_terminal

from movierec.benchmark_run.config import BenchmarkConfig
from movierec.cli.app import main
from movierec.cli.benchmark import benchmark_table
from movierec.cli.benchmark_progress import BenchmarkProgress, fit_line
from movierec.cli.talk import Talk

Captured = pytest.CaptureFixture[str]
ESCAPE = re.compile("\x1b\\[[0-9;?]*[a-zA-Z]")
pytestmark = pytest.mark.usefixtures("faked")


def test_the_options_become_a_configuration(faked: Callable[..., None]) -> None:
    asked: list[object] = []

    def verb(config: BenchmarkConfig, *, fresh: bool, **_: object) -> object:
        asked.extend((config, fresh))
        return invented.benchmark()

    faked(benchmark=verb)
    words = "benchmark dnn report --protocol time --seeds 3 --epochs 4 --with-time --fresh"
    assert main([*words.split(), "--dataset", "sample", "--quiet"]) == 0
    assert asked == [
        BenchmarkConfig(
            models=("dnn", "report"),
            dataset="sample",
            protocol="time",
            seeds=3,
            epochs=4,
            with_time=True,
        ),
        True,
    ]


@pytest.mark.parametrize(
    ("words", "what", "hint"),
    [
        ("dmn", "There is no model kind 'dmn'.", "Did you mean dnn?"),
        ("--protocol fold", "There is no protocol 'fold'.", "Did you mean folds?"),
        ("dnn --seeds 0", "--seeds 0 is below 1.", "Give --seeds 1 or more."),
        ("--epochs 0", "--epochs 0 is below 1.", "Give --epochs 1 or more."),
    ],
)
def test_what_cannot_be_meant_is_two_lines_and_2(
    capsys: Captured, words: str, what: str, hint: str
) -> None:
    assert main(["benchmark", *words.split()]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first == f"Error: {what}"
    assert second.startswith(f"Try:   {hint}")


def test_json_has_a_row_a_model_with_its_folds_and_the_comparisons(capsys: Captured) -> None:
    assert main(["benchmark", "--json", "--quiet"]) == 0
    data = json.loads(capsys.readouterr().out)["data"]
    row = data["rows"][0]
    assert list(row) == ["model", "rmse", "mse", "mae", "seconds", "peak_mib", "folds"]
    assert row["rmse"] == {"mean": 0.9, "sd": 0.0123}
    assert list(row["folds"][0]) == ["fold", "seed", "rmse", "mse", "mae", "seconds", "peak_mib"]
    assert data["comparisons"][0]["excludes_zero"] is True
    assert data["protocol"].startswith("canonical folds u1 to u2")
    assert data["left_out"] == [{"model": "report", "why": "it needs traits"}]


def test_csv_has_a_line_a_model(capsys: Captured) -> None:
    main(["benchmark", "--csv", "--quiet"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["model"] for row in rows] == ["dnn", "bias model", "global mean"]
    assert (rows[0]["rmse.mean"], rows[2]["seconds"]) == ("0.9", "")


def test_a_pipe_gets_numbers_with_tabs_and_the_protocol_in_words(capsys: Captured) -> None:
    main(["benchmark", "--quiet"])
    lines = capsys.readouterr().out.splitlines()
    assert "Time of a test rating\tnot used: no model is told when a test rating was given" in lines
    assert "dnn\t0.9000\t0.0123\t0.8100\t0.0123\t0.6480\t0.0123\t12.5\t431" in lines
    assert "bias model\t-0.0434\t-0.0501 to -0.0367\tyes" in lines
    assert "global mean\t-0.0001\t-0.0101 to +0.0099\tno: 0 is inside" in lines


def test_one_fold_has_no_column_for_the_sd() -> None:
    names = [column.name for column in benchmark_table(invented.benchmark(folds=1).rows).columns]
    assert names == ["Model", "RMSE", "MSE", "MAE", "Seconds", "Peak MiB"]


@pytest.mark.parametrize("columns", [80, 120])
def test_the_answer_fits_the_terminal(columns: int) -> None:
    ended = on_terminal("benchmark", "--quiet", columns=columns, env={"NO_COLOR": "1"})
    assert ended.code == 0
    shown = [ESCAPE.sub("", line) for line in ended.lines]
    assert max(map(len, shown)) <= columns


def test_without_a_terminal_a_fit_is_a_line(capsys: Captured) -> None:
    main(["benchmark"])
    assert capsys.readouterr().err.splitlines() == [
        "1 of 2 fits were measured before and are kept: --fresh measures them anew.",
        "fit  1/10  dnn u1, seed 0  RMSE 0.9000  MAE 0.6480    12.5 s",
        "fit  2/10  dnn u1, seed 0  RMSE 0.9000  MAE 0.6480    12.5 s",
    ]


def test_without_progress_a_fit_is_no_line_but_a_remark_is(capsys: Captured) -> None:
    main(["benchmark", "--no-progress"])
    assert capsys.readouterr().err.splitlines() == [
        "1 of 2 fits were measured before and are kept: --fresh measures them anew."
    ]


def test_on_a_terminal_the_bar_names_model_fold_and_epoch() -> None:
    shown = on_terminal("benchmark", columns=80).out.decode()
    assert "dnn u1, seed 0: setting up" in shown
    assert "dnn u1, seed 0: epoch 1/20" in shown


def test_the_longest_fit_leaves_room_for_the_counter_at_80_columns() -> None:
    shown = on_terminal("evaluate", "--protocol", "cold-users", columns=80).out.decode()
    assert "bayes cold-users, 20 folded in, seed 0: epoch 1/20" in shown
    assert "0/2" in shown


def test_a_fit_whose_seconds_nobody_measured_has_none_in_its_line() -> None:
    from dataclasses import replace

    result = replace(invented.fold_result(), seconds=None)
    assert fit_line(invented.fit_start(), "dnn", result).endswith("MAE 0.6480")


def test_progress_that_nobody_started_shows_nothing(capsys: Captured) -> None:
    with BenchmarkProgress(Talk()) as progress:
        progress.watch(invented.report(1))
    assert capsys.readouterr().err == ""

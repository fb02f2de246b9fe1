"""How lists' figures are shown: two narrow tables, and every interval for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from cli import invented
from cli.shell import bare, on_terminal

from movierec.answers.ranking import FIGURES, Estimate
from movierec.cli.app import main
from movierec.cli.output import Facts, Table
from movierec.cli.ranking import (
    interval_text,
    ranking_data,
    ranking_row_data,
    ranking_rows_tables,
    ranking_tables,
)
from movierec.cli.tables import print_tables

Captured = pytest.CaptureFixture[str]
Faked = Callable[..., None]

LONG_NAME = "ml-latest-small-report-of-the-second-of-may"
RANKED = (
    "from cli import fakes, invented; "
    "fakes.install(evaluate=lambda *_, **__: invented.ranked_evaluation(), "
    "benchmark=lambda *_, **__: invented.ranked_benchmark({folds})); "
    "from movierec.__main__ import run; run()"
)


@pytest.fixture
def ranked(faked: Faked) -> None:
    faked(
        evaluate=lambda *_, **__: invented.ranked_evaluation(),
        benchmark=lambda *_, **__: invented.ranked_benchmark(),
    )


def shown(tables: tuple[Table | Facts, ...]) -> list[str]:
    stream = io.StringIO()
    print_tables(tables, stream)
    return stream.getvalue().splitlines()


def headings(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def tables_of(kind: str, name: str) -> tuple[Table, Table]:
    if kind == "report":
        return ranking_tables(10, invented.ranking_report(name).metrics)
    return ranking_rows_tables(invented.ranking_rows(1 if kind == "one fold" else 5, name))


@pytest.mark.parametrize("kind", ["report", "one fold", "five folds"])
@pytest.mark.parametrize("name", ["dnn", "ml-100k-bayes", LONG_NAME])
def test_no_line_of_a_table_is_wider_than_80_columns(
    monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    assert max(map(len, shown(tables_of(kind, name)))) <= 80


@pytest.mark.parametrize("kind", ["report", "one fold", "five folds"])
def test_no_cell_is_cut_at_80_columns(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    tables = tables_of(kind, "ml-100k-bayes")

    lines = shown(tables)

    assert not any("…" in line for line in lines if tables[1].title not in line)
    for figure in ("0.2500", "0.1875", "0.125", "0.375", "0.500", "12.50", "2.75"):
        assert any(figure in line for line in lines)


def test_the_largest_figures_fit_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    whole = Estimate(1.0, 1.0, 1.0)
    largest = replace(
        invented.ranking_metrics(1.0),
        ndcg=whole,
        hit_rate=whole,
        mrr=whole,
        popularity_lift=Estimate(123.456, 100.0, 150.0),
    )

    lines = shown(ranking_tables(10, {"most popular": largest, "ml-100k-report": largest}))

    assert max(map(len, lines)) <= 80
    assert any("1.000-1.000" in line for line in lines)


def test_the_first_table_says_what_lists_find_and_the_second_how_far_they_reach() -> None:
    found, reach = ranking_tables(10, invented.ranking_report().metrics)

    assert headings(found) == [
        "System", "nDCG@10", "95 % interval", "Recall", "Precision", "MRR", "Hit rate",
    ]  # fmt: skip
    assert headings(reach) == ["System", "Coverage", "Novelty, bits", "Popularity, own history 1"]


def test_the_heading_names_the_length_of_the_lists() -> None:
    found, _ = ranking_tables(7, invented.ranking_report().metrics)

    assert found.title == "Lists of 7 films: what they find"
    assert headings(found)[1] == "nDCG@7"


def test_a_row_is_a_system_in_the_order_given() -> None:
    for table in ranking_tables(10, invented.ranking_report().metrics):
        systems = [row[0] for row in table.rows]
        assert systems == ["ml-100k-dnn", "most popular", "EASE", "iALS"]


def test_figures_stand_under_their_headings() -> None:
    found, reach = ranking_tables(10, {"one": invented.ranking_metrics(0.25)})

    assert found.rows == (("one", 0.25, "0.225-0.275", 0.1875, 0.125, 0.375, 0.5),)
    assert reach.rows == (("one", 0.125, 12.5, 2.75),)


def test_one_fold_has_its_interval() -> None:
    found, _ = ranking_rows_tables(invented.ranking_rows(folds=1))

    assert headings(found)[2] == "95 % interval"
    assert [row[2] for row in found.rows] == ["0.253-0.309", "0.225-0.275", "0.113-0.138"]


def test_several_folds_have_a_deviation_in_its_place() -> None:
    found, _ = ranking_rows_tables(invented.ranking_rows(folds=2))

    assert headings(found)[2] == "± sd"
    assert [row[1:3] for row in found.rows] == [(0.28125, 0.0123), (0.25, 0.0123), (0.125, 0.0123)]


def test_several_folds_show_their_means() -> None:
    _, reach = ranking_rows_tables(invented.ranking_rows(folds=2))

    assert reach.rows[1] == ("dnn", 0.125, 12.5, 2.75)


def test_an_interval_is_two_numbers() -> None:
    assert interval_text(Estimate(0.25, 0.2, 0.30049)) == "0.200-0.300"


def test_without_an_interval_there_is_no_text() -> None:
    assert interval_text(Estimate(0.25, None, None)) is None


def test_programs_get_every_figure_with_its_interval() -> None:
    one = invented.ranking_metrics()

    data = ranking_data(one)

    assert list(data) == ["users", "k", *FIGURES]
    for figure in FIGURES:
        estimate = getattr(one, figure)
        wanted = {"value": estimate.value, "low": estimate.low, "high": estimate.high}
        assert data[figure] == wanted


def test_programs_get_mean_and_deviation_of_every_figure_and_its_folds() -> None:
    row = invented.ranking_rows(folds=2)[1]

    data = ranking_row_data(row)

    assert list(data) == ["model", *FIGURES, "folds"]
    assert data["ndcg"] == {"mean": 0.25, "sd": 0.0123}
    assert data["folds"] == [ranking_data(row.folds[0])] * 2


@pytest.mark.usefixtures("ranked")
def test_evaluate_as_json_has_the_figures_of_every_system(capsys: Captured) -> None:
    assert main(["evaluate", "--json"]) == 0

    data = json.loads(capsys.readouterr().out)["data"]["ranking"]
    assert list(data["systems"]) == ["ml-100k-dnn", "most popular", "EASE", "iALS"]
    for system in data["systems"].values():
        assert (system["users"], system["k"]) == (943, 10)
        assert {tuple(system[figure]) for figure in FIGURES} == {("value", "low", "high")}
    assert data["systems"]["EASE"]["ndcg"]["value"] == 0.28125


@pytest.mark.usefixtures("ranked")
def test_evaluate_as_json_has_the_difference_and_what_was_asked(capsys: Captured) -> None:
    main(["evaluate", "--json"])

    data = json.loads(capsys.readouterr().out)["data"]["ranking"]
    assert data["beside"] == "EASE"
    assert data["ndcg_difference"] == {"value": -0.03125, "low": -0.0625, "high": -0.0078125}
    assert (data["least_relevant"], data["ordered"]) == (4.0, True)


def test_intervals_that_are_not_there_are_null(faked: Faked, capsys: Captured) -> None:
    faked(evaluate=lambda *_, **__: invented.ranked_evaluation(interval=False))

    main(["evaluate", "--json"])

    data = json.loads(capsys.readouterr().out)["data"]["ranking"]
    assert data["systems"]["iALS"]["ndcg"] == {"value": 0.1875, "low": None, "high": None}
    assert data["ndcg_difference"] == {"value": -0.03125, "low": None, "high": None}


@pytest.mark.usefixtures("faked")
def test_without_rankings_json_says_so_and_no_table_is_shown(capsys: Captured) -> None:
    main(["evaluate", "--json"])
    data = json.loads(capsys.readouterr().out)["data"]
    main(["evaluate"])
    text = capsys.readouterr().out

    assert data["ranking"] is None
    assert "nDCG" not in text


@pytest.mark.usefixtures("ranked")
def test_evaluate_in_a_pipe_has_both_tables_and_the_words(capsys: Captured) -> None:
    main(["evaluate"])

    lines = capsys.readouterr().out.splitlines()
    assert "ml-100k-dnn\t0.2500\t0.225-0.275\t0.1875\t0.125\t0.375\t0.500" in lines
    assert "ml-100k-dnn\t0.125\t12.50\t2.75" in lines
    assert "nDCG less EASE's\t-0.0312 (-0.0625 to -0.0078)" in lines
    assert f"Lists of\t{invented.ranking_report().words}" in lines


def test_a_difference_without_an_interval_stands_alone(faked: Faked, capsys: Captured) -> None:
    faked(evaluate=lambda *_, **__: invented.ranked_evaluation(interval=False))

    main(["evaluate"])

    lines = capsys.readouterr().out.splitlines()
    assert "nDCG less EASE's\t-0.0312" in lines
    assert any(line.startswith("EASE\t0.2812\t\t") for line in lines)


@pytest.mark.usefixtures("ranked")
def test_csv_of_evaluate_stays_a_line_a_model_with_its_errors(capsys: Captured) -> None:
    main(["evaluate", "--csv"])

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["model"] for row in rows] == [
        "ml-100k-dnn", "bias model", "film mean", "global mean",
    ]  # fmt: skip


@pytest.mark.usefixtures("ranked")
def test_benchmark_as_json_has_a_ranking_a_system_with_its_folds(capsys: Captured) -> None:
    assert main(["benchmark", "--json", "--quiet"]) == 0

    data = json.loads(capsys.readouterr().out)["data"]
    assert [row["model"] for row in data["rankings"]] == ["EASE", "dnn", "most popular"]
    row = data["rankings"][0]
    assert row["ndcg"] == {"mean": 0.28125, "sd": 0.0123}
    assert len(row["folds"]) == 2
    for fold in row["folds"]:
        assert {tuple(fold[figure]) for figure in FIGURES} == {("value", "low", "high")}
    assert data["ranked"] == invented.ranking_report().words


@pytest.mark.usefixtures("faked")
def test_a_benchmark_without_rankings_has_no_table_of_lists(capsys: Captured) -> None:
    main(["benchmark", "--json", "--quiet"])
    data = json.loads(capsys.readouterr().out)["data"]
    main(["benchmark", "--quiet"])
    text = capsys.readouterr().out

    assert (data["rankings"], data["ranked"]) == ([], "")
    assert "nDCG" not in text


@pytest.mark.usefixtures("ranked")
def test_benchmark_in_a_pipe_has_means_and_deviations(capsys: Captured) -> None:
    main(["benchmark", "--quiet"])

    lines = capsys.readouterr().out.splitlines()
    assert "dnn\t0.2500\t0.0123\t0.1875\t0.125\t0.375\t0.500" in lines
    assert "dnn\t0.125\t12.50\t2.75" in lines
    assert f"Lists of\t{invented.ranking_report().words}" in lines


@pytest.mark.parametrize("words", [("evaluate",), ("benchmark", "--quiet")])
@pytest.mark.parametrize("folds", [1, 5])
def test_the_whole_answer_fits_a_terminal_of_80_columns(words: tuple[str, ...], folds: int) -> None:
    program = RANKED.format(folds=folds)

    ended = on_terminal(*words, env={"NO_COLOR": "1"}, program=program)

    lines = bare(ended)
    assert ended.code == 0
    assert any("nDCG@10" in line for line in lines)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(("folds", "beside"), [(1, "95 % interval"), (5, "± sd")])
def test_a_benchmark_on_a_terminal_shows_what_its_folds_allow(folds: int, beside: str) -> None:
    ended = on_terminal("benchmark", "--quiet", columns=120, program=RANKED.format(folds=folds))

    assert any("nDCG@10" in line and beside in line for line in bare(ended))

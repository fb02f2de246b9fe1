"""Lists for several people, and lists to take away, as people and programs meet them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cli import invented, invented_mine
from cli.documents.hostile import titled
from cli.shown import drawn, widest

from movierec.answers.recommend import Recommendations
from movierec.answers.who import Who
from movierec.cli.app import main
from movierec.cli.recommendations import answer

Captured = pytest.CaptureFixture[str]
Faked = Callable[..., None]
pytestmark = pytest.mark.usefixtures("faked")


def together(*names: str) -> Recommendations:
    """Return a list for you and others, who expect 2.5 stars of each of its films."""
    found = invented.recommendations(None)
    films = tuple(
        replace(
            film,
            others=tuple(replace(film.expected, predicted=2.5) for _ in names),
            others_because=tuple(invented.reasons()[:1] for _ in names),
        )
        for film in found.recommendations
    )
    others = tuple(Who(name, profile=name) for name in names)
    limits = replace(found.limits, with_them=(4,) * len(names))
    return replace(found, recommendations=films, others=others, limits=limits)


@pytest.fixture
def for_two(faked: Faked) -> None:
    """Let every list be for you and anna."""
    faked(recommend=lambda *_, **__: together("anna"))


def recommended(capsys: Captured, *words: str) -> str:
    assert main(["recommend", *words]) == 0
    return capsys.readouterr().out


def test_without_who_the_list_is_yours(capsys: Captured) -> None:
    text = recommended(capsys)

    assert text.startswith("Rated by you\n")
    assert "\nRecommended to you\n" in text


@pytest.mark.usefixtures("for_two")
def test_a_pipe_gets_what_each_may_rate(capsys: Captured) -> None:
    lines = recommended(capsys, "--with", "anna").split("\n\n")[1].splitlines()

    assert lines[:2] == [
        "Recommended to you and anna",
        "#\tFilm\tYear\tGenres\tPredicted, you\tPredicted, anna\tRelevance\tBecause of",
    ]
    assert lines[2].split("\t")[4:6] == ["3.60", "2.50"]


@pytest.mark.usefixtures("for_two")
def test_json_tells_who_the_others_are_and_what_each_may_rate(capsys: Captured) -> None:
    data = json.loads(recommended(capsys, "--with", "anna", "--json"))["data"]

    anna = {"user_id": None, "profile": "anna"}
    assert (data["profile"], data["others"]) == ("me", [anna])
    (other,) = data["recommendations"][0]["others"]
    assert (other["profile"], other["predicted"]) == ("anna", 2.5)
    assert other["because"][0]["title"] == invented.LONG_TITLE


@pytest.mark.usefixtures("for_two")
def test_csv_has_a_column_for_each_of_the_others(capsys: Captured) -> None:
    rows = list(csv.DictReader(io.StringIO(recommended(capsys, "--with", "anna", "--csv"))))

    assert {row["predicted_anna"] for row in rows} == {"2.5"}


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("names", [("anna",), ("anna", "bert"), ("anna-of-the-long-name",)])
def test_a_list_for_several_fits_the_terminal(
    monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], columns: int, encoding: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    assert widest(drawn(answer(together(*names)), encoding)) <= columns


@pytest.mark.parametrize("columns", [80, 120])
def test_hostile_titles_are_written_out_and_fit_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    lines = drawn(answer(titled(*invented_mine.HOSTILE)))

    assert widest(lines) <= columns
    assert "\x1b]" not in "\n".join(lines)
    assert any("[bold]Bold[/bold] :smile:" in line for line in lines)


@pytest.mark.parametrize(
    ("form", "first"),
    [("letterboxd", "Title,Year,"), ("md", "# Recommended to you"), ("html", "<!doctype html>")],
)
def test_a_list_to_take_away_takes_the_tables_place(
    capsys: Captured, tmp_path: Path, form: str, first: str
) -> None:
    text = recommended(capsys, "--format", form)

    assert text.startswith(first)
    assert recommended(capsys, "--format", form, "-o", str(tmp_path / "list")) == ""
    assert (tmp_path / "list").read_text("utf-8") == text


def test_an_unknown_format_is_refused_before_anything_is_asked(
    capsys: Captured, faked: Faked
) -> None:
    asked: list[object] = []
    faked(recommend=lambda *_, **__: asked.append(1))

    assert main(["recommend", "--format", "pdf"]) == 2
    assert capsys.readouterr().err == (
        "Error: --format pdf is not known.\nTry:   Choose letterboxd, md, html.\n"
    )
    assert asked == []


def test_limits_of_a_list_for_several_name_everybody(capsys: Captured, faked: Faked) -> None:
    faked(recommend=lambda *_, **__: together("anna", "bert"))
    main(["recommend", "--with", "anna", "--with", "bert"])

    assert (
        "knows 37 ratings of yours, 4 ratings of anna, 4 ratings of bert (few"
        in capsys.readouterr().err
    )

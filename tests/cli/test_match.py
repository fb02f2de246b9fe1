"""`movierec match`, as people and programs meet it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from cli import invented_mine
from cli.shown import drawn, widest

from movierec.answers.profile import Matching
from movierec.cli.app import main
from movierec.cli.match import answer

Captured = pytest.CaptureFixture[str]
Faked = Callable[..., None]
pytestmark = pytest.mark.usefixtures("faked")


def test_without_a_title_the_films_are_listed(capsys: Captured) -> None:
    assert main(["match"]) == 0

    captured = capsys.readouterr()
    assert captured.out.splitlines()[:2] == ["Not matched in anna", "#\tFilm\tYear\tWhy\tPerhaps"]
    assert captured.err == ""


def test_what_was_said_is_told_after_what_is_left(capsys: Captured) -> None:
    assert main(["match", "Heat", "Heat"]) == 0

    assert capsys.readouterr().err == "Heat is it.\n"


def test_where_nothing_is_left_it_is_said() -> None:
    shown = answer(replace(invented_mine.matching("Heat is left alone."), unmatched=()))

    assert shown.notes == ("Heat is left alone.", "All films of anna are matched.")


def test_json_has_titles_exactly(capsys: Captured) -> None:
    main(["match", "--json"])

    data = json.loads(capsys.readouterr().out)["data"]
    assert [row["title"] for row in data.pop("unmatched")] == list(invented_mine.HOSTILE)
    assert data == {"profile": "anna", "model": "ml-100k-dnn", "said": None}


def test_csv_is_harmless_in_a_spreadsheet(capsys: Captured) -> None:
    main(["match", "--csv"])

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[1]["title"] == f"'{invented_mine.FORMULA}"
    assert rows[5]["title"] == "'@SUM(A1)"
    assert not [cell for row in rows for cell in row.values() if cell.startswith(tuple("=+-@\t\r"))]


@pytest.mark.parametrize(
    ("words", "film", "meant"),
    [
        (["Heat (1995)", "Heat"], "Heat (1995)", "Heat"),
        (["3", "--none"], "3", None),
    ],
    ids=["a film", "no film"],
)
def test_what_was_typed_arrives(
    faked: Faked, words: list[str], film: str, meant: str | None
) -> None:
    asked: list[object] = []

    def verb(*said: str | None, **options: object) -> Matching:
        asked.extend((said, options))
        return invented_mine.matching()

    faked(match=verb)
    assert main(["match", *words, "--profile", "bert", "--model", "mine", "-q"]) == 0
    assert asked == [(film, meant), {"profile": "bert", "model": "mine"}]


@pytest.mark.parametrize(
    "words", [["Heat"], ["--none"], ["Heat", "Heat", "--none"], ["a", "b", "c"]], ids=" ".join
)
def test_what_cannot_be_meant_is_two_lines_and_2(capsys: Captured, words: list[str]) -> None:
    assert main(["match", *words]) == 2
    assert [line[:7] for line in capsys.readouterr().err.splitlines()] == ["Error: ", "Try:   "]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, encoding: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    assert widest(drawn(answer(invented_mine.matching()), encoding)) <= columns

"""`movierec profile`, as people and programs meet it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cli import invented_mine
from cli.shown import drawn, widest

from movierec.answers.profile import ProfileSummary
from movierec.cli.app import main
from movierec.cli.profile import list_answer
from movierec.errors import DataError, MovierecError, NotReadyError, UnknownError

Captured = pytest.CaptureFixture[str]
Faked = Callable[..., None]
pytestmark = pytest.mark.usefixtures("faked")


def answer(capsys: Captured, *words: str) -> str:
    assert main(["profile", *words]) == 0
    return capsys.readouterr().out


def sound() -> tuple[ProfileSummary, ...]:
    return tuple(replace(one, problem="") for one in invented_mine.summaries())


def test_a_pipe_gets_a_row_a_profile_and_which_is_yours(capsys: Captured, faked: Faked) -> None:
    faked(profiles=sound)

    lines = answer(capsys, "list").splitlines()

    assert lines[:4] == [
        "Profiles",
        "Name\tDefault\tRated\tSeen\tWatchlist\tHidden\tChanged",
        "anna\t\t1234\t12\t34\t5\t2026-03-01",
        "me\tyours\t7\t12\t34\t5\t2026-03-01",
    ]


def test_a_damaged_profile_tells_its_problem_to_a_pipe(capsys: Captured) -> None:
    lines = answer(capsys, "list").splitlines()

    assert lines[1].endswith("\tChanged\tProblem")
    assert lines[2].endswith("\t2026-03-01\t")
    assert lines[4].endswith("\t2026-03-01\tcut short")


def test_a_damaged_profile_tells_its_problem_below_it_on_a_terminal() -> None:
    lines = drawn(list_answer(invented_mine.summaries()))

    assert "Problem" not in lines[1]
    assert lines[-1].strip() == "cut short"


def test_json_has_every_count_and_the_folder(capsys: Captured) -> None:
    first, _, damaged = json.loads(answer(capsys, "list", "--json"))["data"]["profiles"]

    assert first == {
        "name": "anna",
        "default": False,
        "rated": 1_234,
        "seen": 12,
        "watchlist": 34,
        "hidden": 5,
        "lists": 2,
        "changed": "2026-03-01",
        "folder": str(invented_mine.PROFILES / "anna"),
        "problem": None,
    }
    assert damaged["problem"] == "cut short"


def test_without_a_profile_it_is_said_how_to_get_one() -> None:
    (note,) = list_answer(()).notes

    assert "movierec import FILE" in note


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
@pytest.mark.parametrize("columns", [80, 120])
def test_the_list_is_no_wider_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, encoding: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    assert widest(drawn(list_answer(invented_mine.summaries()), encoding)) <= columns


def test_show_has_a_row_a_level_genre_and_decade_as_csv(capsys: Captured) -> None:
    rows = list(csv.DictReader(io.StringIO(answer(capsys, "show", "--csv"))))

    assert [(row["by"], row["name"]) for row in rows] == [
        ("stars", "4.5"),
        ("genre", "Drama"),
        ("decade", "1990s"),
    ]
    assert rows[1] == {
        "by": "genre",
        "name": "Drama",
        "films": "6",
        "share": "0.5",
        "everyone": "0.375",
        "mean": "3.5",
        "difference": "-0.25",
    }
    assert (rows[0]["mean"], rows[2]["difference"]) == ("", "")


def test_show_asks_for_the_profile_and_the_model_that_were_named(faked: Faked) -> None:
    asked: list[object] = []

    def verb(name: str | None, *, model: str | None) -> object:
        asked.append((name, model))
        return invented_mine.taste()

    faked(taste=verb)
    main(["profile", "show", "anna", "--model", "mine", "-q"])
    main(["profile", "show", "-q"])
    assert asked == [("anna", "mine"), (None, None)]


def test_use_rename_and_rm_tell_what_was_done(capsys: Captured) -> None:
    assert answer(capsys, "use", "anna") == "Yours is now\tanna\n"
    assert answer(capsys, "rename", "anna", "bert") == "Renamed to\tbert\n"
    assert answer(capsys, "rm", "bert") == f"Removed\t{invented_mine.PROFILES / 'bert'}\n"


def test_export_writes_what_import_reads_back_byte_for_byte(
    capsys: Captured, tmp_path: Path
) -> None:
    expected = invented_mine.exported().csv

    assert answer(capsys, "export") == expected
    main(["profile", "export", "-o", str(tmp_path / "mine.csv")])
    assert (tmp_path / "mine.csv").read_bytes() == expected.encode()


def test_export_as_json_has_titles_and_numbers_exactly(capsys: Captured) -> None:
    data = json.loads(answer(capsys, "export", "--json"))["data"]

    assert data["profile"] == "anna"
    assert data["films"] == [
        {"title": invented_mine.FORMULA, "year": 1999, "rated": {"stars": 4.5, "source": "me"}}
    ]


def test_export_as_csv_is_harmless_in_a_spreadsheet(capsys: Captured) -> None:
    (row,) = csv.DictReader(io.StringIO(answer(capsys, "export", "--csv")))

    assert row["title"] == f"'{invented_mine.FORMULA}"


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        (["show"], "taste"),
        (["use", "x"], "use_profile"),
        (["rename", "x", "y"], "rename_profile"),
        (["export"], "exported"),
        (["rm", "x"], "remove_profile"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
@pytest.mark.parametrize(
    ("error", "code"),
    [(NotReadyError, 3), (UnknownError, 4), (DataError, 5)],
)
def test_what_fails_is_two_lines_and_no_answer(
    capsys: Captured,
    faked: Faked,
    words: list[str],
    verb: str,
    error: type[MovierecError],
    code: int,
) -> None:
    def fails(*_: object, **__: object) -> object:
        raise error("what", "hint")

    faked(**{verb: fails})
    assert main(["profile", *words]) == code
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "Error: what\nTry:   hint\n")


@pytest.mark.parametrize("words", [["use"], ["rename", "x"], ["rm"], ["show", "a", "b"]])
def test_what_cannot_be_meant_is_two_lines_and_2(capsys: Captured, words: list[str]) -> None:
    assert main(["profile", *words]) == 2
    assert [line[:7] for line in capsys.readouterr().err.splitlines()] == ["Error: ", "Try:   "]

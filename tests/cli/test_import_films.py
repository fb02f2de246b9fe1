"""`movierec import`, as people and programs meet it."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cli import invented, invented_mine
from cli.shell import piped, shell
from cli.shown import drawn, widest

from movierec.answers.profile import FileRead, ImportReport
from movierec.cli.app import main
from movierec.cli.import_films import SHOWN, answer
from movierec.errors import DataError
from movierec.people.spreadsheet import unguarded

Captured = pytest.CaptureFixture[str]
Faked = Callable[..., None]
pytestmark = pytest.mark.usefixtures("faked")
posix = pytest.mark.skipif(os.name != "posix", reason="needs bash or a device")


def imported(capsys: Captured, *words: str) -> str:
    assert main(["import", "l.zip", *words]) == 0
    return capsys.readouterr().out


def notes(found: ImportReport, *, named: bool = False) -> tuple[str, ...]:
    return answer(found, named=named).notes


def short() -> ImportReport:
    """Return a report whose file has a short name."""
    file = FileRead("l.zip", "Letterboxd export", 1, 0, 0)
    return replace(invented_mine.import_report(), files=(file,))


def test_a_pipe_gets_what_came_first_and_then_the_rest(capsys: Captured) -> None:
    lines = imported(capsys).splitlines()

    assert lines[0] == "Imported into profile anna"
    assert lines[2] == "Read\t[red].csv: IMDb ratings, 1 film"
    assert lines[3] == (
        "Matched\t1,214 of 1,221: 1,000 by id, 212 by title and year, 2 by title, a year apart"
    )
    assert lines[4] == (
        "Not matched\t6: 2 newer than the data, 2 series or short, 1 ambiguous, 1 not found"
    )
    assert lines[5:15] == [
        "Left alone\t1",
        "New ratings\t1200",
        "Changed ratings\t2",
        "Ratings as before\t3",
        "Left, as a later one is known\t4",
        "Seen, without stars\t5",
        "New on the watchlist\t6",
        "Off the watchlist\t7",
        "New lists\tNoir [1]",
        "",
    ]


def test_a_film_that_was_not_matched_exactly_stands_beside_what_it_was_taken_for(
    capsys: Captured,
) -> None:
    lines = imported(capsys).splitlines()

    place = lines.index("Matched, though not exactly")
    assert lines[place + 1 : place + 3] == [
        "Film\tYear\tWhy\tTaken for\tOf",
        f"{invented.LONG_TITLE}\t1994\ta year apart\t{invented.LONG_TITLE}\t1995",
    ]


def test_an_unmatched_film_has_its_reason_and_what_it_may_be(capsys: Captured) -> None:
    lines = imported(capsys).splitlines()

    place = lines.index("Not matched")
    assert lines[place + 1] == "#\tFilm\tYear\tWhy\tPerhaps"
    assert lines[place + 3] == f"2\t{invented_mine.FORMULA}\t1992\tseries or short\t"
    assert lines[place + 6].endswith(f"\t=Sum of Parts (1995); {invented.LONG_TITLE} (1995)")


def test_control_characters_of_a_file_are_written_out(capsys: Captured) -> None:
    text = imported(capsys)

    assert "\x1b" not in text
    assert "\x07" not in text
    assert r"\x1b]0;owned\x07\x1b[31mred" in text
    assert r"\x09Tabbed\x0aTitle" in text


def test_only_the_first_films_are_shown_and_the_heading_says_so() -> None:
    titles = tuple(f"Film {number}" for number in range(SHOWN + 5))
    shown = answer(invented_mine.import_report(titles))

    assert drawn(shown).count(f"Not matched, {SHOWN} of {SHOWN + 5}") == 1
    assert len(shown.records) == SHOWN + 5


def test_everything_matched_leaves_no_table_of_the_rest(capsys: Captured, faked: Faked) -> None:
    found = replace(invented_mine.import_report(()), inexact=())
    faked(import_files=lambda *_, **__: found)

    assert "Film\t" not in imported(capsys)


def test_json_has_titles_exactly(capsys: Captured) -> None:
    data = json.loads(imported(capsys, "--json"))["data"]

    assert [row["title"] for row in data["unmatched"]] == list(invented_mine.HOSTILE)
    assert data["inexact"][1]["title"] == invented_mine.ESCAPE
    assert list(data["unmatched"][0]) == ["number", "title", "year", "imdb_id", "cause", "near"]
    assert data["unmatched"][0]["near"][0]["title"] == "=Sum of Parts"


def test_json_tells_what_was_read_and_changed(capsys: Captured) -> None:
    data = json.loads(imported(capsys, "--json"))["data"]

    keys = ("profile", "model", "dataset", "dry_run", "films", "left_out")
    assert [data[key] for key in keys] == ["anna", "ml-100k-dnn", "ml-100k", False, 1_221, 1]
    assert data["files"][1] == {
        "name": "[red].csv",
        "kind": "IMDb ratings",
        "films": 1,
        "repeated": 0,
        "nameless": 1,
        "starless": 0,
    }
    assert data["matched"] == {"id": 1_000, "title and year": 212, "a year apart": 2}
    assert data["changes"][0]["ratings_new"] == 1_200
    assert data["unmatched_file"].endswith("unmatched.csv")


def test_csv_is_harmless_in_a_spreadsheet(capsys: Captured) -> None:
    rows = list(csv.DictReader(io.StringIO(imported(capsys, "--csv"))))

    assert list(rows[0]) == ["number", "title", "year", "imdb_id", "cause", "near"]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(tuple("=+-@\t\r"))]
    assert [unguarded(rows[place]["title"]) for place in (1, 5)] == [
        invented_mine.FORMULA,
        "@SUM(A1)",
    ]
    assert rows[0]["near"] == f"'=Sum of Parts (1995); {invented.LONG_TITLE} (1995)"


def test_a_file_gets_the_answer_of_a_pipe(capsys: Captured, tmp_path: Path) -> None:
    expected = imported(capsys)

    assert imported(capsys, "-o", str(tmp_path / "report.txt")) == ""
    assert (tmp_path / "report.txt").read_text("utf-8") == expected


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, encoding: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    assert widest(drawn(answer(short()), encoding)) <= columns


def test_a_long_name_of_a_file_leaves_the_other_lines_their_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    lines = drawn(answer(invented_mine.import_report()))

    assert widest([line for line in lines if ".zip" not in line]) <= 80


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_pipe_without_such_letters_gets_the_report(encoding: str) -> None:
    ended = piped("import", "l.zip", env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})

    assert (ended.code, b"Traceback" in ended.err) == (0, False)
    assert ended.out.startswith(b"Imported into profile anna")


@posix
def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    ended = shell("movierec import l.zip -q | head -1; echo ${PIPESTATUS[0]}")

    assert ended.lines == ["Imported into profile anna", "0"]
    assert ended.err == b""


@posix
def test_a_full_disk_is_two_lines_and_1() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no full device here")

    ended = piped("import", "l.zip", "-o", "/dev/full")

    assert (ended.code, ended.out) == (1, b"")
    assert [line[:7] for line in ended.err.decode().splitlines()] == ["Error: ", "Try:   "]


def test_rows_without_a_film_and_the_file_of_the_rest_are_told() -> None:
    assert notes(invented_mine.import_report()) == (
        "2 rows name no film and were left out.",
        f"All films that are not matched: {invented_mine.PROFILES / 'anna' / 'unmatched.csv'}",
        'To say which film one is: movierec match "TITLE (YEAR)" FILM',
        'One is another film? movierec match "TITLE (YEAR)" --none',
        "Next: movierec recommend",
    )


def test_one_row_without_a_film_is_one() -> None:
    file = FileRead("l.zip", "Letterboxd export", 1, 0, 1)
    found = replace(invented_mine.import_report(), files=(file,))

    assert notes(found)[0] == "1 row names no film and was left out."


@pytest.mark.parametrize(
    ("starless", "said"),
    [
        (1, "1 row has no rating and was left out."),
        (2, "2 rows have no rating and were left out."),
    ],
)
def test_rows_without_a_rating_are_told(starless: int, said: str) -> None:
    file = FileRead("l.csv", "CSV of ratings", 1, 0, 0, starless)
    found = replace(invented_mine.import_report(), files=(file,))

    assert notes(found)[0] == said


def test_what_to_run_next_names_the_profile_that_was_named(capsys: Captured) -> None:
    main(["import", "l.zip", "--profile", "anna"])

    said = capsys.readouterr().err.splitlines()
    assert said[2].endswith("FILM --profile anna")
    assert said[3].endswith("--none --profile anna")
    assert said[4] == "Next: movierec recommend anna"


def test_a_trial_says_that_nothing_was_changed() -> None:
    shown = answer(invented_mine.import_report(dry_run=True))

    assert drawn(shown)[0] == "Would be imported into profile anna"
    assert shown.notes[-1] == "Nothing was changed."
    assert not any("unmatched.csv" in note for note in shown.notes)


def test_where_nothing_was_matched_no_list_is_promised() -> None:
    found = replace(invented_mine.import_report(), matched={})

    assert not any("recommend" in note for note in notes(found))


def test_quiet_says_nothing_but_the_answer(capsys: Captured) -> None:
    assert main(["import", "l.zip", "-q"]) == 0
    assert capsys.readouterr().err == ""


def test_every_option_arrives(faked: Faked) -> None:
    asked: list[object] = []

    def verb(files: list[Path], **options: object) -> ImportReport:
        asked.extend((files, options))
        return invented_mine.import_report()

    faked(import_files=verb)
    line = "import a.zip - --profile bert --model mine --dry-run -q"
    main(line.split())
    assert asked == [
        [Path("a.zip"), Path("-")],
        {"profile": "bert", "model": "mine", "dry_run": True},
    ]


def test_without_a_file_it_is_a_usage_error(capsys: Captured) -> None:
    assert main(["import"]) == 2
    assert "FILE" in capsys.readouterr().err.splitlines()[0]


def test_a_damaged_export_is_two_lines_and_5(capsys: Captured, faked: Faked) -> None:
    def damaged(*_: object, **__: object) -> ImportReport:
        raise DataError("l.zip is damaged or cut short.", "Export again.")

    faked(import_files=damaged)
    assert main(["import", "l.zip"]) == 5
    captured = capsys.readouterr()
    assert captured.err == "Error: l.zip is damaged or cut short.\nTry:   Export again.\n"
    assert captured.out == ""

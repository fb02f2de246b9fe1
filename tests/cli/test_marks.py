"""`movierec seen`, `hide`, `want` and `unrate`, as people and programs meet them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from cli import invented_mine
from cli.shown import drawn, widest

from movierec.answers.profile import Said
from movierec.cli.app import main
from movierec.cli.marks import answer

Captured = pytest.CaptureFixture[str]
Faked = Callable[..., None]
pytestmark = pytest.mark.usefixtures("faked")

VERBS = {"seen": "see", "hide": "hide", "want": "want", "unrate": "unrate"}
every_command = pytest.mark.parametrize("command", VERBS)


@every_command
def test_words_of_a_title_and_every_option_arrive(faked: Faked, command: str) -> None:
    asked: list[object] = []

    def verb(title: str, **options: object) -> Said:
        asked.extend((title, options))
        return invented_mine.said(title, "seen")

    faked(**{VERBS[command]: verb})
    line = f"{command} toy story --profile bert --model mine -q"
    assert main(line.split()) == 0
    undo = {} if command == "unrate" else {"undo": False}
    assert asked == ["toy story", {"profile": "bert", "model": "mine", **undo}]


@pytest.mark.parametrize("command", ["seen", "hide", "want"])
def test_it_can_be_taken_back(faked: Faked, command: str) -> None:
    asked: list[object] = []

    def verb(title: str, *, undo: bool, **_: object) -> Said:
        asked.append(undo)
        return invented_mine.said(title, "not seen")

    faked(**{VERBS[command]: verb})
    assert main([command, "Fargo", "--undo", "-q"]) == 0
    assert asked == [True]


@pytest.mark.parametrize(
    ("command", "title", "had"),
    [
        ("seen", "Seen in profile anna", "Rated"),
        ("hide", "Hidden in profile anna", "Rated"),
        ("want", "On the watchlist in profile anna", "Rated"),
        ("unrate", "Unrated in profile anna", "Rated before"),
    ],
)
def test_a_pipe_gets_the_film_with_the_stars_that_it_has_or_had(
    capsys: Captured, command: str, title: str, had: str
) -> None:
    main([command, "Fargo"])

    first, heading, row = capsys.readouterr().out.splitlines()
    assert (first, heading) == (title, f"Film\tYear\tGenres\t{had}")
    assert row.startswith("Fargo\t1995\t")
    assert row.endswith("\t3.5")


@every_command
def test_json_tells_what_is_said_now(capsys: Captured, command: str) -> None:
    main([command, "Fargo", "--json"])

    document = json.loads(capsys.readouterr().out)
    assert document["command"] == command
    keys = ("profile", "movie_id", "title", "rating", "before", "changed", "remark")
    assert [document["data"][key] for key in keys] == ["anna", 3, "Fargo", None, 3.5, True, None]


@every_command
def test_csv_has_one_row(capsys: Captured, command: str) -> None:
    main([command, "Fargo", "--csv"])

    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["title"], row["before"], row["changed"]) == ("Fargo", "3.5", "True")


def test_which_of_several_films_was_taken_is_said() -> None:
    found = invented_mine.said("Heat", "seen", remark="2 films are called so.")

    assert answer("seen", found).notes == ("2 films are called so.",)


def test_what_the_profile_said_already_is_told_to_be_so() -> None:
    found = invented_mine.said("Heat", "seen", changed=False)

    assert answer("seen", found).notes == ("The profile said so already.",)


@every_command
def test_without_a_title_it_is_a_usage_error(capsys: Captured, command: str) -> None:
    assert main([command]) == 2
    assert "TITLE" in capsys.readouterr().err.splitlines()[0]


@pytest.mark.parametrize("title", invented_mine.HOSTILE)
@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, title: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    lines = drawn(answer("rate", invented_mine.said(title, "rated"), stars=4.5), "ascii")

    assert widest(lines) <= columns
    assert "\x1b]" not in "\n".join(lines)

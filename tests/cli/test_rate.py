"""`movierec rate` with a film, as people and programs meet it; see test_conversation.py."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable

import pytest
from cli import invented, invented_mine
from cli.shown import drawn, widest

from movierec.answers.films import RatedFilm
from movierec.answers.profile import Said
from movierec.cli.app import main
from movierec.cli.rate import answer, title_and_stars
from movierec.cli.serialise import as_csv
from movierec.errors import UsageError

Captured = pytest.CaptureFixture[str]
Faked = Callable[..., None]
pytestmark = pytest.mark.usefixtures("faked")

RATED = tuple(RatedFilm(invented.film(title), 4.5) for title in invented_mine.HOSTILE)


@pytest.mark.parametrize(
    ("words", "title", "stars"),
    [
        (["Toy Story", "4.5"], "Toy Story", 4.5),
        (["Toy", "Story", "4,5"], "Toy Story", 4.5),
        (["2001", "5"], "2001", 5.0),
        (["12", "Angry", "Men", "0.5"], "12 Angry Men", 0.5),
    ],
    ids=str,
)
def test_the_last_word_is_the_stars(words: list[str], title: str, stars: float) -> None:
    assert title_and_stars(words) == (title, stars)


@pytest.mark.parametrize("words", [["4.5"], ["Fargo"], ["Fargo", "good"], ["Fargo", ""]])
def test_a_title_or_stars_alone_are_refused_with_an_example(words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        title_and_stars(words)

    assert 'movierec rate "Toy Story" 4.5' in caught.value.hint


def test_what_was_typed_arrives(faked: Faked) -> None:
    asked: list[object] = []

    def verb(*said: object, **options: object) -> Said:
        asked.extend((said, options))
        return invented_mine.said("Fargo", "rated")

    faked(rate=verb)
    assert main(["rate", "Fargo", "4,5", "--profile", "bert", "--model", "mine", "-q"]) == 0
    assert asked == [("Fargo", 4.5), {"profile": "bert", "model": "mine"}]


def test_a_pipe_gets_the_film_with_its_stars_and_those_before(capsys: Captured) -> None:
    main(["rate", "Fargo", "4.5"])

    assert capsys.readouterr().out.splitlines() == [
        "Rated in profile anna",
        "Film\tYear\tGenres\tRating\tRated before",
        f"Fargo\t1995\t{', '.join(invented.GENRES)}\t4.5\t3.5",
    ]


def test_json_has_the_stars_and_those_before(capsys: Captured) -> None:
    main(["rate", "Fargo", "4.5", "--json"])

    document = json.loads(capsys.readouterr().out)
    assert document["command"] == "rate"
    keys = ("profile", "title", "said", "rating", "before", "changed", "remark")
    assert [document["data"][key] for key in keys] == [
        "anna", "Fargo", "rated", 4.5, 3.5, True, None,
    ]  # fmt: skip


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "no terminal"])
def test_without_a_terminal_nobody_is_asked(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, closed: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", None if closed else io.StringIO("4\n"))

    assert main(["rate"]) == 2
    assert "nobody at a terminal" in capsys.readouterr().err.splitlines()[0]


def test_a_conversation_ends_with_the_films_and_the_next_step() -> None:
    shown = answer("anna", RATED[:2])

    assert drawn(shown)[0] == "Rated in profile anna"
    assert shown.notes == ("Next: movierec recommend",)


def test_the_next_step_names_the_profile_that_was_named() -> None:
    assert answer("anna", RATED, named=True).notes == ("Next: movierec recommend anna",)


def test_a_conversation_without_stars_says_that_nothing_was_rated() -> None:
    shown = answer("anna", ())

    assert (shown.tables, shown.notes) == ((), ("Nothing was rated.",))


def test_csv_has_a_row_a_film() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(answer("anna", RATED).records))))

    assert [row["rating"] for row in rows] == ["4.5"] * len(RATED)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, encoding: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    assert widest(drawn(answer("anna", RATED), encoding)) <= columns

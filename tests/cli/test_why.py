"""`movierec why`, as people and programs meet it."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from cli import invented
from cli.shell import bare, on_terminal

from movierec.answers.recommend import Contribution
from movierec.cli.app import main

Captured = pytest.CaptureFixture[str]
Faked = Callable[..., None]
pytestmark = pytest.mark.usefixtures("faked")

TITLE = "Amélie's Lantern"


def answer(capsys: Captured, *words: str) -> str:
    assert main(["why", "265", TITLE, *words]) == 0
    return capsys.readouterr().out


def rows(text: str) -> list[list[str]]:
    """Return the rows of the sum in a pipe."""
    return [line.split("\t") for line in text.partition("Because of\t")[2].splitlines()[1:]]


def changed(faked: Faked, **fields: object) -> None:
    found = replace(invented.explanation(), **fields)  # type: ignore[arg-type]
    faked(why=lambda *_, **__: found)


def test_a_film_is_told_before_its_sum(capsys: Captured) -> None:
    facts, _ = answer(capsys).split("\n\n")

    assert facts.splitlines() == [
        "Amélie's Lantern (1995) for user 265",
        "Genres\tAction, Adventure, Animation, Comedy, Science Fiction",
        "Predicted rating\t3.6, 4 times of 5 between 2.5 and 4.8",
        "Chance of 4 or more\t62%",
        "Ratings of the film\t452",
        "Place\t12 of 1,645 films not seen yet",
    ]


def test_every_rating_adds_or_takes_away_the_largest_first(capsys: Captured) -> None:
    assert rows(answer(capsys)) == [
        [invented.LONG_TITLE, "1995", "5.0", "+0.1875"],
        ["Harbour Lights", "1995", "2.0", "+0.0625"],
        ["=Sum of Parts", "1995", "3.0", "+0.0312"],
        ["[red]Alarm[/red]", "1995", "4.0", "-0.0625"],
        ["The film itself: how often it is rated", "", "", "+0.0312"],
        ["Relevance, the sum", "", "", "+0.2500"],
    ]


def test_the_ratings_that_weigh_most_are_shown_the_others_together(capsys: Captured) -> None:
    found = rows(answer(capsys, "--top", "2"))

    assert [row[0] for row in found[:2]] == [invented.LONG_TITLE, "Harbour Lights"]
    assert found[2] == ["2 other ratings", "", "", "-0.0312"]


def test_a_single_other_rating_is_one(capsys: Captured) -> None:
    assert rows(answer(capsys, "--top", "3"))[3] == ["1 other rating", "", "", "+0.0312"]


def test_a_rating_that_takes_away_much_is_shown_before_one_that_adds_little(
    capsys: Captured,
) -> None:
    shown = [row[0] for row in rows(answer(capsys, "--top", "3"))[:3]]

    assert shown == [invented.LONG_TITLE, "Harbour Lights", "[red]Alarm[/red]"]


@pytest.mark.parametrize("top", ["1", "2", "10"])
def test_what_is_shown_adds_up(capsys: Captured, top: str) -> None:
    *parts, whole = [float(row[3]) for row in rows(answer(capsys, "--top", top))]

    assert sum(parts) == pytest.approx(whole, abs=2e-4)


def test_a_film_that_is_kept_out_says_why(capsys: Captured, faked: Faked) -> None:
    changed(faked, place=None, kept_out="hidden")

    text = answer(capsys)

    assert "\nNot recommended\tit is hidden\n" in text


def test_a_rated_film_tells_its_rating_and_has_no_place(capsys: Captured, faked: Faked) -> None:
    expected = invented.prediction(invented.film(TITLE), 3.6, 4.5)
    changed(faked, expected=expected, place=None)

    text = answer(capsys)

    assert "\nRated by user 265\t4.5\n" in text
    assert "\nPlace\t" not in text


def test_a_film_of_unknown_year_is_named_without_one(capsys: Captured, faked: Faked) -> None:
    expected = invented.prediction(replace(invented.film(TITLE), year=None), 3.6, None)
    changed(faked, expected=expected)

    assert answer(capsys).startswith("Amélie's Lantern for user 265\n")


def test_the_sum_of_somebody_without_ratings_is_the_film_itself(
    capsys: Captured, faked: Faked
) -> None:
    changed(faked, contributions=(), relevance=0.03125)

    assert [row[0] for row in rows(answer(capsys))] == [
        "The film itself: how often it is rated",
        "Relevance, the sum",
    ]


def test_json_has_the_whole_sum(capsys: Captured) -> None:
    data = json.loads(answer(capsys, "--json", "--top", "1"))["data"]

    adds = [row["adds"] for row in data["contributions"]]
    assert adds == [0.1875, 0.0625, 0.03125, -0.0625]
    assert sum(adds) + data["appeal"] == data["relevance"] == 0.25
    assert (data["place"], data["places"], data["factor"]) == (12, 1_645, 0.79)
    assert (data["title"], data["predicted"], data["rating"]) == (TITLE, 3.6, None)
    assert data["limits"]["own_ratings"] == 37


def test_csv_has_a_row_a_rating(capsys: Captured) -> None:
    found = list(csv.DictReader(io.StringIO(answer(capsys, "--csv"))))

    assert list(found[0]) == ["movie_id", "title", "year", "genres", "rating", "adds"]
    assert [float(row["adds"]) for row in found] == [0.1875, 0.0625, 0.03125, -0.0625]


def test_which_film_was_taken_and_how_far_the_answer_reaches_are_said(capsys: Captured) -> None:
    main(["why", "265", TITLE])

    assert capsys.readouterr().err.splitlines() == [
        "2 films are called so.",
        "ml-100k-dnn knows 37 ratings of user 265; it learned from 76,000 of 100,000, "
        "until April 1998.",
    ]


def test_quiet_says_neither(capsys: Captured) -> None:
    main(["why", "265", TITLE, "-q"])

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("title", [[TITLE], TITLE.split()], ids=["quoted", "in words"])
def test_who_what_and_the_model_arrive(faked: Faked, title: list[str]) -> None:
    asked: list[object] = []

    def verb(who: str | None, title: str, *, model: str | None) -> object:
        asked.extend((who, title, model))
        return invented.explanation()

    faked(why=verb)
    assert main(["why", "265", *title, "--model", "mine", "-q"]) == 0
    assert asked == ["265", TITLE, "mine"]


@pytest.mark.parametrize(
    ("words", "code"),
    [(["why"], 2), (["why", "265", TITLE, "--top", "0"], 2)],
    ids=["title", "top"],
)
def test_what_cannot_be_meant_is_two_lines(capsys: Captured, words: list[str], code: int) -> None:
    assert main(words) == code
    assert [line[:7] for line in capsys.readouterr().err.splitlines()] == ["Error: ", "Try:   "]


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_terminal_folds_titles_and_keeps_the_numbers_in_their_column() -> None:
    lines = bare(on_terminal("why", "265", TITLE, columns=60))

    numbers = [line for line in lines if line.endswith(("0.1875", "0.0625", "0.0312", "0.2500"))]
    assert len(numbers) == 6
    assert {len(line) for line in numbers} == {60}
    assert "Place                12 of 1,645 films not seen yet" in lines


def test_a_hostile_title_is_data(capsys: Captured, faked: Faked) -> None:
    evil = Contribution(invented.film("Evil\x1b]0;x\x07\tfilm"), 5.0, 0.1)
    changed(faked, contributions=(evil,))

    assert rows(answer(capsys))[0][0] == "Evil\\x1b]0;x\\x07\\x09film"

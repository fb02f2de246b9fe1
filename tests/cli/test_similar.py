"""`movierec similar`, as people and programs meet it."""

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
from cli.shown import drawn, widest
from rich.cells import cell_len

from movierec.answers.recommend import SimilarFilm, SimilarFilms
from movierec.answers.who import Who
from movierec.cli.app import main
from movierec.cli.similar import answer as shown
from movierec.ranking.wanted import Wanted

Captured = pytest.CaptureFixture[str]
Faked = Callable[..., None]
pytestmark = pytest.mark.usefixtures("faked")
terminal = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

TITLE = "Amélie's Lantern"
OTHER = SimilarFilm(invented.film("Harbour Lights", 6), 0.5, 20, 9, 3, ("Comedy", "Drama"))


def answer(capsys: Captured, *words: str) -> str:
    assert main(["similar", TITLE, *words]) == 0
    return capsys.readouterr().out


def in_common(capsys: Captured, faked: Faked, film: SimilarFilm) -> str:
    """Return what a pipe gets of one film under "In common"."""
    found = replace(invented.similar_films(), films=(film,))
    faked(similar=lambda *_, **__: found)
    return answer(capsys).splitlines()[2].split("\t")[-1]


def test_a_pipe_gets_a_row_a_film_with_what_both_have(capsys: Captured) -> None:
    title, heading, *rows = answer(capsys).splitlines()

    assert title == "Like Amélie's Lantern (1995)"
    assert heading == "#\tFilm\tYear\tGenres\tRatings\tLikeness\tIn common"
    assert rows[0].split("\t")[4:] == [
        "1234",
        "0.75",
        "400 of the 1,001 who liked it liked Amélie's Lantern too; "
        "both Action, Adventure, Animation, Comedy, Science Fiction",
    ]


def test_people_are_named_before_genres(capsys: Captured, faked: Faked) -> None:
    assert in_common(capsys, faked, OTHER) == (
        "3 of the 9 who liked it liked Amélie's Lantern too; both Comedy, Drama"
    )


def test_a_single_person_is_one(capsys: Captured, faked: Faked) -> None:
    film = replace(OTHER, likers=1, shared=1)

    assert in_common(capsys, faked, film) == (
        "the one person who liked it liked Amélie's Lantern too; both Comedy, Drama"
    )


@pytest.mark.parametrize("shared", [None, 0], ids=["unknown", "nobody"])
def test_without_people_there_are_the_genres(
    capsys: Captured, faked: Faked, shared: int | None
) -> None:
    film = replace(OTHER, likers=shared, shared=shared)

    assert in_common(capsys, faked, film) == "both Comedy, Drama"


def test_without_genres_there_is_the_year(capsys: Captured, faked: Faked) -> None:
    film = replace(OTHER, shared=0, genres=())

    assert in_common(capsys, faked, film) == "both of 1995"


@pytest.mark.parametrize("year", [None, 1994])
def test_films_may_have_nothing_to_tell_in_common(
    capsys: Captured, faked: Faked, year: int | None
) -> None:
    film = replace(OTHER, film=replace(OTHER.film, year=year), shared=0, genres=())

    assert in_common(capsys, faked, film) == ""


def test_a_film_of_unknown_year_is_named_without_one(capsys: Captured, faked: Faked) -> None:
    found = invented.similar_films()
    faked(similar=lambda *_, **__: replace(found, film=replace(found.film, year=None)))

    assert answer(capsys).startswith("Like Amélie's Lantern\n")


def test_json_tells_the_film_and_those_like_it(capsys: Captured) -> None:
    data = json.loads(answer(capsys, "--json"))["data"]

    assert (data["movie_id"], data["title"], data["ratings"]) == (3, TITLE, 452)
    assert (data["model"], data["remarks"]) == ("ml-100k-dnn", ["2 films are called so."])
    assert data["similar"][1] == {
        "rank": 2,
        "movie_id": 5,
        "title": "=Sum of Parts",
        "year": 1995,
        "genres": list(invented.GENRES),
        "likeness": 0.625,
        "ratings": 9,
        "likers": 4,
        "shared_likers": 0,
        "shared_genres": ["Comedy"],
        "predicted": None,
    }


def test_json_has_null_where_nobody_is_counted(capsys: Captured, faked: Faked) -> None:
    found = invented.similar_films()
    films = tuple(replace(film, likers=None, shared=None) for film in found.films)
    faked(similar=lambda *_, **__: replace(found, films=films))

    data = json.loads(answer(capsys, "--json"))["data"]

    assert {(row["likers"], row["shared_likers"]) for row in data["similar"]} == {(None, None)}


def test_csv_has_a_row_a_film(capsys: Captured) -> None:
    rows = list(csv.DictReader(io.StringIO(answer(capsys, "--csv"))))

    assert [row["rank"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["shared_genres"] == "|".join(invented.GENRES)
    assert rows[2]["shared_genres"] == ""


def test_which_film_was_taken_and_how_often_it_is_rated_are_said(capsys: Captured) -> None:
    main(["similar", TITLE])

    assert capsys.readouterr().err.splitlines() == [
        "2 films are called so.",
        "By ml-100k-dnn; Amélie's Lantern has 452 ratings.",
    ]


def test_a_single_rating_is_one(capsys: Captured, faked: Faked) -> None:
    found = replace(invented.similar_films(), ratings=1, remarks=())
    faked(similar=lambda *_, **__: found)
    main(["similar", TITLE])

    assert capsys.readouterr().err == "By ml-100k-dnn; Amélie's Lantern has 1 rating.\n"


def test_quiet_says_neither(capsys: Captured) -> None:
    main(["similar", TITLE, "-q"])

    assert capsys.readouterr().err == ""


def test_a_title_of_several_words_and_every_filter_arrive(faked: Faked) -> None:
    asked: list[object] = []

    def verb(title: str, **options: object) -> object:
        asked.extend((title, options))
        return invented.similar_films()

    faked(similar=verb)
    line = (
        "amélie's lantern --top 3 --genre comedy --not-genre war --year 1990- --decade 90s "
        "--min-ratings 20 --from in.txt --not-in - --for anna --model mine -q"
    )
    assert main(["similar", *line.split()]) == 0
    wanted = Wanted(
        genres=("comedy",),
        not_genres=("war",),
        year="1990-",
        decade="90s",
        min_ratings=20,
        from_list="in.txt",
        not_in="-",
    )
    assert asked == [
        "amélie's lantern",
        {"model": "mine", "top": 3, "wanted": wanted, "who": "anna"},
    ]


def for_anna() -> SimilarFilms:
    """Return films for a person, who may give them 3.5 stars."""
    found = invented.similar_films()
    films = tuple(
        replace(one, expected=invented.prediction(one.film, 3.5, None)) for one in found.films
    )
    return replace(found, who=Who("anna", profile="anna"), films=films)


def test_films_for_somebody_have_the_stars_that_they_may_give(
    capsys: Captured, faked: Faked
) -> None:
    faked(similar=lambda *_, **__: for_anna())

    title, heading, first, *_ = answer(capsys, "--for", "anna").splitlines()

    assert title == "Like Amélie's Lantern (1995), for anna"
    assert heading == "#\tFilm\tYear\tGenres\tRatings\tLikeness\tPredicted\tIn common"
    assert first.split("\t")[5:7] == ["0.75", "3.5"]


def test_json_tells_for_whom_films_are(capsys: Captured, faked: Faked) -> None:
    faked(similar=lambda *_, **__: for_anna())

    data = json.loads(answer(capsys, "--for", "anna", "--json"))["data"]

    assert (data["user_id"], data["profile"]) == (None, "anna")
    assert {row["predicted"] for row in data["similar"]} == {3.5}


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("columns", [80, 120])
def test_films_for_somebody_fit_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, encoding: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    assert widest(drawn(shown(for_anna()), encoding)) <= columns


@pytest.mark.parametrize("words", [[], [TITLE, "--top", "0"], [TITLE, "--popularity", "gems"]])
def test_what_cannot_be_meant_is_two_lines_and_2(capsys: Captured, words: list[str]) -> None:
    assert main(["similar", *words]) == 2
    assert [line[:7] for line in capsys.readouterr().err.splitlines()] == ["Error: ", "Try:   "]


@terminal
def test_what_films_have_in_common_stands_under_each_folded_and_set_in() -> None:
    lines = bare(on_terminal("similar", TITLE, "-q", columns=80))

    assert max(cell_len(line) for line in lines) <= 80
    first = next(number for number, line in enumerate(lines) if "400 of the" in line)
    assert lines[first : first + 2] == [
        "   400 of the 1,001 who liked it liked Amélie's Lantern too; both Action,",
        "   Adventure, Animation, Comedy, Science Fiction",
    ]
    assert lines[-1] == "   both of 1995"


@terminal
def test_a_terminal_without_such_letters_gets_the_lines_too() -> None:
    ended = on_terminal("similar", TITLE, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})

    assert ended.code == 0
    assert ended.out.isascii()
    assert "   both Comedy" in bare(ended)

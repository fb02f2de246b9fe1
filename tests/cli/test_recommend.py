"""`movierec recommend`, as people and programs meet it."""

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
from rich.cells import cell_len

from movierec.answers.recommend import Recommendations
from movierec.cli.app import main
from movierec.ranking.wanted import Steering, Wanted

Captured = pytest.CaptureFixture[str]
Faked = Callable[..., None]
pytestmark = pytest.mark.usefixtures("faked")
terminal = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

LIMITS = (
    "ml-100k-dnn knows 37 ratings of user 265; it learned from 76,000 of 100,000, until April 1998."
)


def answer(capsys: Captured, *words: str) -> str:
    assert main(["recommend", "265", *words]) == 0
    return capsys.readouterr().out


def notes(capsys: Captured, faked: Faked, *words: str, **changed: object) -> list[str]:
    """Return what is said on stderr of a list that is changed so."""
    found: Recommendations = replace(invented.recommendations(), **changed)  # type: ignore[arg-type]
    faked(recommend=lambda *_, **__: found)
    assert main(["recommend", "265", *words]) == 0
    return capsys.readouterr().err.splitlines()


def hits(count: int) -> dict[str, object]:
    return {"limits": replace(invented.limits(), hits=count)}


def test_two_lists_stand_under_the_words_of_the_field(capsys: Captured) -> None:
    data = json.loads(answer(capsys, "--top", "2", "--json"))["data"]

    film = {"title": "[red]Alarm[/red]", "year": 1995, "genres": list(invented.GENRES)}
    assert data["rated"][0] == {"rank": 1, "movie_id": 1, **film, "rating": 5.0}
    film["title"] += " II"
    first = data["recommendations"][0]
    assert first.pop("because")[2] == {
        "movie_id": 6,
        "title": "Harbour Lights",
        "year": 1995,
        "genres": list(invented.GENRES),
        "rating": 2.0,
        "adds": 0.0625,
    }
    assert first == {
        "rank": 1,
        "movie_id": 11,
        **film,
        "predicted": pytest.approx(3.6),
        "sd": 0.9,
        "low": pytest.approx(2.45),
        "high": pytest.approx(4.75),
        "rating": None,
        "p_like": 0.625,
        "ratings": 452,
        "relevance": pytest.approx(1 / 11),
    }
    assert [entry["rank"] for entry in data["recommendations"]] == [1, 2]


def test_json_tells_how_the_list_was_made_and_how_far_it_reaches(capsys: Captured) -> None:
    data = json.loads(answer(capsys, "--json"))["data"]

    made = ("user_id", "model", "by", "popularity", "given_up", "remarks")
    assert {key: data[key] for key in made} == {
        "user_id": 265,
        "model": "ml-100k-dnn",
        "by": "relevance",
        "popularity": 0.0,
        "given_up": None,
        "remarks": [],
    }
    assert data["rated_count"] == data["limits"]["own_ratings"] == 37


def test_a_pipe_gets_exactly_two_tables(capsys: Captured) -> None:
    first, second = answer(capsys).split("\n\n")

    assert first.splitlines()[:2] == ["Rated by user 265", "#\tFilm\tYear\tGenres\tRating"]
    assert second.splitlines()[:2] == [
        "Recommended to user 265",
        "#\tFilm\tYear\tGenres\tPredicted\tSD\tLow\tHigh\tP(4 or more)\tRelevance\tBecause of",
    ]


def test_a_pipe_gets_relevance_and_reasons_in_the_row(capsys: Captured) -> None:
    second = answer(capsys).split("\n\n")[1]
    rows = [line.split("\t") for line in second.splitlines()[2:]]

    assert rows[0][-2:] == [
        "0.0909",
        f"{invented.LONG_TITLE} 5; Amélie's Lantern 4.5; Harbour Lights 2",
    ]
    assert rows[1][-2:] == ["0.0833", ""]
    assert {len(row) for row in rows} == {11}


def test_csv_has_the_recommended_films_alone_with_their_reasons(capsys: Captured) -> None:
    rows = list(csv.DictReader(io.StringIO(answer(capsys, "--csv"))))

    assert [row["title"] for row in rows] == [f"{title} II" for title in invented.TITLES]
    assert list(rows[0])[-3:] == ["ratings", "relevance", "because"]
    assert rows[0]["because"].split("|")[1:] == ["Amélie's Lantern 4.5", "Harbour Lights 2"]
    assert rows[1]["because"] == ""


def test_a_list_by_rating_is_called_predicted(capsys: Captured, faked: Faked) -> None:
    found = replace(invented.recommendations(), by="rating")
    faked(recommend=lambda *_, **__: found)

    assert "\nPredicted for user 265\n" in answer(capsys, "--by", "rating")


def test_a_film_that_was_rated_says_so_below_it(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, faked: Faked
) -> None:
    found = invented.recommendations(top=1)
    (film,) = found.recommendations
    seen = replace(film, expected=replace(film.expected, rated=4.5))
    faked(recommend=lambda *_, **__: replace(found, recommendations=(seen,)))
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert "rated 4.5 already; because you rated" in answer(capsys, "--include-seen")


def test_every_option_arrives(faked: Faked) -> None:
    asked: list[object] = []

    def verb(who: str | None, **options: object) -> object:
        asked.extend((who, options))
        return invented.recommendations()

    faked(recommend=verb)
    line = (
        "--top 7 --by rating --genre comedy --not-genre war --year 1990- --decade 90s "
        "--min-ratings 20 --popularity -0.5 --variety 0.3 --include-seen --from in.txt "
        "--not-in - --fresh --with anna --with 7 --strategy no-veto --model mine -q"
    )
    assert main(["recommend", "265", *line.split()]) == 0
    wanted = Wanted(
        genres=("comedy",),
        not_genres=("war",),
        year="1990-",
        decade="90s",
        min_ratings=20,
        include_seen=True,
        from_list="in.txt",
        not_in="-",
        fresh=True,
    )
    steering = Steering(
        by="rating", popularity="-0.5", variety=0.3, strategy="no-veto", wanted=wanted
    )
    others = ("anna", "7")
    assert asked == ["265", {"others": others, "model": "mine", "top": 7, "steering": steering}]


def test_without_options_the_list_is_steered_nowhere(faked: Faked) -> None:
    asked: list[object] = []

    def verb(who: str | None, *, steering: Steering, **_: object) -> object:
        asked.append(steering)
        return invented.recommendations(who)

    faked(recommend=verb)
    assert main(["recommend", "265", "-q"]) == 0
    assert asked == [Steering()]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--variety", "much"], "--variety"),
        (["--min-ratings", "-1"], "--min-ratings"),
        (["--from", "-", "--not-in", "-"], "standard input"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_two_lines_and_2(
    capsys: Captured, words: list[str], what: str
) -> None:
    assert main(["recommend", "265", *words]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert what in first
    assert second.startswith("Try:   ")


@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"]], ids=str)
def test_how_far_the_list_reaches_is_said_beside_the_answer(
    capsys: Captured, faked: Faked, form: list[str]
) -> None:
    assert notes(capsys, faked, *form) == [LIMITS]


def test_a_list_that_leans_to_hits_says_so(capsys: Captured, faked: Faked) -> None:
    assert notes(capsys, faked, **hits(4)) == [
        LIMITS,
        "4 of 5 are among the 84 most rated films: --popularity gems looks further.",
    ]


@pytest.mark.parametrize("dial", [-1.0, 2.0], ids=["hits", "gems"])
def test_who_turned_the_dial_is_not_told_to_turn_it(
    capsys: Captured, faked: Faked, dial: float
) -> None:
    assert notes(capsys, faked, popularity=dial, **hits(5)) == [LIMITS]


def test_what_variety_cost_is_said(capsys: Captured, faked: Faked) -> None:
    assert notes(capsys, faked, given_up=0.0834) == [
        "Variety gave up 8% of the list's relevance.",
        LIMITS,
    ]


def test_variety_of_a_list_by_rating_costs_rating(capsys: Captured, faked: Faked) -> None:
    cost, _ = notes(capsys, faked, given_up=0.02, by="rating")

    assert cost == "Variety gave up 2% of the list's rating."


def test_what_became_of_the_filters_is_said_first(capsys: Captured, faked: Faked) -> None:
    said = notes(capsys, faked, remarks=("Only 2 films are left.",), given_up=0.02, **hits(5))

    assert said[0] == "Only 2 films are left."
    assert len(said) == 4


def test_quiet_says_none_of_it(capsys: Captured, faked: Faked) -> None:
    assert notes(capsys, faked, "-q", remarks=("Only 2 are left.",), given_up=0.02, **hits(5)) == []


def under(lines: list[str], first: str) -> list[str]:
    """Return the lines from a row that begins so to the next row or note, without it."""
    place = next(number for number, line in enumerate(lines) if line.startswith(first))
    rest = lines[place + 1 :]
    end = next(number for number, line in enumerate(rest) if not line.startswith("   "))
    return rest[:end]


@terminal
def test_a_reason_stands_under_its_film_folded_and_set_in() -> None:
    lines = bare(on_terminal("recommend", "265", columns=80))

    assert under(lines, "1  [red]Alarm[/red] II") == [
        "   because you rated The Remarkably Long and Winding Story of a Lighthouse",
        "   Keeper Who Counted Every Wave Twice 5, Amélie's Lantern 4.5 (and Harbour",
        "   Lights 2)",
    ]


@terminal
def test_a_film_without_a_reason_has_no_line_under_it() -> None:
    lines = bare(on_terminal("recommend", "265", columns=80))

    assert under(lines, "2  :smile: Again II") == []


@terminal
@pytest.mark.parametrize("columns", [60, 80, 100])
def test_reasons_fit_the_terminal(columns: int) -> None:
    lines = bare(on_terminal("recommend", "265", columns=columns))

    assert max(cell_len(line) for line in lines) <= columns


@terminal
def test_films_with_reasons_between_them_stay_in_their_columns() -> None:
    lines = bare(on_terminal("recommend", "265", columns=80))

    recommended = lines[lines.index("Recommended to user 265") :]
    assert len({line.index(" ± ") for line in recommended if " ± 0.9" in line}) == 1
    assert {line.index("1995") for line in recommended if " ± 0.9" in line} == {
        recommended[2].index("Year")
    }
    assert sum(line.startswith("─") for line in recommended) == 1


@terminal
def test_a_terminal_without_such_letters_gets_reasons_too() -> None:
    ended = on_terminal(
        "recommend", "265", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, columns=80
    )

    assert ended.code == 0
    assert ended.out.isascii()
    assert under(bare(ended), "1  [red]Alarm[/red] II")[1:] == [
        "   Keeper Who Counted Every Wave Twice 5, Am?lie's Lantern 4.5 (and Harbour",
        "   Lights 2)",
    ]

"""A person's taste on terminals, in pipes and as JSON."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from cli import invented

from movierec.answers.taste import OwnCounts, OwnOpinion, TasteGroup, TasteLevel, TasteReport
from movierec.answers.who import Who
from movierec.cli.plain import as_lines
from movierec.cli.serialise import as_json
from movierec.cli.tables import print_tables
from movierec.cli.taste import strictness, taste_data, taste_tables


def found(title: str = "Amélie's Lantern") -> TasteReport:
    return TasteReport(
        who=Who("you", profile="me"),
        dataset="ml-100k",
        rated=1234,
        counts=OwnCounts(seen=56, hidden=7, watchlist=89, unknown=3),
        mean=3.25,
        compared=1200,
        own_mean=3.25,
        everyone_mean=3.5,
        histogram=(
            TasteLevel(0.5, 34, 0.03, None),
            TasteLevel(1.0, 200, 0.16, 0.06),
            TasteLevel(5.0, 1000, 0.81, 0.405),
        ),
        genres=(
            TasteGroup("Drama", 600, 0.5, 0.4, 3.5, -0.25),
            TasteGroup("(no genres listed)", 2, 0.0016, 0.001, 4.0, None),
            TasteGroup("Western", 0, 0.0, 0.02, None, None),
        ),
        decades=(TasteGroup("1990s", 1234, 1.0, 0.75, 3.25, -0.25),),
        liked_more=(OwnOpinion(invented.film(title), 4.5, 2.75, 142),),
        liked_less=(OwnOpinion(invented.film("Sum of Parts"), 1.0, 3.5, 20),),
        fewest=20,
        fewest_films=5,
    )


def alone() -> TasteReport:
    """Return the same without everyone's ratings."""
    return replace(
        found(),
        compared=None,
        own_mean=None,
        everyone_mean=None,
        histogram=tuple(replace(level, everyone=None) for level in found().histogram),
        genres=tuple(replace(one, everyone=None, difference=None) for one in found().genres),
        decades=tuple(replace(one, everyone=None, difference=None) for one in found().decades),
        liked_more=(),
        liked_less=(),
    )


def drawn(report: TasteReport, encoding: str = "utf-8") -> list[str]:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="replace")
    print_tables(taste_tables(report), stream)
    stream.seek(0)
    return stream.read().splitlines()


def bars(lines: list[str], sign: str) -> list[int]:
    """Return how long the bars of a line are, for the lines that have any."""
    return [line.count(sign) for line in lines if sign in line]


def test_a_pipe_gets_plain_numbers_in_columns_of_their_own() -> None:
    lines = as_lines(taste_tables(found())).splitlines()

    assert lines[:11] == [
        "Profile me",
        "Rated\t1237",
        "Of these not known here\t3",
        "Seen without stars\t56",
        "Hidden\t7",
        "Watchlist\t89",
        "Mean stars\t3.25",
        "Mean on films compared\t3.25",
        "Everyone's, same films\t3.50",
        "Strictness\t0.2 stars stricter than others on the same 1,200 films",
        "Everyone\tthe users of ml-100k",
    ]
    assert lines[12:17] == [
        "Stars given",
        "Stars\tFilms\tShare\tEveryone",
        "0.5\t34\t3.0%\t",
        "1.0\t200\t16.0%\t6.0%",
        "5.0\t1000\t81.0%\t40.5%",
    ]
    assert "Genre\tFilms\tShare\tEveryone\tMean\tDifference" in lines
    assert "Drama\t600\t50.0%\t40.0%\t3.50\t-0.25" in lines
    assert "Western\t0\t0.0%\t2.0%\t\t" in lines
    assert "Amélie's Lantern\t1995\t4.5\t2.75\t+1.75\t142" in lines
    assert "Sum of Parts\t1995\t1.0\t3.50\t-2.50\t20" in lines


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("report", [found(), found(invented.LONG_TITLE), alone()])
def test_no_line_is_wider_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, report: TasteReport, columns: int, encoding: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    lines = drawn(report, encoding)

    assert max(map(len, lines)) <= columns


@pytest.mark.parametrize("columns", [80, 120])
def test_a_terminal_without_unicode_gets_ascii(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    lines = drawn(found("Amelie's Lantern"), "ascii")

    text = "\n".join(lines)
    assert text.isascii()
    assert "?" not in text
    assert bars(lines, "#")


@pytest.mark.parametrize("columns", [80, 97, 120])
@pytest.mark.parametrize(("encoding", "sign"), [("utf-8", "█"), ("ascii", "#")])
def test_equal_shares_have_bars_of_one_length_in_both_columns(
    monkeypatch: pytest.MonkeyPatch, columns: int, encoding: str, sign: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    same = replace(
        found(),
        histogram=(TasteLevel(1.0, 617, 0.5, 0.5), TasteLevel(5.0, 617, 0.5, 0.5)),
        genres=(),
        decades=(),
    )

    lines = [line for line in drawn(same, encoding) if sign in line]

    lengths = {len(bar) for line in lines for bar in line.split() if set(bar) == {sign}}
    assert len(lines) == 2
    assert len(lengths) == 1


def test_bars_of_both_columns_have_one_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")

    (line,) = [line for line in drawn(found(), "ascii") if line.lstrip().startswith("5.0 ")]

    own, others = (len(bar) for bar in line.split() if set(bar) == {"#"})
    assert (own, others) == (24, 12)


def test_without_everyones_ratings_their_columns_are_left_out() -> None:
    lines = as_lines(taste_tables(alone())).splitlines()

    assert "Everyone\tnot shown: the model came without its users' ratings" in lines
    assert "Stars\tFilms\tShare" in lines
    assert "Genre\tFilms\tShare\tMean" in lines
    assert not any("Liked" in line or "Strictness" in line for line in lines)


def test_without_a_rating_the_counts_stand_alone() -> None:
    nothing = replace(
        found(), rated=0, mean=None, compared=0, own_mean=None, everyone_mean=None,
        histogram=(), genres=(), decades=(), liked_more=(), liked_less=(),
    )  # fmt: skip

    assert as_lines(taste_tables(nothing)).splitlines() == [
        "Profile me",
        "Rated\t3",
        "Of these not known here\t3",
        "Seen without stars\t56",
        "Hidden\t7",
        "Watchlist\t89",
    ]


def test_json_has_all_figures() -> None:
    text = as_json("profile show", taste_data(found()), unicode=True)

    data = json.loads(text)["data"]
    assert (data["profile"], data["dataset"], data["rated_count"]) == ("me", "ml-100k", 1234)
    assert data["counts"] == {"seen": 56, "hidden": 7, "watchlist": 89, "unknown": 3}
    assert data["difference"] == pytest.approx(-0.25)
    assert data["histogram"][0] == {"stars": 0.5, "films": 34, "share": 0.03, "everyone": None}
    assert data["genres"][0]["difference"] == -0.25
    assert data["liked_more"][0]["title"] == "Amélie's Lantern"
    assert data["liked_more"][0]["everyone_mean"] == pytest.approx(2.75)
    assert data["liked_more"][0]["difference"] == pytest.approx(1.75)
    assert not {"who", "rated"} & set(data)


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (-0.31, "0.3 stars stricter than others on the same 412 films"),
        (0.26, "0.3 stars milder than others on the same 412 films"),
        (-0.04, "as strict as others on the same 412 films"),
        (0.0, "as strict as others on the same 412 films"),
    ],
)
def test_strictness_is_told_in_words(difference: float, words: str) -> None:
    report = replace(found(), compared=412, own_mean=3.5 + difference, everyone_mean=3.5)

    assert strictness(report) == words


@pytest.mark.parametrize(
    ("films", "counted"), [(0, "0 films"), (1, "1 film"), (4, "4 films")], ids=str
)
def test_of_few_films_strictness_cannot_be_told(films: int, counted: str) -> None:
    few = replace(found(), rated=12, compared=films, own_mean=4.5)

    lines = as_lines(taste_tables(few)).splitlines()

    assert (
        f"Strictness\tcannot be told from {counted} that 20 others rated or more: it takes 5"
        in lines
    )
    assert not any("same films" in line for line in lines)
    assert taste_data(few)["difference"] is None

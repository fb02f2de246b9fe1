"""The filter options arrive as they were typed, and complete in the shell."""

from __future__ import annotations

import pytest
import typer
from typer.main import get_command

from movierec.cli.filter_options import (
    Decade,
    From,
    Genres,
    IncludeSeen,
    MinRatings,
    NotGenres,
    NotIn,
    Year,
    decades,
    genre_names,
    wanted,
)
from movierec.ranking.wanted import STDIN, Wanted


def typed(*words: str) -> Wanted:
    app = typer.Typer()

    @app.command()
    def narrow(
        genre: Genres = None,
        not_genre: NotGenres = None,
        year: Year = None,
        decade: Decade = None,
        min_ratings: MinRatings = 0,
        include_seen: IncludeSeen = False,
        from_list: From = None,
        not_in: NotIn = None,
    ) -> Wanted:
        return wanted(genre, not_genre, year, decade, min_ratings, include_seen, from_list, not_in)

    found: Wanted = get_command(app).main(list(words), "narrow", standalone_mode=False)
    return found


def test_every_filter_arrives() -> None:
    line = (
        "--genre comedy --genre war --not-genre kids --year 1970-1989 --decade 70s "
        "--min-ratings 20 --include-seen --from in.txt --not-in -"
    )

    assert typed(*line.split()) == Wanted(
        genres=("comedy", "war"),
        not_genres=("kids",),
        year="1970-1989",
        decade="70s",
        min_ratings=20,
        include_seen=True,
        from_list="in.txt",
        not_in=STDIN,
    )


def test_what_is_not_given_filters_nothing() -> None:
    assert typed() == Wanted()


@pytest.mark.parametrize("words", [("--year", "-1960"), ("--year=-1960",)])
def test_a_span_without_a_beginning_is_no_option(words: tuple[str, ...]) -> None:
    assert typed(*words).year == "-1960"


def test_genres_complete_in_any_case() -> None:
    assert genre_names("m") == ["Musical", "Mystery"]
    assert genre_names("x") == []


@pytest.mark.parametrize("begun", ["197", "70"])
def test_decades_complete_with_and_without_their_century(begun: str) -> None:
    assert decades(begun) == ["1970s"]

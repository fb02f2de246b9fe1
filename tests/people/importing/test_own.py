"""A profile goes to a spreadsheet and comes back, with all that it says."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_makers import ALIEN, HEAT, PROFILES, profile, rated
from shop import assert_two_lines

from movierec.errors import DataError
from movierec.people.importing.gather import gather
from movierec.people.importing.own import profile_to_csv, read_own
from movierec.people.merge import merge
from movierec.people.profile import Entry, Mark, Profile, Reference

HEAD = "title,year,imdbId,tmdbId,movieId,rating"


def refused(text: str) -> str:
    with pytest.raises(DataError) as caught:
        read_own(text, "mine.csv")
    assert_two_lines(caught.value, 5)
    return caught.value.what


def test_the_first_columns_are_those_that_others_know() -> None:
    header, first, _ = profile_to_csv(profile(rated(HEAT, 4.5, when="2021-03-04"))).split("\r\n")

    assert header.startswith(f"{HEAD},ratedBy,")
    assert first.startswith("Heat,1995,0113277,949,,4.5,letterboxd,2021-03-04,")


@given(PROFILES)
def test_what_was_taken_away_comes_back_as_it_was(taken: Profile) -> None:
    back = read_own(profile_to_csv(taken), "mine.csv")

    assert back == gather("mine.csv", "me", "movierec profile", taken.entries)
    assert back.nameless == 0
    assert not back.has_watchlist


def test_in_an_empty_profile_it_is_what_was_taken_away() -> None:
    taken = profile(
        rated(HEAT, 4, "imdb", "2021-03-04"),
        Entry(film=ALIEN, hidden=Mark("me", "2021-03-04"), lists=("Noir",)),
        Entry(film=Reference(title="Heet"), seen=Mark("file"), meant=HEAT),
        Entry(film=Reference(title="A Wedding"), ignored=True),
    )

    merged = merge(profile(), read_own(profile_to_csv(taken), "mine.csv"))

    assert merged.profile == taken


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    taken = profile(
        Entry(
            film=Reference(title=text, kind=text),
            seen=Mark(text),
            lists=(text,),
            meant=Reference(title=text),
        )
    )

    written = profile_to_csv(taken)

    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r"))]
    assert read_own(written, "mine.csv").entries == taken.entries


def test_a_person_needs_only_the_first_columns() -> None:
    read = read_own(f"{HEAD}\nHeat,1995,tt0113277,,,4\n".replace("tt", ""), "mine.csv")

    assert read.entries == (
        rated(Reference(title="Heat", year=1995, imdb_id="0113277"), 4, "file"),
    )


def test_an_id_that_lost_its_zeros_in_a_spreadsheet_gets_them_back() -> None:
    assert read_own(f"{HEAD}\n,,113277,,,4\n", "mine.csv").entries[0].film.imdb_id == "0113277"


def test_rows_that_name_no_film_are_counted_and_empty_ones_are_not() -> None:
    read = read_own(f"{HEAD}\n,,,,,4\n\n,,,,,\nHeat,,,,,\n", "mine.csv")

    assert (read.nameless, read.starless) == (1, 1)
    assert read.entries == ()


def test_a_film_that_stands_twice_is_one_with_the_last_that_was_said() -> None:
    head = f"{HEAD},ratedBy,ratedWhen,hiddenBy,ignored"

    read = read_own(
        f"{head}\nHeat,1995,,,,4,me,2021-03-04,,yes\nHeat,1995,,,,2,me,2020-03-04,me,\n", "mine.csv"
    )

    film = Reference(title="Heat", year=1995)
    assert read.entries == (
        replace(rated(film, 4, "me", "2021-03-04"), hidden=Mark("me"), ignored=True),
    )
    again = f"{head}\nHeat,1995,,,,4,me,2021-03-04,,yes\nHeat,1995,,,,2,me,2020-03-04,,\n"
    assert read_own(again, "mine.csv").repeated == 1


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Heat,95x,,,,4", "year has to be"),
        ("Heat,\N{SUPERSCRIPT TWO},,,,4", "year has to be"),
        ("Heat,,tt113277,,,4", "imdbId has to be"),
        ("Heat,,,0,,4", "tmdbId has to be"),
        (f"Heat,,,,{'9' * 5000},4", "movieId has to be"),
        ("Heat,,,,,6", "rating has to be 0.5 to 5"),
        ("Heat,,,,,nan", "rating has to be"),
        ('Heat,,,,,"4,5"', "rating has to be"),
        ("Heat,,,,,,imdb", "rating is empty"),
        ("Heat,,,,,4,imdb,4.3.2021", "ratedWhen has to be a day"),
        ("Heat,,,,,4,imdb,,,2021-03-04", "seenBy is empty"),
        ("Heat,,,,,4,imdb,,,,Noir", "lists has to be names"),
        ("Heat,,,,,4,imdb,,,,[4]", "lists has to be a text"),
        (f"Heat,,,,,4,imdb,,,,{'[' * 100_000}", "lists has to be names"),
        ("Heat,,,,,4,imdb,,,,,true", "ignored has to be yes"),
        ("Heat,,,,,,,,,,,,,2021-03-04", "unratedBy is empty"),
        ("Heat,,,,,4,imdb,,,,,,me", "it is both rated and unrated"),
        ("Heat,,,,,4,imdb,,,,,,me,,more", "too many columns"),
        ('Heat,,,,,4,"im"db', "damaged CSV"),
        ('"Heat', "damaged CSV"),
    ],
)
def test_a_damaged_row_is_told_with_its_line(row: str, why: str) -> None:
    head = f"{HEAD},ratedBy,ratedWhen,seenBy,seenWhen,lists,ignored,unratedBy,unratedWhen"

    what = refused(f'{head}\n"Alien\nagain",1979,,,,\n{row}\n')

    assert "mine.csv line 4: " in what
    assert why in what


@pytest.mark.parametrize(
    "header",
    [
        "",
        "title,year,rating",
        "Title,year,imdbId,tmdbId,movieId,rating",
        f"{HEAD},mine",
        f"{HEAD},seenBy,seenBy",
        f"{HEAD},rating",
    ],
)
def test_another_header_is_refused(header: str) -> None:
    assert "header" in refused(f"{header}\nHeat,1995,,,,4\n")
    assert "header" in refused("")


@given(
    st.lists(st.sampled_from(["a", "4", ",", "\n", '"', "'", "=", "[", "\r", "\0"])).map("".join)
)
def test_any_row_is_read_or_refused(row: str) -> None:
    try:
        read_own(f"{HEAD}\n{row}", "mine.csv")
    except DataError as error:
        assert_two_lines(error, 5)

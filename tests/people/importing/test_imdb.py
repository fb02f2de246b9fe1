"""IMDb's files are read by their columns, those of before 2017 too."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import csv_bytes, imdb_ratings, imdb_watchlist
from imports import brought, film, refused

from movierec.errors import DataError
from movierec.people.profile import Entry, Mark, Rating, Reference

HEAT = ("tt0113277", 9, "2021-03-04", "Heat", "Movie", 1995)
LISTED = ("tt0113277", "2021-03-04", "Heat", "Movie", 1995, "", "")
LISTED_AND_RATED = (*LISTED[:5], 9, "2022-01-01")
OLD = (
    "position,const,created,modified,description,Title,Title type,Directors,You rated,IMDb Rating,"
    "Runtime (mins),Year,Genres,Num. Votes,Release Date (month/day/year),URL"
)


def old(*ratings: int | str) -> bytes:
    days = ("Thu Sep  5 00:00:00 2013", "")
    more = ("7.5", "100", 1995, "drama", "1", "1995-12-15", "")
    rows = [
        (n, f"tt011327{n}", *days, "", f"Film {n}", "Feature Film", "", rating, *more)
        for n, rating in enumerate(ratings, start=1)
    ]
    return csv_bytes(OLD.split(","), rows)


def test_ratings_out_of_ten_become_stars(tmp_path: Path) -> None:
    found = brought(tmp_path, imdb_ratings([HEAT]))

    assert (found.source, found.kind) == ("imdb", "IMDb ratings")
    assert found.entries == (
        Entry(
            film=Reference(title="Heat", year=1995, imdb_id="0113277"),
            rated=Rating(4.5, "imdb", "2021-03-04"),
        ),
    )


def test_low_ratings_are_out_of_ten_too(tmp_path: Path) -> None:
    rows = [(f"tt000000{rating}", rating, "", "X", "Movie", 1995) for rating in (1, 2, 3)]

    found = brought(tmp_path, imdb_ratings(rows))

    assert [entry.rated for entry in found.entries] == [
        Rating(stars, "imdb") for stars in (0.5, 1.0, 1.5)
    ]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Movie", ""),
        ("movie", ""),
        ("TV Movie", ""),
        ("tvMovie", ""),
        ("Feature Film", ""),
        ("", ""),
        ("TV Series", "TV Series"),
        ("tvMiniSeries", "tvMiniSeries"),
        ("Short", "Short"),
    ],
)
def test_what_is_no_film_is_kept_under_the_source_s_word(
    tmp_path: Path, written: str, kind: str
) -> None:
    found = brought(tmp_path, imdb_ratings([(*HEAT[:4], written, 1995)]))

    assert film(found, "Heat").film.kind == kind


def test_a_watchlist_holds_ratings_as_well(tmp_path: Path) -> None:
    rows = [LISTED, ("tt0000001", "2020-01-01", "Ran", "Movie", 1985, 10, "2022-01-01")]

    found = brought(tmp_path, imdb_watchlist(rows), "WATCHLIST.csv")

    assert found.kind == "IMDb watchlist"
    assert found.has_watchlist
    assert film(found, "Heat").watchlist == Mark("imdb", "2021-03-04")
    assert film(found, "Heat").rated is None
    assert film(found, "Ran").rated == Rating(5.0, "imdb", "2022-01-01")


def test_a_list_of_another_name_is_a_watchlist_that_takes_nothing_away(tmp_path: Path) -> None:
    found = brought(tmp_path, imdb_watchlist([LISTED]), "2f36023d-f139.csv")

    assert found.kind == "IMDb watchlist"
    assert not found.has_watchlist


@pytest.mark.parametrize("name", ["ratings.csv", "2f36023d-f139.csv"])
def test_ratings_in_the_form_of_a_list_are_ratings(tmp_path: Path, name: str) -> None:
    found = brought(tmp_path, imdb_watchlist([LISTED_AND_RATED]), name)

    assert found.kind == "IMDb ratings"
    assert film(found, "Heat").rated == Rating(4.5, "imdb", "2022-01-01")
    assert film(found, "Heat").watchlist is None


def test_a_list_that_is_called_ratings_is_no_watchlist(tmp_path: Path) -> None:
    rows = [LISTED_AND_RATED, ("tt0000001", "2020-01-01", "Ran", "Movie", 1985, "", "")]

    found = brought(tmp_path, imdb_watchlist(rows), "My ratings.csv")

    assert [entry.film.title for entry in found.entries] == ["Heat"]
    assert film(found, "Heat").watchlist is None


def test_a_rating_without_its_day_does_not_bear_the_list_s(tmp_path: Path) -> None:
    found = brought(tmp_path, imdb_watchlist([(*LISTED[:5], 9, "")]))

    assert film(found, "Heat").rated == Rating(4.5, "imdb")


def test_a_watchlist_of_rated_films_alone_is_one_by_its_name(tmp_path: Path) -> None:
    found = brought(tmp_path, imdb_watchlist([LISTED_AND_RATED]), "watchlist.csv")

    assert film(found, "Heat").watchlist == Mark("imdb", "2021-03-04")


def test_old_ratings_bear_the_day_of_the_list(tmp_path: Path) -> None:
    found = brought(tmp_path, old(8), "ratings.csv")

    assert found.entries == (
        Entry(
            film=Reference(title="Film 1", year=1995, imdb_id="0113271"),
            rated=Rating(4.0, "imdb", "2013-09-05"),
        ),
    )


def test_an_old_list_with_films_that_are_not_rated_is_a_watchlist(tmp_path: Path) -> None:
    found = brought(tmp_path, old(8, ""))

    assert [entry.watchlist for entry in found.entries] == [Mark("imdb", "2013-09-05")] * 2


def test_a_file_that_is_not_utf_8_is_read(tmp_path: Path) -> None:
    content = imdb_ratings([(*HEAT[:3], "Amélie", "Movie", 2001)])

    found = brought(tmp_path, content.decode().encode("cp1252"))

    assert found.entries[0].film.title == "Amélie"


def test_columns_that_come_or_go_do_no_harm(tmp_path: Path) -> None:
    content = csv_bytes(["Letter", "Your Rating", "CONST"], [("x", 9, "tt0113277")])

    assert brought(tmp_path, content).entries[0].film == Reference(imdb_id="0113277")


def test_a_list_of_people_holds_no_film(tmp_path: Path) -> None:
    content = csv_bytes(["Position", "Const", "Created", "Name"], [(1, "nm0000123", "", "Who")])

    assert "no film" in refused(tmp_path, content, DataError).what


@pytest.mark.parametrize("rating", [0, 11, "ten"])
def test_a_rating_that_imdb_does_not_have_is_refused(tmp_path: Path, rating: int | str) -> None:
    rows = [HEAT, ("tt0000001", rating, "", "Ran", "Movie", 1985)]

    error = refused(tmp_path, imdb_ratings(rows), DataError, "ratings.csv")

    assert error.what.startswith("ratings.csv line 3: the rating ")
    assert "1 to 10" in error.hint

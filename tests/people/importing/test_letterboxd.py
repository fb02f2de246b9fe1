"""Letterboxd's export is read whole or file by file, and its scale is its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import csv_bytes, letterboxd_csv, letterboxd_list, letterboxd_zip, zip_bytes
from imports import brought, film, refused

from movierec.errors import DataError, UsageError
from movierec.people.profile import Entry, Mark, Rating, Reference

SOURCE = "letterboxd"
HEAT = ("2021-01-01", "Heat", 1995)
DIARY = letterboxd_csv("diary", [("2021-01-02", "Gone", 2001, 4, "2021-01-01")])


def test_a_whole_export_is_read(tmp_path: Path) -> None:
    content = letterboxd_zip(
        ratings=[(*HEAT, 4.5)],
        watched=[HEAT, ("2020-02-02", "Alien", 1979)],
        watchlist=[("2022-03-03", "Ran", 1985)],
        lists={"Noir": [("Laura", 1944), ("Heat", 1995)]},
    )

    found = brought(tmp_path, content, "letterboxd.zip")

    assert found.name == "letterboxd.zip"
    assert (found.source, found.kind) == (SOURCE, "Letterboxd export")
    assert film(found, "Heat") == Entry(
        film=Reference(title="Heat", year=1995),
        rated=Rating(4.5, SOURCE, "2021-01-01"),
        seen=Mark(SOURCE, "2021-01-01"),
        lists=("Noir",),
    )
    assert film(found, "Alien").seen == Mark(SOURCE, "2020-02-02")
    assert film(found, "Alien").rated is None
    assert film(found, "Ran").watchlist == Mark(SOURCE, "2022-03-03")
    assert film(found, "Laura").lists == ("Noir",)
    assert found.has_watchlist
    assert found.lists == ("Noir",)


def test_an_export_may_lie_in_a_folder_of_its_zip(tmp_path: Path) -> None:
    content = letterboxd_zip(
        ratings=[(*HEAT, 4)], lists={"Noir": [("Laura", 1944)]}, folder="letterboxd-me/"
    )

    assert len(brought(tmp_path, content).entries) == 2


def test_an_export_without_a_watchlist_does_not_hold_it(tmp_path: Path) -> None:
    assert not brought(tmp_path, letterboxd_zip(ratings=[(*HEAT, 4)])).has_watchlist


def test_an_empty_watchlist_is_a_whole_one(tmp_path: Path) -> None:
    assert brought(tmp_path, letterboxd_zip(ratings=[(*HEAT, 4)], watchlist=[])).has_watchlist


@pytest.mark.parametrize("folder", ["deleted", "orphaned", "likes", "__MACOSX", "me/deleted"])
def test_what_was_deleted_or_only_liked_is_left_alone(tmp_path: Path, folder: str) -> None:
    ratings = letterboxd_csv("ratings", [(*HEAT, 4)])
    members = {f"{folder}/diary.csv": DIARY, "ratings.csv": ratings}

    assert [entry.film.title for entry in brought(tmp_path, zip_bytes(members)).entries] == ["Heat"]


def test_an_export_of_nothing_but_deleted_films_is_none(tmp_path: Path) -> None:
    refused(tmp_path, zip_bytes({"deleted/diary.csv": DIARY}), UsageError)


@pytest.mark.parametrize(
    ("rated", "viewed", "stars"),
    [("2021-01-01", "2022-01-01", 2.0), ("2022-01-01", "2021-01-01", 4.0)],
)
def test_the_later_of_rating_and_diary_counts(
    tmp_path: Path, rated: str, viewed: str, stars: float
) -> None:
    content = letterboxd_zip(
        ratings=[(rated, "Heat", 1995, 4)], diary=[("2023-01-01", "Heat", 1995, 2, viewed)]
    )

    assert film(brought(tmp_path, content), "Heat").rated == Rating(stars, SOURCE, "2022-01-01")


def test_of_the_same_day_ratings_count_before_reviews_before_the_diary(tmp_path: Path) -> None:
    day = HEAT[0]
    diary = [(*HEAT, 1, day), (day, "Ran", 1985, 1, day)]
    reviews = [(*HEAT, 2, "Good.", day), (day, "Ran", 1985, 2, "Good.", day)]

    found = brought(tmp_path, letterboxd_zip(ratings=[(*HEAT, 3)], diary=diary, reviews=reviews))

    assert [entry.rated for entry in found.entries] == [
        Rating(3.0, SOURCE, day),
        Rating(2.0, SOURCE, day),
    ]


def test_a_diary_says_when_a_film_was_seen(tmp_path: Path) -> None:
    rows = [("2021-05-05", "Heat", 1995, "", "2010-01-01"), ("2021-06-06", "Ran", 1985, "", "")]

    found = brought(tmp_path, letterboxd_csv("diary", rows))

    assert film(found, "Heat").seen == Mark(SOURCE, "2010-01-01")
    assert film(found, "Ran").seen == Mark(SOURCE, "2021-06-06")


def test_an_empty_rating_is_none(tmp_path: Path) -> None:
    found = brought(tmp_path, letterboxd_csv("diary", [(*HEAT, "", "2021-01-01")]))

    assert film(found, "Heat").rated is None


def test_a_review_of_several_lines_is_one_row(tmp_path: Path) -> None:
    review = 'Line one,\n"quoted"\n\nLine four'
    rows = [(*HEAT, 4, review, "2021-01-01"), ("2021-01-02", "Ran", 1985, 5, "", "2021-01-02")]

    found = brought(tmp_path, letterboxd_csv("reviews", rows))

    assert [entry.film.title for entry in found.entries] == ["Heat", "Ran"]
    assert found.kind == "Letterboxd reviews"


@pytest.mark.parametrize(
    ("name", "watchlist"),
    [("watched.csv", False), ("watchlist.csv", True), ("My WATCHLIST (1).txt", True)],
)
def test_a_name_tells_watched_films_from_the_watchlist(
    tmp_path: Path, name: str, watchlist: bool
) -> None:
    found = brought(tmp_path, letterboxd_csv("watched", [HEAT]), name)

    assert (film(found, "Heat").watchlist is not None) is watchlist
    assert (film(found, "Heat").seen is not None) is not watchlist
    assert found.has_watchlist is watchlist


def test_a_name_that_does_not_tell_is_a_usage_error(tmp_path: Path) -> None:
    error = refused(tmp_path, letterboxd_csv("watched", [HEAT]), UsageError, "films.csv")

    assert "films.csv" in error.what
    assert "watchlist.csv or watched.csv" in error.hint


def test_one_file_says_what_it_is_by_its_columns(tmp_path: Path) -> None:
    ratings = brought(tmp_path, letterboxd_csv("ratings", [(*HEAT, 4)]), "watchlist.csv")
    diary = brought(tmp_path, DIARY, "watchlist.csv")

    assert ratings.kind == "Letterboxd ratings"
    assert diary.kind == "Letterboxd diary"
    assert not ratings.has_watchlist


def test_a_rating_alone_does_not_say_when_a_film_was_seen(tmp_path: Path) -> None:
    found = brought(tmp_path, letterboxd_csv("ratings", [(*HEAT, 4)]))

    assert film(found, "Heat").seen is None


def test_a_list_brings_its_name(tmp_path: Path) -> None:
    found = brought(tmp_path, letterboxd_list("Ma liste, été", [("Laura", 1944)]), "x.csv")

    assert found.kind == "Letterboxd list"
    assert found.lists == ("Ma liste, été",)
    assert film(found, "Laura") == Entry(
        film=Reference(title="Laura", year=1944), lists=("Ma liste, été",)
    )


def test_a_list_without_a_name_bears_its_file_s(tmp_path: Path) -> None:
    assert brought(tmp_path, letterboxd_list("", [("Laura", 1944)]), "noir.csv").lists == ("noir",)


def test_a_list_that_a_spreadsheet_has_saved_is_read(tmp_path: Path) -> None:
    content = (
        "Letterboxd list export v7;;;;\r\nDate;Name;Tags;URL;Description\r\n"
        "2021-01-01;Noir;;;\r\n;;;;\r\nPosition;Name;Year;URL;Description\r\n1;Laura;1944;;\r\n"
    )

    found = brought(tmp_path, content.encode("utf-8-sig"))

    assert (found.lists, found.entries[0].film.title) == (("Noir",), "Laura")


def test_a_list_without_a_table_of_films_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, b"Letterboxd list export v7\nDate,Name\n2021-01-01,Noir\n", DataError)


def test_an_empty_list_in_an_export_is_a_whole_one(tmp_path: Path) -> None:
    content = letterboxd_zip(ratings=[(*HEAT, 4)], lists={"Noir": []})

    assert brought(tmp_path, content).lists == ("Noir",)


def test_marks_and_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    content = letterboxd_csv("ratings", [(*HEAT, 4)])

    assert brought(tmp_path, b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")) == brought(
        tmp_path, content
    )


def test_a_rating_that_letterboxd_does_not_have_is_refused_with_its_line(tmp_path: Path) -> None:
    content = letterboxd_zip(ratings=[(*HEAT, 4), ("2021-01-01", "Ran", 1985, 8)])

    error = refused(tmp_path, content, DataError, "l.zip")

    assert error.what == "l.zip: ratings.csv line 3: the rating 8 is not between 0.5 and 5."
    assert "0.5 to 5" in error.hint


def test_files_of_somebody_else_under_these_names_are_refused(tmp_path: Path) -> None:
    ratings = csv_bytes(["userId", "movieId", "rating"], [(1, 2, 3)])

    error = refused(tmp_path, zip_bytes({"ml-x/ratings.csv": ratings}), UsageError)

    assert "its columns are userId, movieId, rating" in error.what
    assert "movierec train --dataset" in error.hint


def test_files_that_are_each_small_may_not_be_endless_together(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("movierec.people.importing.letterboxd.MOST_ROWS", 5)
    rows = [("2021-01-01", f"Film {number}", 1990) for number in range(4)]

    error = refused(tmp_path, letterboxd_zip(watched=rows, watchlist=rows), DataError)

    assert "more than 5 rows" in error.what

"""Somebody's own table needs a film and stars a row, and holds one person's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from exports import csv_bytes, plain_csv
from imports import brought, refused

from movierec.errors import DataError, UsageError
from movierec.people.profile import Entry, Rating, Reference


@pytest.mark.parametrize(
    ("header", "row", "film"),
    [
        (["title"], ["Heat (1995)"], Reference(title="Heat", year=1995)),
        (["title"], ["Heat"], Reference(title="Heat")),
        (["Name", "Year"], ["Heat", 1995], Reference(title="Heat", year=1995)),
        (["title", "year"], ["Heat (1995)", 1995], Reference(title="Heat", year=1995)),
        (["title", "year"], ["Heat (1995)", 1986], Reference(title="Heat (1995)", year=1986)),
        (["title", "year"], ["Heat (1995)", ""], Reference(title="Heat", year=1995)),
        (["title"], ["1984"], Reference(title="1984")),
        (["movieId"], [6], Reference(movie_id=6)),
        (["movie_id"], ["6.0"], Reference(movie_id=6)),
        (["imdbId"], ["tt0113277"], Reference(imdb_id="0113277")),
        (["tmdbId"], [949], Reference(tmdb_id=949)),
        (["title"], ["'=Heat"], Reference(title="=Heat")),
    ],
)
def test_a_film_is_named_by_its_title_or_an_id(
    tmp_path: Path, header: Sequence[str], row: Sequence[str | int], film: Reference
) -> None:
    found = brought(tmp_path, plain_csv([(*row, 4)], [*header, "rating"]))

    assert found.entries == (Entry(film=film, rated=Rating(4.0, "file")),)
    assert (found.source, found.kind) == ("file", "CSV of ratings")


@pytest.mark.parametrize(
    ("column", "written", "when"),
    [
        ("date", "2021-03-04", "2021-03-04"),
        ("timestamp", 1234567890, "2009-02-13T23:31:30Z"),
        ("date", "yesterday", ""),
    ],
)
def test_a_rating_may_bear_its_time(
    tmp_path: Path, column: str, written: str | int, when: str
) -> None:
    found = brought(tmp_path, plain_csv([("Heat", 4, written)], ["title", "rating", column]))

    assert found.entries[0].rated == Rating(4.0, "file", when)


def test_a_spreadsheet_of_another_country_is_read(tmp_path: Path) -> None:
    found = brought(tmp_path, "title;rating\r\nAmélie, encore;4,5\r\n".encode("utf-16"))

    assert found.entries == (
        Entry(film=Reference(title="Amélie, encore"), rated=Rating(4.5, "file")),
    )


def test_a_film_without_a_rating_is_counted_and_left_out(tmp_path: Path) -> None:
    found = brought(tmp_path, plain_csv([("Heat", ""), ("Ran", 4)]))

    assert (len(found.entries), found.starless) == (1, 1)


def test_a_table_without_ratings_is_a_usage_error(tmp_path: Path) -> None:
    error = refused(tmp_path, plain_csv([("Heat", 1995)], ["title", "year"]), UsageError, "x.csv")

    assert error.what == "x.csv has no column of ratings: its columns are title, year."


@pytest.mark.parametrize("column", ["Your Rating", "simkl_id", "Rating10"])
def test_a_table_of_a_site_with_another_scale_is_not_taken_for_it(
    tmp_path: Path, column: str
) -> None:
    content = plain_csv([("Heat", 4, 4)], ["title", "rating", column])

    assert "none of the files" in refused(tmp_path, content, UsageError).what


def test_ratings_of_several_users_are_a_data_set(tmp_path: Path) -> None:
    header = ["userId", "movieId", "rating", "timestamp"]
    content = csv_bytes(header, [(1, 6, 4, 1234567890), (2, 6, 4, 1234567890)])

    error = refused(tmp_path, content, UsageError)

    assert "several users" in error.what
    assert "movierec train --dataset" in error.hint


def test_ratings_of_one_user_are_a_profile(tmp_path: Path) -> None:
    content = csv_bytes(["userId", "movieId", "rating"], [(7, 6, 4), (7, 7, 4)])

    assert len(brought(tmp_path, content).entries) == 2


@pytest.mark.parametrize("rating", [8, 0, "good", "nan"])
def test_a_rating_off_the_scale_is_refused_and_the_hint_says_how_to_mend_it(
    tmp_path: Path, rating: str | int
) -> None:
    content = plain_csv([("Heat", 4), ("Ran", rating)])

    error = refused(tmp_path, content, DataError, "x.csv")

    assert error.what.startswith("x.csv line 3: the rating ")
    assert "divide them by 2" in error.hint


def test_half_a_number_with_a_comma_is_never_taken_for_stars(tmp_path: Path) -> None:
    content = b"title,rating\nRan,4\nHeat,4,5\n"

    error = refused(tmp_path, content, DataError, "x.csv")

    assert error.what == "x.csv line 3: it has more cells than there are columns."
    assert '"4,5"' in error.hint


def test_empty_cells_behind_the_last_column_say_nothing(tmp_path: Path) -> None:
    assert len(brought(tmp_path, b"title,rating\nHeat,4,,\n").entries) == 1

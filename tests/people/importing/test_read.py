"""A file is known by what it holds, wherever it comes from; what is unknown is said so."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest
from exports import (
    imdb_ratings,
    imdb_watchlist,
    letterboxd_csv,
    letterboxd_list,
    letterboxd_zip,
    movielens_csv,
    plain_csv,
    trakt_film,
    trakt_ratings,
    trakt_zip,
    zip_bytes,
)
from imports import brought, refused
from shop import assert_two_lines

from movierec.errors import DataError, MovierecError, UsageError
from movierec.people.importing import read
from movierec.people.importing.read import read_export
from movierec.people.profile import Mark

HEAT = trakt_film("Heat", 1995, tmdb=949)
TIME = "2019-02-03T12:34:56.000Z"
EXPORTS = {
    "Letterboxd export": letterboxd_zip(ratings=[("2021-01-01", "Heat", 1995, 4)]),
    "Letterboxd ratings": letterboxd_csv("ratings", [("2021-01-01", "Heat", 1995, 4)]),
    "Letterboxd list": letterboxd_list("Noir", [("Laura", 1944)]),
    "IMDb ratings": imdb_ratings([("tt0113277", 9, "2021-03-04", "Heat", "Movie", 1995)]),
    "Trakt export": trakt_zip(ratings=[(HEAT, 9, TIME)]),
    "Trakt ratings": trakt_ratings([(HEAT, 9, TIME)]),
    "MovieLens ratings": movielens_csv([(6, "113277", 949, 4, "Heat (1995)")]),
    "CSV of ratings": plain_csv([("Heat (1995)", 4)]),
}


def piped(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


@pytest.mark.parametrize("kind", EXPORTS)
@pytest.mark.parametrize("name", ["export.zip", "export.csv", "export.json", "export"])
def test_a_file_is_known_by_its_content_whatever_it_is_called(
    tmp_path: Path, kind: str, name: str
) -> None:
    found = brought(tmp_path, EXPORTS[kind], name)

    assert (found.kind, found.name) == (kind, name)


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("quote", ["", '"'], ids=["bare", "quoted"])
def test_a_profile_is_one_still_however_a_spreadsheet_saves_it(
    tmp_path: Path, separator: str, quote: str
) -> None:
    columns = ["title", "year", "imdbId", "tmdbId", "movieId", "rating", "watchlistBy"]
    row = ["Heat", "1995", "", "", "", "4", "imdb"]
    lines = [separator.join(f"{quote}{cell}{quote}" for cell in cells) for cells in (columns, row)]

    found = brought(tmp_path, "\n".join(lines).encode())

    (entry,) = found.entries
    assert (found.kind, entry.film.year, entry.watchlist) == (
        "movierec profile",
        1995,
        Mark("imdb"),
    )


@pytest.mark.parametrize("kind", EXPORTS)
def test_standard_input_may_be_any_of_them(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, EXPORTS[kind])

    found = read_export(Path("-"))

    assert (found.kind, found.name) == (kind, "standard input")


def test_a_folder_of_that_name_is_not_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "-").mkdir()
    monkeypatch.chdir(tmp_path)
    piped(monkeypatch, EXPORTS["CSV of ratings"])

    assert read_export(Path("-")).name == "standard input"


def test_standard_input_has_no_name_that_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, letterboxd_csv("watched", [("2021-01-01", "Heat", 1995)]))

    with pytest.raises(UsageError) as caught:
        read_export(Path("-"))
    assert_two_lines(caught.value, 2)
    assert "standard input is either the watchlist" in caught.value.what


@pytest.mark.parametrize("kind", ["Letterboxd export", "Trakt export"])
def test_an_export_may_be_a_folder(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(io.BytesIO(EXPORTS[kind])) as archive:
        archive.extractall(folder)

    assert brought(tmp_path, EXPORTS[kind], "unpacked.zip").entries == read_export(folder).entries


def test_a_member_in_a_message_stands_behind_its_zip(tmp_path: Path) -> None:
    content = letterboxd_zip(ratings=[("2021-01-01", "Heat", 1995, "high")])

    what = refused(tmp_path, content, DataError, "letterboxd.zip").what

    assert what == "letterboxd.zip: ratings.csv line 2: the rating 'high' is not a number."


def test_an_unknown_file_is_told_by_its_first_line(tmp_path: Path) -> None:
    error = refused(tmp_path, b"\n\nDear diary\nToday\n", UsageError, "notes.txt")

    assert error.what == (
        "notes.txt is none of the files that movierec reads: its first line is 'Dear diary'."
    )
    for source in ("Letterboxd", "IMDb", "Trakt", "MovieLens", "title and rating"):
        assert source in error.hint


def test_the_first_line_is_shortened_and_harmless(tmp_path: Path) -> None:
    what = refused(tmp_path, b"\x1b[2J" + b"x" * 100_000, UsageError).what

    assert "\x1b" not in what
    assert len(what) < 150


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (b"", DataError, "is empty"),
        (b" \r\n\n", DataError, "is empty"),
        (b"\0\1\2", DataError, "is not a text file"),
        (b"PK\x03\x04", DataError, "is damaged or cut short"),
        (zip_bytes({}), UsageError, "it holds no files"),
        (zip_bytes({"a.txt": b"x"}), UsageError, "it holds 'a.txt'"),
        (zip_bytes({"a.zip": EXPORTS["Trakt export"]}), UsageError, "it holds 'a.zip'"),
        (letterboxd_zip(ratings=[]), DataError, "holds no film"),
        (trakt_zip(ratings=[]), DataError, "holds no film"),
        (imdb_ratings([]), DataError, "holds no film"),
        (plain_csv([]), DataError, "holds no film"),
        (b"<!doctype html>\n<title>Log in</title>", UsageError, "none of the files"),
    ],
)
def test_what_cannot_be_read_is_said_why(
    tmp_path: Path, content: bytes, kind: type[MovierecError], reason: str
) -> None:
    assert reason in refused(tmp_path, content, kind).what


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (letterboxd_csv("watchlist", []), "watchlist.csv"),
        (b"[]", "lists-watchlist.json"),
        (letterboxd_zip(watchlist=[]), "letterboxd.zip"),
        (trakt_zip(watchlist=[]), "trakt.zip"),
        (imdb_watchlist([]), "WATCHLIST.csv"),
    ],
)
def test_a_watchlist_that_was_emptied_is_brought(tmp_path: Path, content: bytes, name: str) -> None:
    found = brought(tmp_path, content, name)

    assert (found.entries == (), found.has_watchlist) == (name != "trakt.zip", True)


def test_a_watchlist_whose_rows_name_no_film_is_not_taken_for_an_emptied_one(
    tmp_path: Path,
) -> None:
    content = letterboxd_csv("watchlist", [("2021-01-01", "", 1995)])

    assert "holds no film" in refused(tmp_path, content, DataError, "watchlist.csv").what


def test_a_list_that_was_emptied_is_brought(tmp_path: Path) -> None:
    found = brought(tmp_path, letterboxd_list("Noir", []), "noir.csv")

    assert (found.entries, found.lists) == ((), ("Noir",))


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no file"):
        read_export(tmp_path / "none.csv")


def test_a_path_that_cannot_be_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_export(tmp_path / ("x" * 5_000))


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MOST_BYTES", 1_000_000)

    assert "larger than 1 MB" in refused(tmp_path, b"x" * 1_000_001, DataError).what


def test_a_real_data_set_is_no_profile(real_100k: Path, real_small: Path) -> None:
    for path in (real_100k, real_small):
        with pytest.raises(UsageError) as caught:
            read_export(path)
        assert_two_lines(caught.value, 2)

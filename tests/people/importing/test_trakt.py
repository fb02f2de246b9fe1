"""Trakt's export is read whole or file by file; only its films are taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exports import (
    csv_bytes,
    trakt_film,
    trakt_ratings,
    trakt_watched,
    trakt_watchlist,
    trakt_zip,
    zip_bytes,
)
from imports import brought, film, refused

from movierec.errors import DataError, UsageError
from movierec.people.profile import Entry, Mark, Rating, Reference

HEAT = trakt_film("Heat", 1995, trakt=1, slug="heat-1995", imdb="tt0113277", tmdb=949)
RAN = trakt_film("Ran", 1985, imdb=None, tmdb="11645")
TIME = "2019-02-03T12:34:56.000Z"
KEPT = "2019-02-03T12:34:56Z"


@pytest.mark.parametrize("folder", ["", "somebody/ratings/"])
def test_a_whole_export_is_read(tmp_path: Path, folder: str) -> None:
    content = trakt_zip(
        ratings=[(HEAT, 9, TIME)], watched=[(HEAT, TIME)], watchlist=[(RAN, TIME)], folder=folder
    )

    found = brought(tmp_path, content, "trakt.zip")

    assert (found.source, found.kind, found.has_watchlist) == ("trakt", "Trakt export", True)
    assert found.entries == (
        Entry(
            film=Reference(title="Heat", year=1995, imdb_id="0113277", tmdb_id=949),
            rated=Rating(4.5, "trakt", KEPT),
            seen=Mark("trakt", KEPT),
        ),
        Entry(
            film=Reference(title="A Made-up Series", year=2015, imdb_id="7654321", kind="show"),
            watchlist=Mark("trakt", "2020-01-01T00:00:00Z"),
        ),
        Entry(film=Reference(title="Ran", year=1985, tmdb_id=11645), watchlist=Mark("trakt", KEPT)),
    )
    assert found.nameless == 0


def test_watched_films_come_in_parts(tmp_path: Path) -> None:
    members = {
        "watched-movies-1.json": trakt_watched([(HEAT, TIME)]),
        "watched-movies-2.json": trakt_watched([(RAN, TIME)]),
        "watched-shows-1.json": b"no JSON at all",
    }

    found = brought(tmp_path, zip_bytes(members))

    assert len(found.entries) == 2
    assert not found.has_watchlist


def test_the_old_layout_has_folders(tmp_path: Path) -> None:
    members = {"me/lists/watchlist.json": trakt_watchlist([(RAN, TIME)])}

    assert brought(tmp_path, zip_bytes(members)).has_watchlist


def test_one_file_says_what_it_is_by_its_content(tmp_path: Path) -> None:
    ratings = brought(tmp_path, trakt_ratings([(HEAT, 9, TIME)]))
    watched = brought(tmp_path, trakt_watched([(HEAT, TIME)]))
    watchlist = brought(tmp_path, trakt_watchlist([(HEAT, TIME)]))

    assert film(ratings, "Heat").rated == Rating(4.5, "trakt", KEPT)
    assert film(watched, "Heat").seen == Mark("trakt", KEPT)
    assert film(watchlist, "Heat").watchlist == Mark("trakt", KEPT)


@pytest.mark.parametrize(
    ("name", "whole"),
    [("lists-watchlist.json", True), ("lists-watchlist-1.json", False), ("x.json", False)],
)
def test_only_a_file_of_that_name_is_the_whole_watchlist(
    tmp_path: Path, name: str, whole: bool
) -> None:
    assert brought(tmp_path, trakt_watchlist([(RAN, TIME)]), name).has_watchlist is whole


def test_a_name_tells_where_the_content_does_not(tmp_path: Path) -> None:
    content = json.dumps([{"type": "movie", "movie": HEAT}]).encode()

    assert brought(tmp_path, content, "watchlist.json").kind == "Trakt watchlist"
    error = refused(tmp_path, content, UsageError, "x.json")
    assert "does not tell" in error.what


def test_years_and_ids_may_be_missing_or_of_another_type(tmp_path: Path) -> None:
    films = [
        {"title": "A", "year": None, "ids": None},
        {"title": "B", "year": "1995", "ids": {"imdb": 113277, "tmdb": 949.0}},
        {"title": "C", "year": [1], "ids": ["tt0113277"]},
        {"title": None, "ids": {"tmdb": 11645}},
    ]

    found = brought(tmp_path, trakt_watched([(item, TIME) for item in films]))

    assert [entry.film for entry in found.entries] == [
        Reference(title="A"),
        Reference(title="B", year=1995, imdb_id="0113277", tmdb_id=949),
        Reference(title="C"),
        Reference(tmdb_id=11645),
    ]


def test_series_are_left_out_and_what_names_nothing_is_counted(tmp_path: Path) -> None:
    items = [
        {"rated_at": TIME, "rating": 9, "type": "show", "show": HEAT},
        {"rated_at": TIME, "rating": 9, "type": "movie", "movie": HEAT},
        {"rated_at": TIME, "rating": 9, "type": "movie", "movie": "Heat"},
        ["rating"],
        None,
    ]

    found = brought(tmp_path, json.dumps(items).encode())

    assert (len(found.entries), found.nameless) == (1, 3)


def test_a_file_of_series_holds_no_film(tmp_path: Path) -> None:
    items = [{"rated_at": TIME, "rating": 9, "type": "show", "show": HEAT}]

    assert "no film" in refused(tmp_path, json.dumps(items).encode(), DataError).what


@pytest.mark.parametrize("rating", ["8", 8.0, 8])
def test_a_rating_may_be_text_or_number(tmp_path: Path, rating: object) -> None:
    found = brought(tmp_path, trakt_ratings([(HEAT, rating, TIME)]))

    assert film(found, "Heat").rated == Rating(4.0, "trakt", KEPT)


@pytest.mark.parametrize("rating", [0, 11, float("nan"), float("inf"), True, [8], {}, "x", -1])
def test_a_rating_that_trakt_does_not_have_is_refused(tmp_path: Path, rating: object) -> None:
    content = trakt_zip(ratings=[(RAN, 8, TIME), (HEAT, rating, TIME)])

    error = refused(tmp_path, content, DataError, "t.zip")

    assert error.what.startswith("t.zip: ratings-movies.json item 2: the rating ")


def test_half_a_character_in_a_title_can_be_written(tmp_path: Path) -> None:
    content = b'[{"plays": 1, "movie": {"title": "\\ud800x", "ids": {}}}]'

    assert brought(tmp_path, content).entries[0].film.title == "\ufffdx"


@pytest.mark.parametrize(
    "content",
    [b"[", b"[1,]", b"[" * 100_000, b"[" + b"9" * 5_000 + b"]"],
    ids=["cut short", "a comma too many", "too deep", "too long a number"],
)
def test_damaged_json_is_refused(tmp_path: Path, content: bytes) -> None:
    refused(tmp_path, content, DataError)
    refused(tmp_path, zip_bytes({"ratings-movies.json": content}), DataError)


def test_more_values_than_an_export_has_are_not_even_parsed(tmp_path: Path) -> None:
    error = refused(tmp_path, b"[" + b"[]," * 3_000_000 + b"0]", DataError)

    assert "more than an export" in error.what


@pytest.mark.parametrize("content", [b"{}", b'{"movie": 1}', b"[1]", b'[{"a": 1}]'])
def test_json_of_somebody_else_is_a_usage_error(tmp_path: Path, content: bytes) -> None:
    refused(tmp_path, content, UsageError)


def test_an_object_where_a_list_should_be_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, zip_bytes({"ratings-movies.json": b"{}"}), DataError)


def test_an_empty_list_holds_no_film(tmp_path: Path) -> None:
    assert "no film" in refused(tmp_path, b"[]", DataError).what


def test_ratings_in_csv_are_out_of_ten(tmp_path: Path) -> None:
    header = ["rated_at", "type", "title", "year", "trakt_rating", "trakt_id", "imdb_id", "tmdb_id"]
    rows = [
        (TIME, "movie", "Heat", 1995, 8.1, 1, "tt0113277", 949, 4),
        (TIME, "episode", "A Series", 2008, 8.1, 2, "tt0458290", 4194, 5),
    ]

    found = brought(tmp_path, csv_bytes([*header, "rating"], rows))

    assert found.entries == (
        Entry(
            film=Reference(title="Heat", year=1995, imdb_id="0113277", tmdb_id=949),
            rated=Rating(2.0, "trakt", KEPT),
        ),
    )

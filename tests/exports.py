"""Made-up exports of the sites that people bring their films from, byte for byte as they write."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence

Cell = str | int | float | None
Rows = Iterable[Sequence[Cell]]

_IMDB_RATINGS = (
    "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),"
    "Year,Genres,Num Votes,Release Date,Directors"
)
_IMDB_WATCHLIST = (
    "Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,IMDb Rating,"
    "Runtime (mins),Year,Genres,Num Votes,Release Date,Directors,Your Rating,Date Rated"
)


def csv_bytes(header: Sequence[str], rows: Rows, end: str = "\n") -> bytes:
    """Return a table as CSV in UTF-8; None is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def zip_bytes(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of members by their paths."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in members.items():
            archive.writestr(path, data)
    return content.getvalue()


def letterboxd_csv(kind: str, rows: Rows) -> bytes:
    """Return a file of Letterboxd's export; its addresses and tags are made here.

    Args:
        kind: "ratings", "watched", "watchlist", "diary" or "reviews".
        rows: as `letterboxd_zip` takes them.
    """
    header = ["Date", "Name", "Year", "Letterboxd URI"]
    films = [(*row[:3], "https://boxd.it/x", *row[3:]) for row in rows]
    if kind == "ratings":
        header += ["Rating"]
    elif kind == "diary":
        header += ["Rating", "Rewatch", "Tags", "Watched Date"]
        films = [(*row[:5], "", "", row[5]) for row in films]
    elif kind == "reviews":
        header += ["Rating", "Rewatch", "Review", "Tags", "Watched Date"]
        films = [(*row[:5], "", row[5], "", row[6]) for row in films]
    return csv_bytes(header, films)


def letterboxd_list(name: str, films: Rows) -> bytes:
    """Return a list as Letterboxd exports it: two tables in one file; films are (name, year)."""
    preamble = csv_bytes(
        ["Date", "Name", "Tags", "URL", "Description"],
        [("2021-01-01", name, "", "https://boxd.it/list", "Films that\nI made up")],
    )
    numbered = [
        (place, *film, "https://boxd.it/x", "") for place, film in enumerate(films, start=1)
    ]
    table = csv_bytes(["Position", "Name", "Year", "URL", "Description"], numbered)
    return b"Letterboxd list export v7\n" + preamble + b"\n" + table


def letterboxd_zip(
    *,
    ratings: Rows | None = None,
    watched: Rows | None = None,
    watchlist: Rows | None = None,
    diary: Rows | None = None,
    reviews: Rows | None = None,
    lists: Mapping[str, Rows] | None = None,
    folder: str = "",
) -> bytes:
    """Return Letterboxd's export; what is None is no member of it.

    Args:
        ratings: (date, name, year, rating).
        watched: (date, name, year).
        watchlist: (date, name, year).
        diary: (date, name, year, rating, watched date).
        reviews: (date, name, year, rating, review, watched date).
        lists: (name, year) by the list's name.
        folder: where all lie, "" or "name/".
    """
    tables = {
        "diary": diary,
        "ratings": ratings,
        "reviews": reviews,
        "watched": watched,
        "watchlist": watchlist,
    }
    members = {"profile.csv": b"Date Joined,Username\n2019-01-01,somebody\n"}
    for kind, rows in tables.items():
        if rows is not None:
            members[f"{kind}.csv"] = letterboxd_csv(kind, rows)
    for place, (name, films) in enumerate((lists or {}).items(), start=1):
        members[f"lists/list-{place}.csv"] = letterboxd_list(name, films)
    return zip_bytes({folder + path: data for path, data in members.items()})


def imdb_ratings(rows: Rows) -> bytes:
    """Return IMDb's ratings; rows are (const, rating, date rated, title, title type, year)."""
    films = [
        (const, rating, date, title, title, "", kind, "7.5", "100", year, "Drama", "1000", "", "")
        for const, rating, date, title, kind, year in rows
    ]
    return csv_bytes(_IMDB_RATINGS.split(","), films)


def imdb_watchlist(rows: Rows) -> bytes:
    """Return IMDb's watchlist, or another list of IMDb's, which looks the same.

    Args:
        rows: (const, created, title, title type, year, own rating, date rated).
    """
    films = [
        (place, const, created, created, "", title, title, "", kind, "7.5", "100", year, *more)
        for place, (const, created, title, kind, year, *own) in enumerate(rows, start=1)
        for more in [("Drama", "1000", "", "", *own)]
    ]
    return csv_bytes(_IMDB_WATCHLIST.split(","), films)


def trakt_film(title: str | None, year: int | None, **ids: str | int | None) -> dict[str, object]:
    """Return a film as Trakt's JSON has it; ids are trakt, slug, imdb and tmdb."""
    return {"title": title, "year": year, "ids": ids}


def trakt_ratings(rows: Iterable[tuple[Mapping[str, object], object, str]]) -> bytes:
    """Return Trakt's ratings; rows are (film, rating, when)."""
    items = [
        {"rated_at": when, "rating": rating, "type": "movie", "movie": film}
        for film, rating, when in rows
    ]
    return json.dumps(items).encode()


def trakt_watched(rows: Iterable[tuple[Mapping[str, object], str]]) -> bytes:
    """Return Trakt's watched films; rows are (film, last time)."""
    items = [
        {"plays": 1, "last_watched_at": when, "last_updated_at": when, "movie": film}
        for film, when in rows
    ]
    return json.dumps(items).encode()


def trakt_watchlist(rows: Iterable[tuple[Mapping[str, object], str]]) -> bytes:
    """Return Trakt's watchlist with a series in it; rows are (film, when)."""
    series = {"title": "A Made-up Series", "year": 2015, "ids": {"imdb": "tt7654321"}}
    items: list[dict[str, object]] = [
        {"rank": 1, "id": 1, "listed_at": "2020-01-01T00:00:00.000Z", "notes": None}
        | {"type": "show", "show": series}
    ]
    items += [
        {"rank": 2, "id": 2, "listed_at": when, "notes": None, "type": "movie", "movie": film}
        for film, when in rows
    ]
    return json.dumps(items).encode()


def trakt_zip(
    *,
    ratings: Iterable[tuple[Mapping[str, object], object, str]] | None = None,
    watched: Iterable[tuple[Mapping[str, object], str]] | None = None,
    watchlist: Iterable[tuple[Mapping[str, object], str]] | None = None,
    folder: str = "",
) -> bytes:
    """Return Trakt's export; what is None is no member of it.

    Args:
        ratings: (film, rating, when), the film from `trakt_film`.
        watched: (film, last time).
        watchlist: (film, when).
        folder: where all lie, "" or "name/".
    """
    members = {"user-profile.json": b'{"username": "somebody"}'}
    if ratings is not None:
        members["ratings-movies.json"] = trakt_ratings(ratings)
    if watched is not None:
        members["watched-movies-1.json"] = trakt_watched(watched)
    if watchlist is not None:
        members["lists-watchlist.json"] = trakt_watchlist(watchlist)
    return zip_bytes({folder + path: data for path, data in members.items()})


def movielens_csv(rows: Rows) -> bytes:
    """Return MovieLens's personal export; rows are (movie id, IMDb id, TMDB id, rating, title)."""
    header = ["movie_id", "imdb_id", "tmdb_id", "rating", "average_rating", "title"]
    return csv_bytes(header, [(*row[:4], "3.51234", row[4]) for row in rows])


def plain_csv(rows: Rows, header: Sequence[str] = ("title", "rating")) -> bytes:
    """Return somebody's own table."""
    return csv_bytes(header, rows)

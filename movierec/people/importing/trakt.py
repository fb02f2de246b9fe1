"""Read what Trakt exports: the whole ZIP, one of its JSON files, or the ratings as CSV.

What is not of films, such as series and episodes, is left out, but for the series on a watchlist.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from typing import Literal

from movierec.errors import DataError, UsageError
from movierec.people.importing.cells import (
    TEN,
    clean,
    imdb_id_of,
    moment_of,
    number_id_of,
    stars_of,
    year_of,
)
from movierec.people.importing.gather import gather
from movierec.people.importing.packed import Packed
from movierec.people.importing.table import Row, Table
from movierec.people.profile import Brought, Entry, Mark, Rating, Reference

Said = Literal["ratings", "watched", "watchlist"]

_SOURCE = "trakt"
_EXPORT = "Trakt export"
_HINT = "Trakt rates from 1 to 10: correct the file, or export again."
_AGAIN = "Export again from Trakt's settings, and give the ZIP as it comes."
_KINDS: dict[Said, str] = {
    "ratings": "Trakt ratings",
    "watched": "Trakt watched films",
    "watchlist": "Trakt watchlist",
}
_FILES: dict[Said, re.Pattern[str]] = {
    "ratings": re.compile(r"ratings-movies(?:-\d+)?\.json", re.IGNORECASE),
    "watched": re.compile(r"watched-movies(?:-\d+)?\.json", re.IGNORECASE),
    "watchlist": re.compile(r"(?:lists-)?watchlist(?:-\d+)?\.json", re.IGNORECASE),
}
_TIMES: dict[Said, str] = {
    "ratings": "rated_at",
    "watched": "last_watched_at",
    "watchlist": "listed_at",
}
_OTHERS = frozenset({"show", "season", "episode", "person"})
_PART = re.compile(r".*-\d+(?:\.\w+)?")
_MOST_VALUES = 2_000_000
"""More would fill the memory; an export of 20,000 films has some 20 to 100 a film."""


def export_paths(packed: Packed) -> dict[str, Said]:
    """Return which files of a Trakt export there are, by their paths, in whatever folder."""
    return {
        path: said
        for path in packed.paths
        for said, name in _FILES.items()
        if name.fullmatch(path.rpartition("/")[2])
    }


def read_export_files(packed: Packed, paths: Mapping[str, Said]) -> Brought:
    """Return what a whole export holds.

    Args:
        packed: the export.
        paths: what `export_paths` found in it.

    Raises:
        DataError: a file is damaged, or a rating is not one of Trakt's.
    """
    entries: list[Entry] = []
    for path, said in paths.items():
        name = packed.called(path)
        items = _items(packed.text(path), name)
        if items is None:
            raise DataError(f"{name} is none of Trakt's: it holds no list.", _AGAIN)
        entries += _entries(items, said, name)
    has_watchlist = "watchlist" in paths.values()
    return gather(packed.name, _SOURCE, _EXPORT, entries, has_watchlist=has_watchlist)


def read_json(text: str, name: str, file: str) -> Brought | None:
    """Return what one JSON file of an export holds, None where it is none of Trakt's.

    Args:
        text: JSON.
        name: what messages call the file.
        file: the file's own name, "" where it has none.

    Raises:
        DataError: it is damaged, or a rating is not one of Trakt's.
        UsageError: neither what it holds nor the name tell what it is.
    """
    items = _items(text, name)
    whole = "watchlist" in file.casefold() and not _PART.fullmatch(file)
    if items == []:
        return gather(name, _SOURCE, _EXPORT, (), has_watchlist=whole)
    if items is None or not any({"movie", "show"} & item.keys() for item in items):
        return None
    said = _told({key for item in items for key in item}, file)
    if said is None:
        what = f"{name} does not tell whether it holds ratings, watched films or a watchlist."
        hint = "Give it in a file with the name that Trakt gave it, such as lists-watchlist.json."
        raise UsageError(what, hint)
    entries = _entries(items, said, name)
    return gather(name, _SOURCE, _KINDS[said], entries, has_watchlist=whole and said == "watchlist")


def recognises(table: Table) -> bool:
    """Return whether a table has the columns of the ratings that Trakt exports as CSV."""
    return table.keys >= {"traktid", "ratedat", "rating"}


def read_csv(table: Table) -> Brought:
    """Return what ratings in CSV hold.

    Args:
        table: one that is recognised.

    Raises:
        DataError: it is damaged, or a rating is not one of Trakt's.
    """
    entries = (
        _entry(_film_of_row(row), "ratings", row.cell("rating"), row.cell("ratedat"), row.where)
        for row in table.rows
        if row.cell("type") in ("", "movie")
    )
    return gather(table.name, _SOURCE, _KINDS["ratings"], entries)


def _items(text: str, name: str) -> list[Mapping[str, object]] | None:
    """Return the items of a list, empty where one is no object; None where it is no list."""
    if sum(text.count(mark) for mark in ",[{") > _MOST_VALUES:
        raise DataError(f"{name} holds more than an export does.", _AGAIN)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise DataError(f"{name} is damaged JSON.", _AGAIN) from None
    if not isinstance(found, list):
        return None
    return [item if isinstance(item, dict) else {} for item in found]


def _told(keys: Set[str], file: str) -> Said | None:
    """Return what a file says by the keys of its items, else by its name."""
    if keys >= {"rating", "rated_at"}:
        return "ratings"
    if keys & {"plays", "last_watched_at"}:
        return "watched"
    if "listed_at" in keys:
        return "watchlist"
    named: tuple[Said, ...] = ("watchlist", "watched", "ratings")
    return next((said for said in named if said in file.casefold()), None)


def _entries(items: list[Mapping[str, object]], said: Said, name: str) -> Iterator[Entry]:
    for place, item in enumerate(items, start=1):
        film = item.get("movie")
        if isinstance(film, dict):
            rating = item.get("rating") if said == "ratings" else None
            when = _text(item.get(_TIMES[said]))
            where = f"{name} item {place}"
            yield _entry(_film(film), said, _rating(rating), when, where)
        elif said == "watchlist" and item.get("type", "show") == "show" and "show" in item:
            show = item["show"]
            when = moment_of(_text(item.get(_TIMES[said])))
            film = _film(show if isinstance(show, dict) else {})
            # TMDB numbers series apart from films: a series' number is some film's as well.
            film = replace(film, tmdb_id=None, kind="show")
            yield Entry(film=film, watchlist=Mark(_SOURCE, when))
        elif not _OTHERS & item.keys():
            yield Entry(film=Reference())


def _entry(film: Reference, said: Said, rating: str, time: str, where: str) -> Entry:
    when = moment_of(time)
    if said == "watched":
        return Entry(film=film, seen=Mark(_SOURCE, when))
    if said == "watchlist":
        return Entry(film=film, watchlist=Mark(_SOURCE, when))
    stars = stars_of(rating, TEN, where, _HINT)
    return Entry(film=film, rated=None if stars is None else Rating(stars, _SOURCE, when))


def _film(film: Mapping[str, object]) -> Reference:
    found = film.get("ids")
    ids = found if isinstance(found, dict) else {}
    return Reference(
        title=clean(_text(film.get("title"))),
        year=year_of(_text(film.get("year"))),
        imdb_id=imdb_id_of(_text(ids.get("imdb"))),
        tmdb_id=number_id_of(_text(ids.get("tmdb"))),
    )


def _film_of_row(row: Row) -> Reference:
    return Reference(
        title=clean(row.cell("title")),
        year=year_of(row.cell("year")),
        imdb_id=imdb_id_of(row.cell("imdbid")),
        tmdb_id=number_id_of(row.cell("tmdbid")),
    )


def _rating(value: object) -> str:
    """Return a rating as it is written, what cannot be one too; "" where there is none."""
    return "" if value is None else _text(value) or type(value).__name__


def _text(value: object) -> str:
    """Return a text or number as text, "" for anything else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, (int, float)) else ""

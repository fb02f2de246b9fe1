"""The layout of the newer sets: UTF-8, csv with headers, half stars, links where there are any."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from movierec.data.raw import RawMovies, RawRatings, RawUsers
from movierec.data.readers.films import FilmRow, genre_names, to_movies
from movierec.data.readers.lines import MAX_ID, Row, damaged, rating_form, read_text
from movierec.data.readers.ratings import Form, read_ratings
from movierec.records import UNKNOWN, Scale

if TYPE_CHECKING:
    from movierec.data.archive import Archive

_MOVIES = ("movieId", "title", "genres")
_RATINGS = ("userId", "movieId", "rating", "timestamp")
_LINKS = ("movieId", "imdbId", "tmdbId")
_MAX_HEADER = 2**16
_IMDB_ID = re.compile(r"(?:tt)?([0-9]{1,12})|")


class ReaderCsv:
    """Reads ml-20m, ml-25m, ml-32m, ml-latest-small and sets of one's own with their headers."""

    scale = Scale(0.5, 5, 0.5)

    def movies(self, archive: Archive) -> RawMovies:
        """Read movies.csv and, where it is there, links.csv."""
        films, seen = [], set[int]()
        for row in _records(archive, "movies.csv", _MOVIES):
            movie_id, title = row.new_id(0, seen), row.fields[1].rstrip()
            row.require(bool(title))
            films.append(FilmRow(movie_id, title, genre_names(row.fields[2])))
        movies = to_movies(films)
        if "links.csv" not in archive.names:
            return movies
        links = _links(archive)
        found = [links.get(film.movie_id, ("", UNKNOWN)) for film in films]
        return replace(
            movies,
            imdb_ids=[imdb for imdb, _ in found],
            tmdb_ids=np.array([tmdb for _, tmdb in found], dtype=np.int32),
        )

    def users(self, archive: Archive) -> RawUsers | None:  # noqa: ARG002  # the protocol
        """Return None: there is no users file."""
        return None

    def ratings(self, archive: Archive, chunk_rows: int) -> Iterator[RawRatings]:
        """Yield ratings.csv."""
        with archive.open("ratings.csv") as stream:
            header = _header(stream)
            places = _places("ratings.csv", header, _RATINGS)
            form = Form(
                member="ratings.csv",
                separator=",",
                scale=self.scale,
                expected=rating_form(self.scale, "commas"),
                columns=(places[0], places[1], places[2], places[3]),
                width=len(header),
                first_line=2,
            )
            yield from read_ratings(stream, form, chunk_rows)

    def fold(self, archive: Archive, number: int) -> RawRatings | None:  # noqa: ARG002  # the protocol
        """Return None: there are no canonical folds."""
        return None


def _links(archive: Archive) -> dict[int, tuple[str, int]]:
    """Return the ids that other sites have for films: (IMDb's text, TMDB's number)."""
    links, seen = {}, set[int]()
    for row in _records(archive, "links.csv", _LINKS):
        imdb_id = _IMDB_ID.fullmatch(row.fields[1])
        tmdb_id = row.whole(2, 0, MAX_ID) if row.fields[2] else UNKNOWN
        if imdb_id is None:
            raise row.damaged()
        links[row.new_id(0, seen)] = (imdb_id[1] or "", tmdb_id)
    return links


def _records(archive: Archive, name: str, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the records of a csv member with their fields in the order of `columns`.

    Quoted fields may hold commas, quotes and line ends; the row's number is that of its first line.
    """
    lines = list(io.StringIO(read_text(archive, name, "utf-8").rstrip("\r\n"), newline=""))
    reader = csv.reader(lines, strict=True)
    header: list[str] = []
    expected, first, places = f"`{','.join(columns)}`", 1, list[int]()
    while first <= max(len(lines), 1):
        try:
            fields = next(reader, [])
        except csv.Error as error:
            raise damaged(name, first, expected, lines[first - 1].rstrip()) from error
        if not header:
            header = [field.strip() for field in fields]
            places = _places(name, header, columns)
        else:
            text = "".join(lines[first - 1 : reader.line_num]).rstrip("\r\n")
            row = Row(name, first, expected, text, fields)
            row.require(len(fields) == len(header))
            yield replace(row, fields=[fields[place] for place in places])
        first = max(reader.line_num, 1) + 1


def _header(stream: BinaryIO) -> list[str]:
    line = stream.readline(_MAX_HEADER).decode("utf-8", "replace").removeprefix("\ufeff")
    return [field.strip().strip('"') for field in line.split(",")]


def _places(name: str, header: Sequence[str], columns: Sequence[str]) -> list[int]:
    """Return where the columns stand in a header."""
    if not set(columns) <= set(header):
        raise damaged(name, 1, f"a header with `{','.join(columns)}`", ",".join(header))
    return [header.index(column) for column in columns]

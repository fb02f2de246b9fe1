"""The layout of ml-100k: latin-1, tabs in the ratings, bars elsewhere, canonical folds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from movierec.data.layouts import FOLD_FILES
from movierec.data.raw import RawMovies, RawRatings, RawUsers
from movierec.data.readers.films import FilmRow, to_movies
from movierec.data.readers.lines import rating_form, read_rows, read_text
from movierec.data.readers.ratings import Form, read_ratings
from movierec.records import UNKNOWN, Scale

if TYPE_CHECKING:
    from movierec.data.archive import Archive

_GENRES = (
    "unknown|Action|Adventure|Animation|Children's|Comedy|Crime|Documentary|Drama|Fantasy|"
    "Film-Noir|Horror|Musical|Mystery|Romance|Sci-Fi|Thriller|War|Western"
)
"""What u.genre says, for archives without it."""

_DATE = re.compile(r"[0-9]{1,2}-[A-Z][a-z]{2}-([0-9]{4})")
_OLDEST = 150
_ALL = 1_000_000


class Reader100k:
    """Reads ml-100k."""

    scale = Scale(1, 5, 1)

    def movies(self, archive: Archive) -> RawMovies:
        """Read u.item, with the genres of u.genre."""
        genres = _genres(archive)
        expected = (
            "`film id|title|release date|video date|URL|…` with a date such as 01-Jan-1995 or none "
            f"and {len(genres)} genre flags of 0 or 1"
        )
        films, seen = [], set[int]()
        for row in read_rows(archive, "u.item", "latin-1", "|", 5 + len(genres), expected):
            movie_id, title, flags = row.new_id(0, seen), row.fields[1].rstrip(), row.fields[5:]
            date = _DATE.fullmatch(row.fields[2])
            row.require(bool(title) and bool(date or not row.fields[2]) and {*flags} <= {"0", "1"})
            names = tuple(name for name, flag in zip(genres, flags, strict=True) if flag == "1")
            films.append(FilmRow(movie_id, title, names, int(date[1]) if date else 0))
        return to_movies(films, genres)

    def users(self, archive: Archive) -> RawUsers | None:
        """Read u.user, with the occupations of u.occupation; None where there is no u.user."""
        if "u.user" not in archive.names:
            return None
        known = _occupations(archive)
        expected = "`user id|age|gender|occupation|zip code`"
        expected += " with an occupation of u.occupation" if known else ""
        rows, ages, seen = [], [], set[int]()
        for row in read_rows(archive, "u.user", "latin-1", "|", 5, expected):
            row.new_id(0, seen)
            row.require(not known or row.fields[3] in known)
            ages.append(row.whole(1, 0, _OLDEST) if row.fields[1] else UNKNOWN)
            rows.append(row.fields)
        occupation = [fields[3] for fields in rows]
        return RawUsers(
            user_id=np.array([int(fields[0]) for fields in rows], dtype=np.int32),
            age=np.array(ages, dtype=np.int16),
            gender=[fields[2] for fields in rows],
            occupation=occupation,
            zip_code=[fields[4] for fields in rows],
            occupations=tuple(sorted(known or {name for name in occupation if name})),
        )

    def ratings(self, archive: Archive, chunk_rows: int) -> Iterator[RawRatings]:
        """Yield u.data."""
        return self._read(archive, "u.data", chunk_rows)

    def fold(self, archive: Archive, number: int) -> RawRatings | None:
        """Read the test rows of fold `number`, None where the archive has no folds."""
        name = FOLD_FILES[number - 1]
        if name not in archive.names:
            return None
        parts = list(self._read(archive, name, _ALL))
        return RawRatings(
            np.concatenate([part.user_id for part in parts]),
            np.concatenate([part.movie_id for part in parts]),
            np.concatenate([part.rating for part in parts]),
            np.concatenate([part.timestamp for part in parts]),
        )

    def _read(self, archive: Archive, name: str, chunk_rows: int) -> Iterator[RawRatings]:
        form = Form(name, "\t", self.scale, rating_form(self.scale, "tabs"))
        with archive.open(name) as stream:
            yield from read_ratings(stream, form, chunk_rows)


def _genres(archive: Archive) -> tuple[str, ...]:
    if "u.genre" not in archive.names:
        return tuple(_GENRES.split("|"))
    names: list[str] = []
    expected = "`genre|number` with numbers from 0"
    for row in read_rows(archive, "u.genre", "latin-1", "|", 2, expected):
        row.whole(1, len(names), len(names))
        row.require(bool(row.fields[0]) and row.fields[0] not in names)
        names.append(row.fields[0])
    return tuple(names)


def _occupations(archive: Archive) -> frozenset[str]:
    if "u.occupation" not in archive.names:
        return frozenset()
    lines = read_text(archive, "u.occupation", "latin-1").split("\n")
    return frozenset(line.strip() for line in lines) - {""}

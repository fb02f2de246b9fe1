"""The layouts of ml-1m and ml-10m: fields between "::"; titles may hold a single colon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from movierec.data.raw import RawMovies, RawRatings, RawUsers
from movierec.data.readers.films import FilmRow, genre_names, to_movies
from movierec.data.readers.lines import rating_form, read_rows
from movierec.data.readers.ratings import Form, read_ratings
from movierec.records import Scale

if TYPE_CHECKING:
    from movierec.data.archive import Archive

OCCUPATIONS = (
    "other or not specified",
    "academic/educator",
    "artist",
    "clerical/admin",
    "college/grad student",
    "customer service",
    "doctor/health care",
    "executive/managerial",
    "farmer",
    "homemaker",
    "K-12 student",
    "lawyer",
    "programmer",
    "retired",
    "sales/marketing",
    "scientist",
    "self-employed",
    "technician/engineer",
    "tradesman/craftsman",
    "unemployed",
    "writer",
)
"""What the codes 0 to 20 of ml-1m stand for, by its README."""

AGES = (1, 18, 25, 35, 45, 50, 56)
"""The age codes of ml-1m: the lower ends of its bands."""


class Reader1m:
    """Reads ml-1m: latin-1, whole stars, traits as codes."""

    scale = Scale(1, 5, 1)

    def movies(self, archive: Archive) -> RawMovies:
        """Read movies.dat."""
        return _movies(archive, "latin-1")

    def users(self, archive: Archive) -> RawUsers | None:
        """Read users.dat."""
        expected = (
            "`user id::gender::age::occupation::zip code` with an age code of "
            f"{', '.join(map(str, AGES))} and an occupation of 0 to {len(OCCUPATIONS) - 1}"
        )
        rows, ages, occupation, seen = [], [], [], set[int]()
        for row in read_rows(archive, "users.dat", "latin-1", "::", 5, expected):
            row.new_id(0, seen)
            ages.append(row.whole(2, AGES[0], AGES[-1]))
            row.require(ages[-1] in AGES)
            occupation.append(OCCUPATIONS[row.whole(3, 0, len(OCCUPATIONS) - 1)])
            rows.append(row.fields)
        return RawUsers(
            user_id=np.array([int(fields[0]) for fields in rows], dtype=np.int32),
            age=np.array(ages, dtype=np.int16),
            gender=[fields[1] for fields in rows],
            occupation=occupation,
            zip_code=[fields[4] for fields in rows],
            occupations=tuple(sorted(OCCUPATIONS)),
        )

    def ratings(self, archive: Archive, chunk_rows: int) -> Iterator[RawRatings]:
        """Yield ratings.dat."""
        return _ratings(archive, self.scale, chunk_rows)

    def fold(self, archive: Archive, number: int) -> RawRatings | None:  # noqa: ARG002  # the protocol
        """Return None: there are no canonical folds."""
        return None


class Reader10m:
    """Reads ml-10m: UTF-8, half stars, no traits."""

    scale = Scale(0.5, 5, 0.5)

    def movies(self, archive: Archive) -> RawMovies:
        """Read movies.dat."""
        return _movies(archive, "utf-8")

    def users(self, archive: Archive) -> RawUsers | None:  # noqa: ARG002  # the protocol
        """Return None: there is no users file."""
        return None

    def ratings(self, archive: Archive, chunk_rows: int) -> Iterator[RawRatings]:
        """Yield ratings.dat."""
        return _ratings(archive, self.scale, chunk_rows)

    def fold(self, archive: Archive, number: int) -> RawRatings | None:  # noqa: ARG002  # the protocol
        """Return None: there are no canonical folds."""
        return None


def _movies(archive: Archive, encoding: str) -> RawMovies:
    films, seen = [], set[int]()
    expected = "`film id::title::genre|genre|…`"
    for row in read_rows(archive, "movies.dat", encoding, "::", 3, expected):
        movie_id, title = row.new_id(0, seen), row.fields[1].rstrip()
        row.require(bool(title))
        films.append(FilmRow(movie_id, title, genre_names(row.fields[2])))
    return to_movies(films)


def _ratings(archive: Archive, scale: Scale, chunk_rows: int) -> Iterator[RawRatings]:
    form = Form("ratings.dat", "::", scale, rating_form(scale, '"::"'))
    with archive.open("ratings.dat") as stream:
        yield from read_ratings(stream, form, chunk_rows)

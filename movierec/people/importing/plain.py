"""Read somebody's own table of ratings: a title or an id a row, and stars."""

from __future__ import annotations

from collections.abc import Iterator

from movierec.data.titles import split_year
from movierec.errors import DataError, UsageError
from movierec.people.importing.cells import (
    FIVE,
    clean,
    imdb_id_of,
    moment_of,
    number_id_of,
    stars_of,
    year_of,
)
from movierec.people.importing.gather import gather
from movierec.people.importing.table import Row, Table
from movierec.people.profile import Brought, Entry, Rating, Reference

_SOURCE = "file"
_HINT = "Ratings in a file of your own go from 0.5 to 5: divide them by 2 where yours go to 10."
_COLUMNS = (
    "Give a CSV with a column title, movieId, imdbId or tmdbId, and a column rating, 0.5 to 5."
)
_DATA_SET = "A data set is no profile: `movierec train --dataset PATH` learns from it."
_QUOTES = 'Put what has a comma in it into quotes: "4,5".'
_TITLES = ("title", "name")
_IMDB_IDS = ("imdbid", "const", "tconst")
_FILM = frozenset({*_TITLES, *_IMDB_IDS, "movieid", "tmdbid"})
# Columns of other sites, whose ratings have other scales.
_FOREIGN = frozenset({"yourrating", "yourated", "simklid", "traktid", "rating10"})


def recognises(table: Table) -> bool:
    """Return whether a table names films, and is not from a site that is not known here."""
    return bool(table.keys & _FILM) and not table.keys & _FOREIGN


def read_one(table: Table) -> Brought:
    """Return what a table holds.

    Args:
        table: one that is recognised.

    Raises:
        DataError: it is damaged, a row has more cells than there are columns, or a rating is not
            between 0.5 and 5.
        UsageError: it has no ratings, or those of several people.
    """
    if "rating" not in table.keys:
        what = f"{table.name} has no column of ratings: its columns are {table.columns}."
        raise UsageError(what, _COLUMNS)
    return gather(table.name, _SOURCE, "CSV of ratings", _entries(table))


def _entries(table: Table) -> Iterator[Entry]:
    person = ""
    for row in table.rows:
        user = row.cell("userid")
        if person and user and user != person:
            raise UsageError(f"{table.name} holds the ratings of several users.", _DATA_SET)
        person = person or user
        # Half of "4,5" without quotes would be taken for stars.
        if any(cell.strip() for cell in row.cells[len(table.header) :]):
            raise DataError(f"{row.where}: it has more cells than there are columns.", _QUOTES)
        stars = stars_of(row.cell("rating"), FIVE, row.where, _HINT)
        when = moment_of(row.cell("date", "timestamp"))
        rated = None if stars is None else Rating(stars, _SOURCE, when)
        yield Entry(film=_film(row), rated=rated)


def _film(row: Row) -> Reference:
    written = clean(row.cell(*_TITLES))
    title, in_title = split_year(written)
    year = year_of(row.cell("year"))
    # Brackets with another year than the column's are part of the name.
    if year is not None and year != in_title:
        title = written
    return Reference(
        title=title,
        year=in_title if year is None else year,
        imdb_id=imdb_id_of(row.cell(*_IMDB_IDS)),
        tmdb_id=number_id_of(row.cell("tmdbid")),
        movie_id=number_id_of(row.cell("movieid")),
    )

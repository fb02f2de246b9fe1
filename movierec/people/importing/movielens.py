"""Read the ratings that somebody exports from their own account at movielens.org."""

from __future__ import annotations

from collections.abc import Iterator

from movierec.data.titles import natural, split_year
from movierec.people.importing.cells import FIVE, clean, imdb_id_of, number_id_of, stars_of
from movierec.people.importing.gather import gather
from movierec.people.importing.table import Row, Table
from movierec.people.profile import Brought, Entry, Rating, Reference

_SOURCE = "movielens"
_HINT = "MovieLens rates from 0.5 to 5: correct the line, or export again."


def recognises(table: Table) -> bool:
    """Return whether a table has the columns of a personal export."""
    return table.keys >= {"movieid", "rating", "averagerating"}


def read_one(table: Table) -> Brought:
    """Return what a personal export holds.

    Args:
        table: one that is recognised.

    Raises:
        DataError: it is damaged, or a rating is not one of MovieLens's.
    """
    return gather(table.name, _SOURCE, "MovieLens ratings", _entries(table))


def _entries(table: Table) -> Iterator[Entry]:
    for row in table.rows:
        stars = stars_of(row.cell("rating"), FIVE, row.where, _HINT)
        rated = None if stars is None else Rating(stars, _SOURCE)
        yield Entry(film=_film(row), rated=rated)


def _film(row: Row) -> Reference:
    title = clean(row.cell("title"))
    return Reference(
        title=natural(title),
        year=split_year(title)[1],
        imdb_id=imdb_id_of(row.cell("imdbid")),
        tmdb_id=number_id_of(row.cell("tmdbid")),
        movie_id=number_id_of(row.cell("movieid")),
    )

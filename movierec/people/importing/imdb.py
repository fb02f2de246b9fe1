"""Read IMDb's ratings and lists, as they are exported now and as they were before 2017.

A list has the same columns as the watchlist, and a column for the person's own ratings.
"""

from __future__ import annotations

from collections.abc import Iterator

from movierec.people.importing.cells import TEN, clean, day_of, imdb_id_of, stars_of, year_of
from movierec.people.importing.gather import gather
from movierec.people.importing.table import Row, Table
from movierec.people.profile import Brought, Entry, Mark, Rating, Reference

_SOURCE = "imdb"
_HINT = "IMDb rates from 1 to 10: correct the line, or export again."
_RATING = ("yourrating", "yourated")
_LISTED = frozenset({"position", "created"})
# "Feature Film" and "Documentary" were written before 2017.
_FILMS = ("movie", "tvmovie", "featurefilm", "documentary")


def recognises(table: Table) -> bool:
    """Return whether a table has the columns of a file of IMDb's."""
    return "const" in table.keys and bool(table.keys & {*_RATING, *_LISTED})


def read_one(table: Table, file: str) -> Brought:
    """Return what a file of IMDb's holds.

    IMDb names its files by chance. A list that is not called "watchlist" is taken for the
    watchlist, but not for all of it, so that nothing is taken off the watchlist for it; and a list
    of rated films alone for the ratings, which have been exported as a list too.

    Args:
        table: one that is recognised.
        file: the file's own name, "" where it has none.

    Raises:
        DataError: it is damaged, or a rating is not one of IMDb's.
    """
    called = file.casefold()
    whole = "watchlist" in called
    entries = list(_entries(table))
    rated = bool(entries) and all(entry.rated is not None for entry in entries)
    is_list = bool(table.keys & _LISTED)
    if is_list and (whole or not (rated or "rating" in called)):
        return gather(table.name, _SOURCE, "IMDb watchlist", entries, has_watchlist=whole)
    ratings = (Entry(film=entry.film, rated=entry.rated) for entry in entries)
    return gather(table.name, _SOURCE, "IMDb ratings", ratings)


def _entries(table: Table) -> Iterator[Entry]:
    for row in table.rows:
        stars = stars_of(row.cell(*_RATING), TEN, row.where, _HINT)
        listed = day_of(row.cell("created"))
        # Before 2017 the ratings were a list, and the day on it the day of the rating.
        day = day_of(row.cell("daterated")) or ("" if "daterated" in table.keys else listed)
        yield Entry(
            film=_film(row),
            rated=None if stars is None else Rating(stars, _SOURCE, day),
            watchlist=Mark(_SOURCE, listed),
        )


def _film(row: Row) -> Reference:
    kind = clean(row.cell("titletype"))
    is_film = "".join(kind.split()).casefold() in _FILMS
    return Reference(
        title=clean(row.cell("title")),
        year=year_of(row.cell("year")),
        imdb_id=imdb_id_of(row.cell("const")),
        kind="" if is_film else kind,
    )

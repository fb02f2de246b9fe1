"""An entry of a profile as a row of CSV, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from movierec.people import checked
from movierec.people.profile import Entry, Mark, Rating, Reference
from movierec.people.same_film import names_nothing

FIRST_COLUMNS = ("title", "year", "imdbId", "tmdbId", "movieId", "rating")
_FILM = ("title", "year", "imdbId", "tmdbId", "movieId", "kind")
_MEANT = ("meantTitle", "meantYear", "meantImdbId", "meantTmdbId", "meantMovieId", "meantKind")
COLUMNS = (
    *FIRST_COLUMNS,
    "ratedBy",
    "ratedWhen",
    "seenBy",
    "seenWhen",
    "hiddenBy",
    "hiddenWhen",
    "watchlistBy",
    "watchlistWhen",
    "unratedBy",
    "unratedWhen",
    "unseenBy",
    "unseenWhen",
    "unwantedBy",
    "unwantedWhen",
    "lists",
    "kind",
    "ignored",
    *_MEANT,
)
# A spreadsheet takes an IMDb id for a number, and leaves out the zeros in front.
_IMDB_DIGITS = 7
_FILE = "file"
_YES = "yes"
_DECIMAL = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})?", re.ASCII)

Row = Mapping[str, str]
"""What the cells of a row hold, by column; a column that the file lacks is missing."""


def row_of(entry: Entry) -> Row:
    """Return a cell for each of `COLUMNS`, in their order, "" where an entry says nothing of it."""
    film, rated = entry.film, entry.rated
    cells = {
        **_film_cells(film, _FILM),
        "rating": "" if rated is None else f"{rated.stars:g}",
        **_mark_cells("rated", rated),
        **_mark_cells("seen", entry.seen),
        **_mark_cells("hidden", entry.hidden),
        **_mark_cells("watchlist", entry.watchlist),
        **_mark_cells("unrated", entry.unrated),
        **_mark_cells("unseen", entry.unseen),
        **_mark_cells("unwanted", entry.unwanted),
        # A name may hold whatever could stand between names.
        "lists": json.dumps(entry.lists, ensure_ascii=False) if entry.lists else "",
        "ignored": _YES if entry.ignored else "",
        **_film_cells(entry.meant or Reference(), _MEANT),
    }
    return {column: cells[column] for column in COLUMNS}


def _film_cells(film: Reference, columns: Sequence[str]) -> Row:
    values = (film.title, film.year, film.imdb_id, film.tmdb_id, film.movie_id, film.kind)
    return {
        column: "" if value is None else str(value)
        for column, value in zip(columns, values, strict=True)
    }


def _mark_cells(what: str, mark: Mark | Rating | None) -> Row:
    source, when = ("", "") if mark is None else (mark.source, mark.when)
    return {f"{what}By": source, f"{what}When": when}


def said_in(row: Row) -> Entry:
    """Return the entry that a row holds; its film may be named by nothing.

    Raises:
        ValueError: a cell holds what it cannot mean; the text says which.
    """
    meant = _film(row, _MEANT)
    entry = Entry(
        film=_film(row, _FILM),
        rated=_rating(row),
        seen=_mark(row, "seen"),
        hidden=_mark(row, "hidden"),
        watchlist=_mark(row, "watchlist"),
        unrated=_mark(row, "unrated"),
        unseen=_mark(row, "unseen"),
        unwanted=_mark(row, "unwanted"),
        lists=_cell(row, "lists", _names) or (),
        meant=None if names_nothing(meant) else meant,
        ignored=_cell(row, "ignored", _yes) or False,
    )
    return checked.one_way(entry)


def _film(row: Row, columns: Sequence[str]) -> Reference:
    title, year, imdb_id, tmdb_id, movie_id, kind = columns
    return Reference(
        title=_cell(row, title, checked.text) or "",
        year=_cell(row, year, lambda cell: checked.year(_number(cell))),
        imdb_id=_cell(row, imdb_id, lambda cell: checked.imdb_id(cell.zfill(_IMDB_DIGITS))) or "",
        tmdb_id=_cell(row, tmdb_id, lambda cell: checked.film_id(_number(cell))),
        movie_id=_cell(row, movie_id, lambda cell: checked.film_id(_number(cell))),
        kind=_cell(row, kind, checked.text) or "",
    )


def _rating(row: Row) -> Rating | None:
    stars = _cell(row, "rating", lambda cell: checked.stars(_decimal(cell)))
    if stars is None:
        if row.get("ratedBy") or row.get("ratedWhen"):
            raise ValueError("rating is empty, though somebody gave one")
        return None
    source = _cell(row, "ratedBy", checked.text) or _FILE
    return Rating(stars, source, _cell(row, "ratedWhen", checked.when) or "")


def _mark(row: Row, what: str) -> Mark | None:
    source, when = _cell(row, f"{what}By", checked.text), _cell(row, f"{what}When", checked.when)
    if source is None and when is not None:
        raise ValueError(f"{what}By is empty, though {what}When is not")
    return None if source is None else Mark(source, when or "")


def _cell(row: Row, column: str, check: Callable[[str], Any]) -> Any:
    """Return what a cell holds, None where it is empty or there is no such column."""
    cell = row.get(column, "")
    if not cell:
        return None
    try:
        return check(cell)
    except ValueError as error:
        raise ValueError(f"{column} {error}") from None


def _number(cell: str) -> object:
    return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 20 else cell


def _decimal(cell: str) -> object:
    return float(cell) if _DECIMAL.fullmatch(cell) else cell


def _names(cell: str) -> tuple[str, ...]:
    try:
        names = json.loads(cell)
    except (ValueError, RecursionError):
        names = None
    if not isinstance(names, list):
        raise ValueError('has to be names such as ["Noir", "With friends"]')
    return tuple(sorted({checked.text(name) for name in names}))


def _yes(cell: str) -> bool:
    if cell != _YES:
        raise ValueError(f"has to be {_YES}, or empty")
    return True

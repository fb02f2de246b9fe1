"""Read a list of films from a file: plain text, a film a line, or CSV with a header.

Nothing is taken that only resembles: a line that names no film is counted and told.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from movierec.errors import DataError, UnknownError
from movierec.people.lookup import Lookup
from movierec.people.textfile import read_text, shown_name
from movierec.records import Catalogue, IntArray

_HINT = "Give a film's title or MovieLens id a line, or CSV with a column title, movieId or imdbId."
_COLUMNS = {
    "const": "imdb_id",
    "imdbid": "imdb_id",
    "movieid": "movie_id",
    "name": "title",
    "tconst": "imdb_id",
    "title": "title",
    "year": "year",
}
_SEPARATORS = ",\t;"
_LETTERBOXD_LIST = "Letterboxd list export"
_EXAMPLES = 3
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class FilmList:
    """The films that a file names.

    Attributes:
        movies: rows, ascending, each once.
        lines: how many lines, or rows of a table, should have named a film.
        unknown: those of them that name none, in the file's order.
        several: titles that several films have; the most rated one was taken.
    """

    movies: IntArray
    lines: int
    unknown: tuple[str, ...]
    several: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one line says: as messages show it, and the rows of the films that it can mean."""

    shown: str
    rows: tuple[int, ...]


def read_film_list(path: Path, catalogue: Catalogue) -> FilmList:
    """Return the films that a file names.

    A line of plain text is a title, with or without its year, or a MovieLens film id; where every
    line is a number, ids are tried first. Empty lines and those that begin with "#" are comments.
    CSV has a header with a column of titles or ids; of several, an IMDb id counts before the
    title, and the title before a MovieLens id, because ml-100k numbers its films otherwise.

    Args:
        path: the file; "-" is standard input.
        catalogue: the films.

    Raises:
        UsageError: the file is missing or cannot be opened.
        DataError: it is too large, no text, damaged CSV, or holds nothing.
        UnknownError: no line names a film of the catalogue.
    """
    name = shown_name(path)
    entries = list(_entries(read_text(path, _HINT), name, Lookup(catalogue)))
    if not entries:
        raise DataError(f"{name} holds no films.", _HINT)
    unknown = tuple(entry.shown for entry in entries if not entry.rows)
    if len(unknown) == len(entries):
        raise UnknownError(f"{name} names no film that is known here: {_listed(unknown)}.", _HINT)
    found = [entry for entry in entries if entry.rows]
    several = dict.fromkeys(entry.shown for entry in found if len(entry.rows) > 1)
    movies = np.unique(np.array([entry.rows[0] for entry in found], dtype=np.int64))
    return FilmList(movies, len(entries), unknown, tuple(several))


def remark(found: FilmList, name: str) -> str:
    """Return what a person should know of how their file was read, "" where all went well.

    Args:
        found: what `read_film_list` gave.
        name: what the file is called.
    """
    said = []
    if found.unknown:
        count = len(found.unknown)
        said.append(
            f"{count:,} of {found.lines:,} lines of {name} name{'s' if count == 1 else ''} "
            f"no film here: {_listed(found.unknown)}."
        )
    if found.several:
        said.append(
            f"Several films match {_listed(found.several)}: the most rated is taken; "
            "add the year to choose."
        )
    return " ".join(said)


def _entries(text: str, name: str, lookup: Lookup) -> Iterator[_Entry]:
    start = 0
    if text.startswith(_LETTERBOXD_LIST):
        # The list's own name and date stand before the films, as a table of their own.
        start = text.find("\nPosition,") + 1
    start += len(text[start:]) - len(text[start:].lstrip("\n"))
    header = text[start:].partition("\n")[0]
    for separator in _SEPARATORS:
        columns = _columns(header.split(separator))
        if columns.keys() - {"year"}:
            behind = start + len(header) + 1
            line = text[:behind].count("\n")
            for cells in _table(text[behind:], separator, name, line):
                # A title with a comma in the only column needs no quotes.
                row = cells if separator in header else [separator.join(cells)]
                yield _entry(row, columns, lookup)
            return
    yield from _plain(text, lookup)


def _plain(text: str, lookup: Lookup) -> Iterator[_Entry]:
    stripped = (line.strip() for line in text.split("\n"))
    lines = [line for line in stripped if line and not line.startswith("#")]
    numbers = all(line.isdecimal() for line in lines)
    for line in lines:
        by_id, by_title = lookup.by_movie_id(line), lookup.by_title(line)
        yield _Entry(line, by_id or by_title if numbers else by_title or by_id)


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Return where a table has which column; none of titles or ids where it is no header."""
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        column = _COLUMNS.get(cell.strip().strip('"').casefold().replace("_", ""))
        if column is not None:
            found.setdefault(column, place)
    return found


def _table(text: str, separator: str, name: str, line: int) -> Iterator[list[str]]:
    """Yield the rows that are not empty; `line` lines of the file stand before the text."""
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    begun = 1
    try:
        for cells in reader:
            begun = reader.line_num + 1
            if any(cell.strip() for cell in cells):
                yield cells
    except csv.Error as error:
        raise DataError(
            f"{name} line {line + begun}: the row that begins here is damaged CSV: {error}.",
            "Correct or remove the line, and try again.",
        ) from None


def _entry(row: Sequence[str], columns: Mapping[str, int], lookup: Lookup) -> _Entry:
    cells = {what: row[place].strip() for what, place in columns.items() if place < len(row)}
    title, year = cells.get("title", ""), cells.get("year", "")
    if title and len(year) == 4 and year.isdecimal():
        title = f"{title} ({year})"
    movie_id, imdb_id = cells.get("movie_id", ""), cells.get("imdb_id", "")
    shown = title or imdb_id or movie_id or ",".join(row)
    by_imdb_id = lookup.by_imdb_id(imdb_id)
    if by_imdb_id:
        return _Entry(shown, by_imdb_id)
    by_title, by_id = lookup.by_title(title), lookup.by_movie_id(movie_id)
    # Beside a title an id only decides between films of that title.
    if not title or set(by_id) <= set(by_title):
        return _Entry(shown, by_id or by_title)
    return _Entry(shown, by_title)


def _listed(texts: Sequence[str]) -> str:
    shown = [
        repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…") for text in texts[:_EXAMPLES]
    ]
    more = len(texts) - len(shown)
    return f"{', '.join(shown)} and {more:,} more" if more else ", ".join(shown)

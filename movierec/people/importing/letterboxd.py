"""Read what Letterboxd exports: the whole ZIP, or one of its CSV files.

Its films have no ids, only names and years. A film is in several of the files: the rating of the
later day counts, and of the same day the one of ratings.csv, which is what the site shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from movierec.errors import DataError, UsageError
from movierec.people.importing.cells import FIVE, clean, day_of, stars_of, year_of
from movierec.people.importing.gather import gather
from movierec.people.importing.packed import Packed
from movierec.people.importing.table import Row, Table, raw_rows, read_table, table_of
from movierec.people.profile import Brought, Entry, Mark, Rating, Reference

LIST = "Letterboxd list export"
"""What a list begins with, before its version."""

_SOURCE = "letterboxd"
_EXPORT = "Letterboxd export"
_HINT = "Letterboxd rates from 0.5 to 5: correct the line, or export again."
_AGAIN = "Export again from Letterboxd's settings, and give the ZIP as it comes."
_NOT_ITS_OWN = (
    "Unpack the ZIP and give the file itself; from a MovieLens data set "
    "`movierec train --dataset PATH` learns."
)
# In the order of their authority: what comes later counts more.
_KINDS = {
    "diary": "Letterboxd diary",
    "reviews": "Letterboxd reviews",
    "ratings": "Letterboxd ratings",
    "watched": "Letterboxd watched films",
    "watchlist": "Letterboxd watchlist",
}
_PREAMBLE = 10
MOST_ROWS = 300_000
"""Of all files together: 50,000 films, each in all of them."""
_PATH = re.compile(rf"((?:[^/]+/)?)(?:({'|'.join(_KINDS)})|lists/[^/]+)\.csv", re.IGNORECASE)
# What the person deleted, what belongs to films that are no more, and what they like of others.
_OTHER_FOLDERS = ("deleted/", "orphaned/", "likes/", "lists/", "__macosx/")


def export_paths(packed: Packed) -> dict[str, str]:
    """Return which files of a Letterboxd export there are: "ratings", or "list", by their paths.

    They lie outermost, or else all in one folder.
    """
    found: dict[str, dict[str, str]] = {}
    for path in packed.paths:
        match = _PATH.fullmatch(path)
        if match and match[1].casefold() not in _OTHER_FOLDERS:
            found.setdefault(match[1], {})[path] = (match[2] or "list").casefold()
    return found.get("") or next(iter(found.values()), {})


def read_export_files(packed: Packed, paths: Mapping[str, str]) -> Brought:
    """Return what a whole export holds.

    Args:
        packed: the export.
        paths: what `export_paths` found in it, not nothing.

    Raises:
        DataError: a file is damaged, or a rating is not one of Letterboxd's.
        UsageError: a file is none of Letterboxd's.
    """
    entries: list[Entry] = []
    lists: list[str] = []
    for kind in _KINDS:
        for path in (path for path, found in paths.items() if found == kind):
            table = read_table(packed.text(path), packed.called(path))
            if not _names_films(table):
                what = f"{table.name} is none of Letterboxd's: its columns are {table.columns}."
                raise UsageError(what, _NOT_ITS_OWN)
            entries += _entries(table, kind)
            _refuse_endless(entries, packed.name)
    for path in (path for path, found in paths.items() if found == "list"):
        stem = path.rpartition("/")[2][: -len(".csv")]
        name, films = _list(packed.text(path), packed.called(path), stem)
        lists.append(name)
        entries += films
        _refuse_endless(entries, packed.name)
    has_watchlist = "watchlist" in paths.values()
    return gather(packed.name, _SOURCE, _EXPORT, entries, has_watchlist=has_watchlist, lists=lists)


def recognises(table: Table) -> bool:
    """Return whether a table has the columns of a file of Letterboxd's."""
    return _names_films(table) and bool({"letterboxduri", "watcheddate"} & table.keys)


def read_one(table: Table, file: str) -> Brought:
    """Return what one file of an export holds.

    Args:
        table: one that is recognised.
        file: the file's own name, "" where it has none: watched films and the watchlist have the
            same columns.

    Raises:
        DataError: it is damaged, or a rating is not one of Letterboxd's.
        UsageError: neither the columns nor the name tell what it is.
    """
    kind = _kind(table, file)
    whole = kind == "watchlist"
    return gather(table.name, _SOURCE, _KINDS[kind], _entries(table, kind), has_watchlist=whole)


def read_list(text: str, name: str, file: str) -> Brought:
    """Return what one list holds.

    Args:
        text: begins with `LIST`.
        name: what messages call the file.
        file: the file's own name, "" where it has none: the list's, where it does not say its own.

    Raises:
        DataError: it is damaged.
    """
    title, films = _list(text, name, file.rpartition(".")[0] or file)
    return gather(name, _SOURCE, "Letterboxd list", films, lists=[title])


def _refuse_endless(entries: Sequence[Entry], name: str) -> None:
    # Files that are each small enough can together take all memory.
    if len(entries) > MOST_ROWS:
        raise DataError(f"{name} has more than {MOST_ROWS:,} rows.", _AGAIN)


def _kind(table: Table, file: str) -> str:
    if "review" in table.keys:
        return "reviews"
    if "watcheddate" in table.keys:
        return "diary"
    if "rating" in table.keys:
        return "ratings"
    for kind in ("watchlist", "watched"):
        if kind in file.casefold():
            return kind
    raise UsageError(
        f"{table.name} is either the watchlist of Letterboxd or the watched films: "
        "both have the same columns.",
        "Give it in a file with the name that Letterboxd gave it: watchlist.csv or watched.csv.",
    )


def _names_films(table: Table) -> bool:
    return "name" in table.keys


def _entries(table: Table, kind: str) -> Iterator[Entry]:
    for row in table.rows:
        film, day = _film(row), day_of(row.cell("date"))
        # The day of the viewing, where there is one: people enter old ones years later.
        viewed = day_of(row.cell("watcheddate")) or day
        if kind == "watchlist":
            yield Entry(film=film, watchlist=Mark(_SOURCE, day))
        else:
            stars = stars_of(row.cell("rating"), FIVE, row.where, _HINT)
            yield Entry(
                film=film,
                rated=None if stars is None else Rating(stars, _SOURCE, viewed),
                seen=None if kind == "ratings" else Mark(_SOURCE, viewed),
            )


def _film(row: Row) -> Reference:
    return Reference(title=clean(row.cell("name")), year=year_of(row.cell("year")))


def _list(text: str, name: str, stem: str) -> tuple[str, list[Entry]]:
    """Return a list's name and films: they are the second table of the file."""
    lines = raw_rows(text, name)
    about: list[list[str]] = []
    for _, cells in islice(lines, _PREAMBLE):
        table = table_of(name, cells, lines)
        if {"position", "name"} <= table.keys:
            break
        about.append(cells)
    else:
        raise DataError(f"{name} is a list without a table of films.", _AGAIN)
    title = next((clean(row.cell("name")) for row in _about(name, about)), "") or clean(stem)
    title = title or "Letterboxd list"
    return title, [Entry(film=_film(row), lists=(title,)) for row in table.rows]


def _about(name: str, rows: list[list[str]]) -> Iterator[Row]:
    """Yield the rows of the first table, behind the line that says what the file is."""
    if len(rows) > 1:
        yield from table_of(name, rows[1], enumerate(rows[2:])).rows

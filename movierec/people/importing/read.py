"""Read a file that somebody brings, whatever site it is from: its content tells, not its name.

A new source is a file beside this one and a line in `_of_text` or `_of_packed`.
"""

from __future__ import annotations

from pathlib import Path

from movierec.errors import DataError, UsageError
from movierec.people.importing import imdb, letterboxd, movielens, own, plain, trakt
from movierec.people.importing.cells import clean, shown
from movierec.people.importing.packed import (
    MOST_BYTES,
    MOST_LINES,
    Packed,
    is_zip,
    packed_folder,
    packed_zip,
)
from movierec.people.importing.table import read_table
from movierec.people.profile import Brought
from movierec.people.textfile import decoded, read_bytes, shown_name

_STDIN = Path("-")
_READS = (
    "Give the ZIP of Letterboxd or Trakt or a file of it, the ratings or watchlist of IMDb, the "
    "ratings of MovieLens, or a CSV with the columns title and rating."
)
_EMPTY = "Check that it is the file that you meant, or export it again."


def read_export(path: Path) -> Brought:
    """Return what a file holds that a person brings.

    Args:
        path: an export or a file of it, the folder that one was unpacked to, or somebody's own
            CSV; "-" is standard input.

    Raises:
        UsageError: it is missing, or no file that is known here.
        DataError: it is damaged, too large, holds no film, or a rating that its source does not
            have.
    """
    name = shown_name(path) if path == _STDIN else clean(path.name) or clean(str(path))
    if path != _STDIN and _is_folder(path):
        brought = _of_packed(packed_folder(path, name))
    else:
        content = read_bytes(path, _READS, MOST_BYTES)
        if is_zip(content):
            brought = _of_packed(packed_zip(content, name))
        else:
            text = decoded(content, name, _READS, MOST_LINES)
            brought = _of_text(text, name, "" if path == _STDIN else name)
    # A watchlist or list that was emptied says that nothing is on it any more.
    emptied = (brought.has_watchlist or brought.lists) and not brought.nameless
    if not (brought.entries or emptied):
        raise DataError(f"{name} holds no film.", _EMPTY)
    return brought


def _of_packed(packed: Packed) -> Brought:
    of_letterboxd = letterboxd.export_paths(packed)
    if of_letterboxd:
        return letterboxd.read_export_files(packed, of_letterboxd)
    of_trakt = trakt.export_paths(packed)
    if of_trakt:
        return trakt.read_export_files(packed, of_trakt)
    held = f"it holds {shown(packed.paths[0])}" if packed.paths else "it holds no files"
    raise UsageError(f"{packed.name} is no export that movierec reads: {held}.", _READS)


def _of_text(text: str, name: str, file: str) -> Brought:
    """Return what a text holds; `file` is the file's own name, "" where it has none."""
    start = text.lstrip()
    if not start:
        raise DataError(f"{name} is empty.", _READS)
    if own.recognises(start):
        return own.read_own(start, name)
    if start.startswith(letterboxd.LIST):
        return letterboxd.read_list(text, name, file)
    brought = trakt.read_json(text, name, file) if start[0] in "[{" else _of_table(text, name, file)
    if brought is None:
        line = shown(start.partition("\n")[0])
        what = f"{name} is none of the files that movierec reads: its first line is {line}."
        raise UsageError(what, _READS)
    return brought


def _of_table(text: str, name: str, file: str) -> Brought | None:
    table = read_table(text, name)
    if letterboxd.recognises(table):
        return letterboxd.read_one(table, file)
    if imdb.recognises(table):
        return imdb.read_one(table, file)
    if trakt.recognises(table):
        return trakt.read_csv(table)
    if movielens.recognises(table):
        return movielens.read_one(table)
    return plain.read_one(table) if plain.recognises(table) else None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # Whatever is in the way is told when the file is opened.
        return False

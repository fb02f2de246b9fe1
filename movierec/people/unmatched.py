"""The films of a person's files that are no film of a model, and what they may be."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from movierec.answers.films import Film
from movierec.answers.profile import Unmatched
from movierec.data.catalogue import film
from movierec.data.titles import search_key, split_year
from movierec.errors import UnknownError, UsageError
from movierec.files import atomic_file
from movierec.people.identify import Identified, suggestions
from movierec.people.locking import profile_lock
from movierec.people.own_films import OwnFilms
from movierec.people.profile import Entry, Reference
from movierec.people.search import TitleSearch
from movierec.people.spreadsheet import guarded
from movierec.records import UNKNOWN, Catalogue

FILE = "unmatched.csv"
_COLUMNS = ("title", "year", "imdb_id", "cause", "near")
_NEAR = 3
_DIGITS = 9
_SHOWN = 60
_SEARCHED = 100
"""Films for which others of nearly their title are looked for: of more, nobody reads the list."""
_COMPARED = 12
"""Titles that are compared word by word for each: those that mean it are among the nearest."""


def unmatched_films(
    catalogue: Catalogue, entries: Sequence[Entry], identified: Sequence[Identified]
) -> tuple[Unmatched, ...]:
    """Return the entries that are no film of the catalogue, in their order.

    Those that the person said to leave alone, or of which they took all back, are left out.

    Args:
        catalogue: the films.
        entries: of a profile, [n].
        identified: what each is, [n].
    """
    found: list[Unmatched] = []
    search = TitleSearch(catalogue, near=_COMPARED)
    for number, place in enumerate(unmatched_places(entries, identified), start=1):
        entry, one = entries[place], identified[place]
        assert one.cause is not None
        near = _near(catalogue, search, entry.film, one) if number <= _SEARCHED else ()
        found.append(
            Unmatched(
                number=number,
                title=entry.film.title or named(entry.film),
                year=entry.film.year,
                imdb_id=entry.film.imdb_id,
                cause=one.cause,
                near=near,
            )
        )
    return tuple(found)


def unmatched_places(entries: Sequence[Entry], identified: Sequence[Identified]) -> tuple[int, ...]:
    """Return the places of the entries that `unmatched_films` lists, in its order."""
    pairs = zip(entries, identified, strict=True)
    return tuple(place for place, pair in enumerate(pairs) if _is_unmatched(*pair))


def write_unmatched(profiles: Path, name: str, films: Sequence[Unmatched]) -> Path | None:
    """Write unmatched films as a table into a profile's folder; without any, remove the old one.

    Cells that a spreadsheet would take for formulas are guarded.

    Args:
        profiles: the folder of all profiles.
        name: the profile's.
        films: as `unmatched_films` gives them.

    Returns:
        The file, None where there are no such films, no such profile any more, or no way to write.
    """
    path = profiles / name / FILE
    with profile_lock(profiles):
        # Removed by another process in the meantime: nothing of it may come back.
        if not path.parent.is_dir():
            return None
        if not films:
            path.unlink(missing_ok=True)
            return None
        try:
            with atomic_file(path) as stream:
                stream.write(_table(films).encode("utf-8", "replace"))
        except OSError:
            # Open in a spreadsheet on Windows, perhaps: the profile is saved, and match has all.
            return None
    return path


def _table(films: Sequence[Unmatched]) -> str:
    lines = io.StringIO()
    # So that a cell with a line end of any kind is quoted.
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in films:
        near = "; ".join(_written(film.title, film.year) for film in one.near)
        imdb_id = f"tt{one.imdb_id}" if one.imdb_id else ""
        writer.writerow((guarded(one.title), one.year or "", imdb_id, one.cause, guarded(near)))
    return lines.getvalue()


def entry_called(own: OwnFilms, text: str) -> Entry:
    """Return the entry of a profile that a person means.

    Args:
        own: their films.
        text: a title as their file has it, with or without the year, or its number among the
            unmatched films.

    Raises:
        UnknownError: there is none.
        UsageError: there are several.
    """
    pairs = tuple(zip(own.profile.entries, own.identified, strict=True))
    missing = [entry for entry, found in pairs if _is_unmatched(entry, found)]
    # An unmatched film comes first: it is what there is to be said something of.
    called = _called(missing, text) or _called(own.profile.entries, text)
    if not called and text.isdecimal() and 0 < int(text[:_DIGITS]) <= len(missing):
        return missing[int(text) - 1]
    if not called:
        raise UnknownError(
            f"No film of profile {own.profile.name} is called {text[:_SHOWN]!r}.",
            "movierec match lists those that are not matched, with their numbers.",
        )
    if len(called) > 1:
        raise UsageError(
            f"Profile {own.profile.name} has several films that are called so: "
            f"{', '.join(_told_apart(entry.film) for entry in called[:_NEAR])}.",
            "Give the number that movierec match shows, or add the year.",
        )
    return called[0]


def named(film: Reference) -> str:
    """Return a film as people write it: "Heat (1995)"; by its id where it has no title."""
    if film.title:
        return _written(film.title, film.year)
    if film.imdb_id:
        return f"tt{film.imdb_id}"
    return f"TMDB {film.tmdb_id}" if film.tmdb_id is not None else f"MovieLens {film.movie_id}"


def _told_apart(film: Reference) -> str:
    marks = [film.kind, f"tt{film.imdb_id}" if film.imdb_id else ""]
    told = ", ".join(mark for mark in marks if mark)
    return f"{named(film)}, {told}" if told else named(film)


def _called(entries: Sequence[Entry], text: str) -> list[Entry]:
    name, year = split_year(text)
    key = search_key(name)
    return [
        entry
        for entry in entries
        if named(entry.film) == text
        or (key and search_key(entry.film.title) == key and year in (None, entry.film.year))
    ]


def _is_unmatched(entry: Entry, found: Identified) -> bool:
    left_out = entry.is_over or found.cause == "left out by you"
    return found.movie == UNKNOWN and not left_out


def _written(title: str, year: int | None) -> str:
    return title if year is None else f"{title} ({year})"


def _near(
    catalogue: Catalogue, search: TitleSearch, reference: Reference, found: Identified
) -> tuple[Film, ...]:
    rows: Sequence[int] = ()
    if found.cause == "ambiguous":
        rows = found.candidates[:_NEAR]
    elif found.cause == "not found" and reference.title:
        rows = suggestions(search, reference, _NEAR)
    return tuple(film(catalogue, row) for row in rows)

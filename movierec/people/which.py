"""Decide which film of a catalogue one reference means, by rules that never guess.

The first rule that answers counts: an id, the title with its year, the title with the year before
or after, its article and signs the same, the title alone. A title that only resembles is no match,
and where several films fit none is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from movierec.data.titles import search_key, split_year
from movierec.people.film_index import FilmIndex
from movierec.people.named import Named, Ways, films_named, films_spelled
from movierec.people.profile import Reference
from movierec.people.same_name import same_name
from movierec.people.spellings import ways_of_writing
from movierec.records import UNKNOWN

How = Literal["you", "id", "title and year", "title", "a year apart", "most rated"]
"""How a film was found; "most rated": of films that share title and year, but not their ids."""
Cause = Literal[
    "newer than the data", "series or short", "ambiguous", "not found", "left out by you"
]
"""Why none was found."""

# A film of which no year is known is known by no more than its name. One in twelve of MovieLens's
# names of a single word stands for several films; of those as long as this, one in fifty.
_SAFE_WORDS, _SAFE_LENGTH = 3, 15
_LONGEST = 1_000
"""Characters of a title that can hold a year."""


@dataclass(frozen=True, slots=True)
class Identified:
    """What a reference was found to be.

    Attributes:
        movie: the film's row, `records.UNKNOWN` where there is none.
        how: None where there is none.
        cause: None where one was found.
        candidates: rows of the films that it may be where it is ambiguous, the most rated first.
    """

    movie: int
    how: How | None
    cause: Cause | None
    candidates: tuple[int, ...] = ()


def none_found(cause: Cause, candidates: Iterable[int] = ()) -> Identified:
    """Return that a reference is no film of the catalogue."""
    return Identified(UNKNOWN, None, cause, tuple(candidates))


@dataclass(frozen=True, slots=True)
class Sought:
    """A reference, its year taken from its title where it has none, and the keys of its title."""

    film: Reference
    ways: Ways


def sought(film: Reference) -> Sought:
    """Return how a reference is looked for."""
    if film.year is None:
        name, year = split_year(film.title[:_LONGEST])
        film = replace(film, title=name, year=year)
    return Sought(film, ways_of_writing(film.title, film.year))


def which_film(index: FilmIndex, wanted: Sought) -> Identified:
    """Return which film of a catalogue a reference means."""
    film = wanted.film
    row = _with_id(index, wanted)
    if row is not None:
        return Identified(row, "id", None)
    if film.kind:
        return none_found("series or short")
    named = tuple(films_named(index, wanted.ways))
    if film.year is None:
        found = _chosen(index, film, named[0].rows, "title") if named else None
        return found or none_found("not found")
    newer = film.year > index.newest > 0
    found = _of_year(index, wanted, named, film.year)
    return found or none_found("newer than the data" if newer else "not found")


def _with_id(index: FilmIndex, wanted: Sought) -> int | None:
    film = wanted.film
    imdb = index.with_imdb_id(film.imdb_id)
    tmdb = None if film.tmdb_id is None else index.with_tmdb_id(film.tmdb_id)
    if imdb is None:
        # TMDB numbers series apart from films: a series' number is some film's as well.
        if tmdb is not None and (not film.kind or _agrees(index, wanted, tmdb)):
            return tmdb
        bare = not film.title and not film.imdb_id and film.tmdb_id is None
        return index.with_movie_id(film.movie_id) if bare and film.movie_id is not None else None
    if tmdb in (None, imdb) or _agrees(index, wanted, imdb) or not _agrees(index, wanted, tmdb):
        return imdb
    return tmdb


def _agrees(index: FilmIndex, wanted: Sought, row: int) -> bool:
    """Return whether a film bears the reference's title, in about its year."""
    year = wanted.film.year
    near = year is None or index.years[row] == 0 or abs(index.years[row] - year) <= 1
    return near and any(row in one.rows for one in films_named(index, wanted.ways))


def _of_year(
    index: FilmIndex, wanted: Sought, named: Sequence[Named], year: int
) -> Identified | None:
    film = wanted.film
    same, near = _within(index, named, {year}), _within(index, named, {year - 1, year + 1})
    if same and same[0].own:
        several = same[0].rows if len(same[0].rows) > 1 else ()
        rows = _alike(index, film, several) or same[0].rows
        return _chosen(index, film, rows, "title and year")
    spelled = same[0].rows if same else films_spelled(index, wanted.ways, year)
    if spelled:
        # A film's very name in the year beside is as good a reason as another name in this one.
        rivals = near[0].rows if near and near[0].own else ()
        films = _most_rated(index, (*spelled, *rivals))
        if rivals and len(films) > 1:
            return none_found("ambiguous", films)
        return _chosen(index, film, spelled, "title and year")
    fitting = [row for one in near[:1] for row in one.rows if not _contradicts(index, film, row)]
    if fitting:
        alike = _alike(index, film, fitting)
        if not alike:
            return none_found("ambiguous", _most_rated(index, fitting))
        return _chosen(index, film, alike, "a year apart")
    return _undated(index, film, named)


def _alike(index: FilmIndex, film: Reference, rows: Iterable[int]) -> list[int]:
    """Return which films have the reference's name to its article and signs, and no other id."""
    titles = index.catalogue.titles
    possible = (row for row in rows if not _contradicts(index, film, row))
    return [row for row in possible if same_name(titles[row], film.title, film.year)]


def _undated(index: FilmIndex, film: Reference, named: Sequence[Named]) -> Identified | None:
    """Return the film of no known year that alone bears the title, if such a title is safe."""
    key = search_key(film.title)
    if len(key.split()) < _SAFE_WORDS or len(key) < _SAFE_LENGTH:
        return None
    films = {row for one in named for row in one.rows}
    if len(films) != 1 or not named[0].own or index.years[min(films)]:
        return None
    row = films.pop()
    return None if _contradicts(index, film, row) else Identified(row, "title", None)


def _within(index: FilmIndex, named: Iterable[Named], years: set[int]) -> list[Named]:
    """Return those of the films that are of one of the years."""
    kept = (
        Named(tuple(row for row in one.rows if index.years[row] in years), one.own) for one in named
    )
    return [one for one in kept if one.rows]


def _chosen(index: FilmIndex, film: Reference, rows: Sequence[int], how: How) -> Identified:
    """Return the one film that the rows are, or that they are several."""
    possible = [row for row in rows if not _contradicts(index, film, row)]
    films = _most_rated(index, possible)
    if len(films) == 1 and not _ids_differ(index, possible):
        return Identified(films[0], how, None)
    # MovieLens's own number does not find a film, but it tells films of one title apart.
    numbered = None if film.movie_id is None else index.with_movie_id(film.movie_id)
    if numbered in possible:
        return Identified(numbered, "id", None)
    if len(films) == 1:
        return Identified(films[0], "most rated" if how == "title and year" else how, None)
    return none_found("ambiguous", films or _most_rated(index, rows))


def _contradicts(index: FilmIndex, film: Reference, row: int) -> bool:
    """Return whether the film is known under another IMDb id than the reference's."""
    ids = index.catalogue.imdb_ids
    if not film.imdb_id or ids is None or not ids[row]:
        return False
    return ids[row].lstrip("0") != film.imdb_id.lstrip("0")


def _ids_differ(index: FilmIndex, rows: Sequence[int]) -> bool:
    ids = index.catalogue.imdb_ids
    return len(rows) > 1 and ids is not None and len({ids[row] for row in rows} - {""}) > 1


def _most_rated(index: FilmIndex, rows: Iterable[int]) -> tuple[int, ...]:
    """Return the films, the most rated first, of twins the most rated alone."""
    counts, twins = index.catalogue.counts, index.catalogue.twins
    first: dict[int, int] = {}
    for row in sorted(set(rows), key=lambda row: (-int(counts[row]), row)):
        first.setdefault(int(twins[row]), row)
    return tuple(first.values())

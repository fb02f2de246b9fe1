"""From the rows of a films file to arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from movierec.data.raw import RawMovies
from movierec.data.titles import split_year

NO_GENRES = "(no genres listed)"


@dataclass(frozen=True, slots=True)
class FilmRow:
    """One film as its line has it; `released` is the year of a release date, 0 without one."""

    movie_id: int
    title: str
    genres: tuple[str, ...]
    released: int = 0


def genre_names(field: str) -> tuple[str, ...]:
    """Return the genres of a field such as "Comedy|Drama"."""
    names = (name.strip() for name in field.split("|"))
    return tuple(name for name in names if name and name != NO_GENRES)


def to_movies(films: Sequence[FilmRow], genres: tuple[str, ...] | None = None) -> RawMovies:
    """Put films together.

    Args:
        films: in the file's order.
        genres: the names and their order; all that the films have, sorted, where it is None.
    """
    if genres is None:
        genres = tuple(sorted({name for film in films for name in film.genres}))
    column = {name: number for number, name in enumerate(genres)}
    flags = np.zeros((len(films), len(genres)), dtype=np.uint8)
    for row, film in enumerate(films):
        flags[row, [column[name] for name in film.genres]] = 1
    years = [split_year(film.title)[1] or film.released for film in films]
    return RawMovies(
        movie_id=np.array([film.movie_id for film in films], dtype=np.int32),
        titles=[film.title for film in films],
        years=np.array(years, dtype=np.int16),
        genres=genres,
        genre_flags=flags,
    )

"""Find the one film that a person means by a title, or say that there is none.

Titles are compared as `data.titles.search_key` writes them: without case, accents, punctuation,
year and the place of the article. Nothing is taken that only resembles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from movierec.data.titles import natural, search_key, split_year
from movierec.errors import UnknownError, UsageError
from movierec.people.search import names, search_films
from movierec.records import Catalogue, IntArray

_NEAR = 64
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Match:
    """The film meant, and a remark where others could have been; "" where none could."""

    movie: int
    remark: str


def find_film(catalogue: Catalogue, text: str) -> Match:
    """Return the film that a title, with or without its year, names.

    A title that matches no film may be a MovieLens film id. Of several films with one title the
    most rated is taken, and the remark says so.

    Raises:
        UnknownError: no film has this title; the hint offers near ones.
        UsageError: the title is empty.
    """
    text = text.strip()
    if not text:
        raise UsageError("The title is empty.", 'Give one, for example "Toy Story".')
    movies = _same_title(catalogue, text)
    if len(movies) == 0 and text.isdecimal():
        movies = np.flatnonzero(catalogue.movie_ids == int(text))
    shown = repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
    if len(movies) == 0:
        raise UnknownError(f"There is no film called {shown}.", _suggestions(catalogue, text))
    movies = movies[np.argsort(-catalogue.counts[movies], kind="stable")]
    chosen = int(movies[0])
    distinct = {int(catalogue.twins[movie]) for movie in movies}
    if len(distinct) == 1:
        return Match(chosen, "")
    return Match(
        chosen,
        f"{len(distinct)} films match {shown}; {_written(catalogue, chosen)}, the most rated, "
        "is taken: add the year to choose.",
    )


def _same_title(catalogue: Catalogue, text: str) -> IntArray:
    name, year = split_year(text)
    # The name is tried whole first: "1984" is a film, and so is "2001: A Space Odyssey".
    for wanted in (search_key(name or text), search_key(text)):
        movies = _with_key(catalogue, wanted)
        if len(movies) == 0:
            movies = _with_other_name(catalogue, wanted)
        if year is not None and len(movies):
            movies = movies[catalogue.years[movies] == year]
        if len(movies):
            return movies
    return np.zeros(0, dtype=np.int64)


def _with_key(catalogue: Catalogue, wanted: str) -> IntArray:
    keys, letters = catalogue.search_keys, np.frombuffer(wanted.encode(), dtype=np.uint8)
    movies = np.flatnonzero(np.diff(keys.offsets) == len(letters))
    places = keys.offsets[movies][:, None] + np.arange(len(letters))  # [n, letters]
    same: IntArray = movies[(keys.blob[places] == letters).all(axis=1)]
    return same


def _with_other_name(catalogue: Catalogue, wanted: str) -> IntArray:
    near = [movie for movie, _ in search_films(catalogue, wanted, _NEAR)]
    same = [movie for movie in near if wanted in names(catalogue.titles[movie])]
    return np.array(same, dtype=np.int64)


def _suggestions(catalogue: Catalogue, text: str) -> str:
    near = search_films(catalogue, text, 3)
    if not near:
        return "Look for it with `movierec search`, by any word of its title."
    return f"Did you mean {', '.join(_written(catalogue, movie) for movie, _ in near)}?"


def _written(catalogue: Catalogue, movie: int) -> str:
    year = int(catalogue.years[movie])
    return natural(catalogue.titles[movie]) + (f" ({year})" if year else "")

"""Find the film that a person means by what they typed.

Titles are compared as `data.titles.search_key` writes them: without case, accents, punctuation,
year and the place of the article. What remains different is measured in trigrams, three bytes at a
time over the whole catalogue at once, and the nearest few by the longest common runs.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from movierec.answers import SearchHit
from movierec.data.catalogue import film
from movierec.data.titles import natural, search_key, split_year
from movierec.errors import UnknownError, UsageError
from movierec.records import Catalogue, IntArray

_NEAR = 64
_SPACE = ord(" ")


@dataclass(frozen=True, slots=True)
class Match:
    """The film meant, and a remark where others could have been; "" where none could."""

    movie: int
    remark: str


def find_film(catalogue: Catalogue, text: str) -> Match:
    """Return the film that a title, with or without its year, names.

    A title that matches no film may be a MovieLens film id. Of several films with one title the
    most rated is taken, and the remark says so. Nothing is taken that only resembles.

    Raises:
        UnknownError: no film has this title; the hint offers near ones.
        UsageError: the title is empty.
    """
    if not text.strip():
        raise UsageError("The title is empty.", 'Give one, for example "Toy Story".')
    movies = _same_title(catalogue, text)
    if len(movies) == 0 and text.strip().isdecimal():
        movies = np.flatnonzero(catalogue.movie_ids == int(text))
    if len(movies) == 0:
        raise UnknownError(f"There is no film called {text!r}.", _suggestions(catalogue, text))
    movies = movies[np.argsort(-catalogue.counts[movies], kind="stable")]
    chosen = int(movies[0])
    distinct = {int(catalogue.twins[movie]) for movie in movies}
    if len(distinct) == 1:
        return Match(chosen, "")
    return Match(
        chosen,
        f"{len(distinct)} films match {text!r}; {_written(catalogue, chosen)}, the most rated, "
        "is taken: add the year to choose.",
    )


def search_films(catalogue: Catalogue, text: str, top: int) -> tuple[tuple[int, float], ...]:
    """Return the films whose titles are nearest to a text, best first, as (movie, score).

    The score is 1 for the same words, above 0 for a resemblance; films that share no trigram with
    the text are left out. Among equals the more rated film comes first.
    """
    query = search_key(split_year(text)[0])
    year = split_year(text)[1]
    rough = _trigram_overlap(catalogue, query)
    near = np.lexsort((-catalogue.counts, -rough))[: max(_NEAR, top)]
    scored = []
    for movie in near[rough[near] > 0]:
        key = catalogue.search_keys[int(movie)]
        score = 1.0 if key == query else 0.99 * _resemblance(query, key, float(rough[movie]))
        # A year that is given and differs sets a film behind the others.
        if year is not None and int(catalogue.years[movie]) != year:
            score *= 0.5
        scored.append((-score, -int(catalogue.counts[movie]), int(movie)))
    return tuple((movie, -score) for score, _, movie in sorted(scored)[:top])


def hits(catalogue: Catalogue, found: Sequence[tuple[int, float]]) -> tuple[SearchHit, ...]:
    """Return what a search found as films, with the ids of other sites where there are any."""
    return tuple(
        SearchHit(
            film=film(catalogue, movie),
            ratings=int(catalogue.counts[movie]),
            score=score,
            imdb_id=(catalogue.imdb_ids[movie] or None) if catalogue.imdb_ids else None,
            tmdb_id=_known(catalogue.tmdb_ids, movie),
        )
        for movie, score in found
    )


def _known(ids: IntArray | None, movie: int) -> int | None:
    return None if ids is None or ids[movie] < 0 else int(ids[movie])


def _same_title(catalogue: Catalogue, text: str) -> IntArray:
    name, year = split_year(text)
    # The name is tried whole first: "1984" is a film, and so is "2001: A Space Odyssey".
    for wanted in (search_key(name or text), search_key(text)):
        movies = _with_key(catalogue, wanted)
        if len(movies) == 0:
            movies = _with_alias(catalogue, wanted)
        if year is not None and len(movies):
            movies = movies[catalogue.years[movies] == year]
        if len(movies):
            return movies
    return np.zeros(0, dtype=np.int64)


def _with_key(catalogue: Catalogue, wanted: str) -> IntArray:
    lengths = np.diff(catalogue.search_keys.offsets)
    same_length = np.flatnonzero(lengths == len(wanted.encode()))
    same = [movie for movie in same_length if catalogue.search_keys[int(movie)] == wanted]
    return np.array(same, dtype=np.int64)


def _with_alias(catalogue: Catalogue, wanted: str) -> IntArray:
    near = [movie for movie, _ in search_films(catalogue, wanted, _NEAR)]
    same = [movie for movie in near if wanted in _aliases(catalogue.titles[movie])]
    return np.array(same, dtype=np.int64)


def _aliases(title: str) -> set[str]:
    """Return the keys of a title without its brackets, and of what the brackets hold."""
    name = natural(title)
    inside = [re.sub(r"^a\.?k\.?a\.?\s+", "", part) for part in re.findall(r"\(([^()]*)\)", name)]
    outside = re.sub(r"\s*\([^()]*\)", "", name)
    return {search_key(part) for part in (outside, *inside) if part.strip()}


def _suggestions(catalogue: Catalogue, text: str) -> str:
    near = search_films(catalogue, text, 3)
    if not near:
        return f"Look for it: movierec search {text!r}."
    names = ", ".join(_written(catalogue, movie) for movie, _ in near)
    return f"Did you mean {names}?"


def _written(catalogue: Catalogue, movie: int) -> str:
    year = int(catalogue.years[movie])
    return natural(catalogue.titles[movie]) + (f" ({year})" if year else "")


def _resemblance(query: str, key: str, rough: float) -> float:
    """Return how alike two keys are, 0 to 1: in their whole, or, for a part of a title, in part."""
    whole = difflib.SequenceMatcher(None, query, key, autojunk=False).ratio()
    words = key.split()
    in_words = sum(
        max(difflib.SequenceMatcher(None, typed, word, autojunk=False).ratio() for word in words)
        for typed in query.split()
    ) / max(len(query.split()), 1)
    return max(whole, 0.6 * in_words + 0.3 * whole + 0.1 * rough)


def _trigram_overlap(catalogue: Catalogue, query: str) -> npt.NDArray[np.float64]:
    """Return the Dice overlap of a key's trigrams with each title's, [movies]."""
    offsets = catalogue.search_keys.offsets
    titles = catalogue.movies
    lengths = np.diff(offsets) + 2
    title = np.repeat(np.arange(titles), lengths)
    text = np.full(int(lengths.sum()), _SPACE, dtype=np.int64)
    # Each key gets a blank before and after, so that first and last letters count as such.
    inside = np.arange(len(catalogue.search_keys.blob))
    text[inside + 2 * np.repeat(np.arange(titles), lengths - 2) + 1] = catalogue.search_keys.blob
    codes = _codes(text)
    wanted = _codes(np.frombuffer(f" {query} ".encode(), dtype=np.uint8).astype(np.int64))
    within = title[:-2] == title[2:]
    hit = np.isin(codes, wanted) & within
    shared = np.bincount(title[:-2][hit], minlength=titles)
    overlap: npt.NDArray[np.float64] = (
        2 * shared / (np.maximum(lengths - 2, 1) + max(len(wanted), 1))
    )
    return overlap


def _codes(text: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return (text[:-2] << 16) | (text[1:-1] << 8) | text[2:]

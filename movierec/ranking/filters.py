"""Which films may be shown: filters act on the candidates, before any cut.

    what was typed -> resolve -> Filters -> apply_filters -> what is left, and who took how many

A filter is a mask over the films, so their order changes no result, only the counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from movierec.data.twins import most_rated_twins, with_twins
from movierec.errors import UsageError
from movierec.ranking.genres import find_genres
from movierec.ranking.wanted import NO_VETO, Wanted
from movierec.ranking.years import YearSpan, parse_decade, parse_years
from movierec.records import Catalogue, IntArray

BoolArray: TypeAlias = npt.NDArray[np.bool_]

SEEN = "already seen"
HIDDEN = "hidden"
FRESH = "--fresh"
VETOED = f"--strategy {NO_VETO}"
TWINS = "the same film under another id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a film has to be like to be shown.

    Attributes:
        genres: the catalogue's names of genres that a film must have, all of them.
        not_genres: those of which it may have none.
        years: its year, as `--year` says.
        decade: its year, as `--decade` says.
        min_ratings: how many ratings of the data set it must have.
        support: likewise, because `--popularity` points towards gems.
        include_seen: films that the person has seen may be shown, too.
        only: film rows, the only ones that may be shown; None for all.
        without: film rows that may not be shown.
        shown: film rows that were recommended before and may not be again.
        vetoed: film rows that somebody of several is expected to dislike; twins do not count as
            one film here, as what is expected of them differs.
    """

    genres: tuple[str, ...] = ()
    not_genres: tuple[str, ...] = ()
    years: YearSpan | None = None
    decade: YearSpan | None = None
    min_ratings: int = 0
    support: int = 0
    include_seen: bool = False
    only: IntArray | None = None
    without: IntArray | None = None
    shown: IntArray | None = None
    vetoed: IntArray | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What one filter took.

    Attributes:
        filter: the option as typed, or `SEEN`, `HIDDEN` or `TWINS`.
        films: how many it took of those that the filters before it had left.
        alone: how many no other filter would have taken: they come back without it.
    """

    filter: str
    films: int
    alone: int


@dataclass(frozen=True, slots=True)
class Filtered:
    """The film rows that are left, ascending, and what each filter took, in order."""

    movies: IntArray
    taken: tuple[Taken, ...]


def resolve(
    wanted: Wanted,
    catalogue: Catalogue,
    label: str,
    only: IntArray | None = None,
    without: IntArray | None = None,
    support: int = 0,
    shown: IntArray | None = None,
) -> Filters:
    """Give what was typed its meaning in a catalogue.

    Args:
        wanted: the options.
        catalogue: the films.
        label: the data set's name, for messages.
        only: the films of `wanted.from_list`.
        without: the films of `wanted.not_in`.
        support: see `Filters`.
        shown: see `Filters`.

    Raises:
        UsageError: an option cannot be meant, or two exclude each other.
    """
    genres = find_genres(wanted.genres, catalogue.genres, label)
    not_genres = find_genres(wanted.not_genres, catalogue.genres, label)
    for genre in genres:
        if genre in not_genres:
            raise UsageError(
                f"--genre {genre} and --not-genre {genre} exclude each other.",
                "Leave one of the two out.",
            )
    years = parse_years(wanted.year) if wanted.year is not None else None
    decade = parse_decade(wanted.decade) if wanted.decade is not None else None
    if years and decade and not years.meets(decade):
        raise UsageError(
            f"--year {wanted.year} and --decade {wanted.decade} share no year.",
            "Leave one of the two out.",
        )
    return Filters(
        genres=genres,
        not_genres=not_genres,
        years=years,
        decade=decade,
        min_ratings=wanted.min_ratings,
        support=support,
        include_seen=wanted.include_seen,
        only=only,
        without=without,
        shown=shown,
    )


def apply_filters(
    catalogue: Catalogue,
    movies: IntArray,
    filters: Filters,
    seen: IntArray,
    hidden: IntArray | None = None,
) -> Filtered:
    """Leave of some films those that may be shown.

    Twins count as one film: one that is seen or named in a list stands for all of them, and only
    the most rated of them is shown.

    Args:
        catalogue: the films.
        movies: rows of the candidates, ascending, [n].
        filters: what a film has to be like.
        seen: rows of the films that the person has rated or seen, in any order.
        hidden: rows of the films that they do not want to be shown.
    """
    named = tuple(_masks(catalogue, filters, seen, hidden))
    keeps = np.array([mask[movies] for _, mask in named])  # [filters, n]
    left = np.logical_and.accumulate(keeps).sum(axis=1)
    before = np.concatenate(([len(movies)], left[:-1]))
    only_taker = ~keeps & ((~keeps).sum(axis=0) == 1)
    counts = zip(named, (before - left).tolist(), only_taker.sum(axis=1).tolist(), strict=True)
    taken = tuple(Taken(name, films, alone) for (name, _), films, alone in counts)
    return Filtered(movies[keeps.all(axis=0)], taken)


def _masks(
    catalogue: Catalogue, filters: Filters, seen: IntArray, hidden: IntArray | None
) -> Iterator[tuple[str, BoolArray]]:
    """Yield each active filter's name, and which films it lets through, [movies]."""
    yield from _by_nature(catalogue, filters)
    yield from _by_list(catalogue, filters)
    if not filters.include_seen:
        yield SEEN, ~with_twins(catalogue, seen)
    if hidden is not None and len(hidden):
        yield HIDDEN, ~with_twins(catalogue, hidden)
    if filters.vetoed is not None:
        mask = np.ones(catalogue.movies, dtype=bool)
        mask[filters.vetoed] = False
        yield VETOED, mask
    yield TWINS, most_rated_twins(catalogue)


def _by_nature(catalogue: Catalogue, filters: Filters) -> Iterator[tuple[str, BoolArray]]:
    for genre in filters.genres:
        yield f"--genre {genre}", _has_genre(catalogue, genre)
    for genre in filters.not_genres:
        yield f"--not-genre {genre}", ~_has_genre(catalogue, genre)
    if filters.years is not None:
        yield f"--year {filters.years}", filters.years.holds(catalogue.years)
    if filters.decade is not None:
        yield f"--decade {filters.decade.low}s", filters.decade.holds(catalogue.years)
    if filters.min_ratings:
        enough: BoolArray = catalogue.counts >= filters.min_ratings
        yield f"--min-ratings {filters.min_ratings}", enough
    if filters.support:
        supported: BoolArray = catalogue.counts >= filters.support
        yield f"--popularity, which asks for {filters.support} ratings,", supported


def _by_list(catalogue: Catalogue, filters: Filters) -> Iterator[tuple[str, BoolArray]]:
    if filters.only is not None:
        yield "--from", with_twins(catalogue, filters.only)
    if filters.without is not None:
        yield "--not-in", ~with_twins(catalogue, filters.without)
    if filters.shown is not None:
        yield FRESH, ~with_twins(catalogue, filters.shown)


def _has_genre(catalogue: Catalogue, genre: str) -> BoolArray:
    flags: BoolArray = catalogue.genre_flags[:, catalogue.genres.index(genre)] != 0
    return flags

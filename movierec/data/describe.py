"""Describe a data set at a glance: counts, spreads, the best known films, groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from movierec.answers.describe import Description, FilmStat, GroupStat, Quantiles
from movierec.data.catalogue import film
from movierec.data.order import day_of
from movierec.data.tally import Counts, Sums, Tally, tally_ratings
from movierec.records import Catalogue, IntArray, Scale

if TYPE_CHECKING:
    from movierec.data.prepare import Prepared

# The bands of ml-1m, whose ages are codes for them: the same table then serves both.
_AGE_EDGES = (18, 25, 35, 45, 50, 56)
_AGE_BANDS = ("under 18", "18-24", "25-34", "35-44", "45-49", "50-55", "56 and over", "unknown")


def describe(prepared: Prepared, top: int = 10) -> Description:
    """Describe a data set.

    Args:
        prepared: its arrays.
        top: how many films the lists of the most and best rated hold.
    """
    catalogue = prepared.catalogue
    tally = tally_ratings(prepared.ratings, catalogue, prepared.scale)
    rated = np.flatnonzero(tally.movie_count)
    ratings = len(prepared.ratings)
    floor = best_floor(tally.movie_count, catalogue.users)
    ages, genders, occupations = _people(catalogue, tally)
    return Description(
        origin=prepared.origin,
        users=catalogue.users,
        movies=catalogue.movies,
        rated_movies=len(rated),
        ratings=ratings,
        density=ratings / (catalogue.users * len(rated)),
        mean=float(tally.movie_sum.sum() / ratings),
        first=day_of(tally.first),
        last=day_of(tally.last),
        histogram=_histogram(tally.stars, prepared.scale),
        per_user=_quantiles(tally.user_count),
        per_movie=_quantiles(tally.movie_count[rated]),
        most_rated=_films(catalogue, tally, _most_rated(tally, top)),
        best_rated=_films(catalogue, tally, _best_rated(tally, floor, top)),
        best_floor=floor,
        genres=_genres(catalogue, tally),
        decades=_decades(catalogue, tally),
        ages=ages,
        genders=genders,
        occupations=occupations,
    )


def best_floor(movie_count: IntArray, users: int) -> int:
    """Return how many ratings make a film's mean worth showing: those of a tenth of the users.

    At least 5, and at most what the most rated film has, so that some film reaches it.
    """
    return min(max(5, users // 10), int(movie_count.max()))


def _histogram(stars: Counts, scale: Scale) -> tuple[tuple[float, int], ...]:
    return tuple(
        (float(scale.low + step * scale.step), int(count)) for step, count in enumerate(stars)
    )


def _quantiles(counts: Counts) -> Quantiles:
    least, quarter, median, three_quarters, most = np.percentile(counts, (0, 25, 50, 75, 100))
    return Quantiles(
        least=float(least),
        quarter=float(quarter),
        median=float(median),
        three_quarters=float(three_quarters),
        most=float(most),
        mean=float(counts.mean()),
    )


def _most_rated(tally: Tally, top: int) -> IntArray:
    rows = np.flatnonzero(tally.movie_count)
    return rows[np.lexsort((rows, -tally.movie_count[rows]))][:top]


def _best_rated(tally: Tally, floor: int, top: int) -> IntArray:
    rows = np.flatnonzero(tally.movie_count >= floor)
    mean = tally.movie_sum[rows] / tally.movie_count[rows]
    return rows[np.lexsort((rows, -tally.movie_count[rows], -mean))][:top]


def _films(catalogue: Catalogue, tally: Tally, rows: IntArray) -> tuple[FilmStat, ...]:
    return tuple(
        FilmStat(
            film(catalogue, int(row)),
            int(tally.movie_count[row]),
            float(tally.movie_sum[row] / tally.movie_count[row]),
        )
        for row in rows
    )


def _genres(catalogue: Catalogue, tally: Tally) -> tuple[GroupStat, ...]:
    flags = catalogue.genre_flags.astype(np.int64)
    return _by_ratings(
        _stat(name, int(members), int(count), float(total))
        for name, members, count, total in zip(
            catalogue.genres,
            flags.sum(axis=0),
            tally.movie_count @ flags,
            tally.movie_sum @ flags,
            strict=True,
        )
    )


def _decades(catalogue: Catalogue, tally: Tally) -> tuple[GroupStat, ...]:
    decade = catalogue.years.astype(np.int64) // 10
    found = np.unique(decade)
    names = [f"{10 * number}s" if number else "unknown" for number in found]
    groups = _groups(np.searchsorted(found, decade), names, tally.movie_count, tally.movie_sum)
    return tuple(sorted(groups, key=lambda group: group.name == "unknown"))


def _people(catalogue: Catalogue, tally: Tally) -> tuple[tuple[GroupStat, ...], ...]:
    """Return the users' groups by age, gender and occupation, all empty without traits."""
    traits = catalogue.traits
    if traits is None:
        return (), (), ()
    band = np.digitize(traits.age, _AGE_EDGES)
    band[traits.age < 0] = len(_AGE_BANDS) - 1
    count, total = tally.user_count, tally.user_sum
    return (
        _groups(band, _AGE_BANDS, count, total),
        _by_ratings(_groups(traits.gender, (*traits.genders, "unknown"), count, total)),
        _by_ratings(_groups(traits.occupation, (*traits.occupations, "unknown"), count, total)),
    )


def _groups(
    group: IntArray, names: Sequence[str], count: Counts, total: Sums
) -> tuple[GroupStat, ...]:
    """Return the groups that have members; -1 counts as the last name."""
    group = group % len(names)
    columns = (
        np.bincount(group, minlength=len(names)),
        np.bincount(group, weights=count, minlength=len(names)),
        np.bincount(group, weights=total, minlength=len(names)),
    )
    return tuple(
        _stat(name, int(members), int(ratings), float(stars))
        for name, members, ratings, stars in zip(names, *columns, strict=True)
        if members
    )


def _stat(name: str, members: int, ratings: int, total: float) -> GroupStat:
    return GroupStat(name, members, ratings, total / ratings if ratings else 0.0)


def _by_ratings(groups: Iterable[GroupStat]) -> tuple[GroupStat, ...]:
    return tuple(sorted(groups, key=lambda group: -group.ratings))

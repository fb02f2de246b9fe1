"""A data set at a glance: counts, spreads, films and groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from movierec.answers.films import Film
    from movierec.records import Origin


@dataclass(frozen=True, slots=True)
class Quantiles:
    """How a count is spread: least, quarter, middle, three quarters, most, and the mean."""

    least: float
    quarter: float
    median: float
    three_quarters: float
    most: float
    mean: float


@dataclass(frozen=True, slots=True)
class FilmStat:
    """A film with its number of ratings and their mean."""

    film: Film
    ratings: int
    mean: float


@dataclass(frozen=True, slots=True)
class GroupStat:
    """A group (a genre, a decade, an age band, ...): members, their ratings, the mean rating.

    `members` counts films for genres and decades, users for ages, genders and occupations.
    """

    name: str
    members: int
    ratings: int
    mean: float


@dataclass(frozen=True, slots=True)
class Description:
    """A data set at a glance.

    Attributes:
        origin: the data set.
        users: users.
        movies: films in the catalogue.
        rated_movies: films with at least one rating.
        ratings: ratings.
        density: ratings over users x rated films.
        mean: mean rating.
        first: day of the first rating, "1997-09-20"; "" without timestamps.
        last: day of the last rating.
        histogram: (stars, ratings) by ascending stars.
        per_user: ratings per user.
        per_movie: ratings per rated film.
        most_rated: films by number of ratings.
        best_rated: films by mean rating among those with at least `best_floor` ratings.
        best_floor: that number.
        genres: by number of ratings; a film counts in each of its genres.
        decades: of the films, ascending.
        ages: in bands, ascending; empty without traits, as are the next two.
        genders: by number of ratings.
        occupations: by number of ratings.
    """

    origin: Origin
    users: int
    movies: int
    rated_movies: int
    ratings: int
    density: float
    mean: float
    first: str
    last: str
    histogram: tuple[tuple[float, int], ...]
    per_user: Quantiles
    per_movie: Quantiles
    most_rated: tuple[FilmStat, ...]
    best_rated: tuple[FilmStat, ...]
    best_floor: int
    genres: tuple[GroupStat, ...]
    decades: tuple[GroupStat, ...]
    ages: tuple[GroupStat, ...]
    genders: tuple[GroupStat, ...]
    occupations: tuple[GroupStat, ...]

"""Films as people read them: rated, predicted, found by their title."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Film:
    """One film as people read it: "The Usual Suspects", 1995.

    Attributes:
        movie_id: MovieLens's id.
        title: without the year, the article in front.
        year: None where it is unknown.
        genres: names.
        imdb_id: seven digits or more, without the "tt"; None where it is unknown.
        tmdb_id: None where it is unknown.
    """

    movie_id: int
    title: str
    year: int | None
    genres: tuple[str, ...]
    imdb_id: str | None = None
    tmdb_id: int | None = None


@dataclass(frozen=True, slots=True)
class RatedFilm:
    """A film and the stars that a user gave it."""

    film: Film
    rating: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """A film, the stars that a model expects of a user, and what stands behind it.

    Attributes:
        film: the film.
        predicted: expected stars, clipped to the scale.
        sd: standard deviation of the rating in stars.
        low: lower end of the interval that holds the rating 4 times of 5.
        high: its upper end.
        p_like: P(4 stars or more).
        ratings: how many ratings the film has in the data set.
        rated: the stars that the user gave it, None where they did not.
    """

    film: Film
    predicted: float
    sd: float
    low: float
    high: float
    p_like: float
    ratings: int
    rated: float | None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A film whose title resembles what was typed; `score` is 1 for the same words, 0 for none."""

    film: Film
    ratings: int
    score: float

"""What a user is recommended and why, and what one is predicted to rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from movierec.answers.films import Film, Prediction, RatedFilm


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one rated film adds to the relevance of another; `rating` is in stars."""

    film: Film
    rating: float
    adds: float


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A film in a list.

    Attributes:
        expected: the film and what its rating may be.
        relevance: how much of a choice it would be, weighed by how likely it is liked.
        because: the rated films that say so most, best reason first; may be empty.
    """

    expected: Prediction
    relevance: float
    because: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a list reaches.

    Attributes:
        own: ratings of the person asked for.
        learned: ratings that the model's stars were learned from.
        ratings: ratings of the data set.
        until: day of its last rating, "1998-04-22"; "" where it has no times.
        hits: how many of the listed films are among the most rated twentieth.
        listed: films of the list.
        most_rated: how many films that twentieth is.
        others: films outside it that could have been listed, and have some ratings.
    """

    own: int
    learned: int
    ratings: int
    until: str
    hits: int
    listed: int
    most_rated: int
    others: int


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The two lists for one user.

    Attributes:
        user_id: the MovieLens user.
        model: the stored model that answered.
        by: what the list is sorted by: "relevance" or "rating".
        popularity: where the dial stood: below 0 towards hits, above 0 towards gems.
        rated: their highest-rated films, best first.
        recommendations: films they might watch, best first.
        limits: how far the list reaches.
        given_up: share of the plain list's relevance that variety cost; None without variety.
        remarks: what became of the filters and of the files given.
    """

    user_id: int
    model: str
    by: str
    popularity: float
    rated: tuple[RatedFilm, ...]
    recommendations: tuple[Recommendation, ...]
    limits: Limits
    given_up: float | None
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a film is as relevant for somebody as it is: `contributions` and `appeal` sum to it.

    Attributes:
        user_id: the MovieLens user.
        model: the stored model that answered.
        expected: the film and what its rating may be.
        relevance: the sum.
        place: its place among the films that the user has not rated, 1 for the best; None for one
            that is not among them: rated, or the twin of one that is rated or better known.
        places: how many there are.
        appeal: what the film has without any history.
        contributions: what each rated film adds, the largest first; negative ones last.
        factor: what everything was multiplied with, for how likely the film is liked.
        limits: how far the answer reaches.
        remarks: which of several films was taken.
    """

    user_id: int
    model: str
    expected: Prediction
    relevance: float
    place: int | None
    places: int
    appeal: float
    contributions: tuple[Contribution, ...]
    factor: float
    limits: Limits
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimilarFilm:
    """A film like another.

    Attributes:
        film: the film.
        likeness: at most 1.
        ratings: how many it has in the data set.
        likers: users who liked it; None where the model came without its users' ratings.
        shared: of them, those who liked the other film, too; None likewise.
        genres: genres that both have.
    """

    film: Film
    likeness: float
    ratings: int
    likers: int | None
    shared: int | None
    genres: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimilarFilms:
    """Films like one film, the most alike first.

    Attributes:
        film: the film asked for.
        ratings: how many it has.
        model: the stored model that answered.
        films: the list.
        remarks: which of several films was taken, what became of the filters.
    """

    film: Film
    ratings: int
    model: str
    films: tuple[SimilarFilm, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Predictions:
    """Predicted ratings of named films for one user; `remarks` say which of several was taken."""

    user_id: int
    model: str
    predictions: tuple[Prediction, ...]
    remarks: tuple[str, ...]

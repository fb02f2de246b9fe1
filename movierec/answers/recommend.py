"""What a user is recommended and why, and what one is predicted to rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from movierec.answers.films import Film, Prediction, RatedFilm
    from movierec.answers.who import Who
    from movierec.records import Origin


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one film that was seen adds to another's relevance; `rating` None: it got no stars."""

    film: Film
    rating: float | None
    adds: float


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A film in a list.

    Attributes:
        expected: the film and what its rating may be.
        relevance: how much of a choice it would be, weighed by how likely it is liked.
        because: the films seen that say so most, best reason first; may be empty.
        others: what the others' ratings may be, where the list is for several people.
        others_because: `because` of each of them, in the same order; of whose history says less
            than another's there is nothing.
    """

    expected: Prediction
    relevance: float
    because: tuple[Contribution, ...]
    others: tuple[Prediction, ...] = ()
    others_because: tuple[tuple[Contribution, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a list reaches.

    Attributes:
        own: ratings of the person asked for.
        watched: films that they saw and did not rate.
        learned: ratings that the model's stars were learned from.
        ratings: ratings of the data set.
        until: day of its last rating, "1998-04-22"; "" where it has no times.
        hits: how many of the listed films are among the most rated twentieth.
        listed: films of the list.
        most_rated: how many films that twentieth is.
        others: films outside it that could have been listed, and have some ratings.
        with_them: ratings of each of the others whom the list is for.
    """

    own: int
    watched: int
    learned: int
    ratings: int
    until: str
    hits: int
    listed: int
    most_rated: int
    others: int
    with_them: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The two lists for somebody.

    Attributes:
        who: who asked.
        model: the stored model that answered.
        by: what the list is sorted by: "relevance" or "rating".
        popularity: where the dial stood: below 0 towards hits, above 0 towards gems.
        rated: their highest-rated films, best first.
        recommendations: films they might watch, best first.
        limits: how far the list reaches.
        given_up: share of the plain list's relevance that variety cost; None without variety.
        remarks: what became of the filters and of the files given.
        others: who else the list is for, in the order of each film's `others`.
        origin: where the model's ratings come from; None where it does not matter.
    """

    who: Who
    model: str
    by: str
    popularity: float
    rated: tuple[RatedFilm, ...]
    recommendations: tuple[Recommendation, ...]
    limits: Limits
    given_up: float | None
    remarks: tuple[str, ...]
    others: tuple[Who, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a film is as relevant for somebody as it is: `contributions` and `appeal` sum to it.

    Attributes:
        who: who asked.
        model: the stored model that answered.
        expected: the film and what its rating may be.
        relevance: the sum.
        place: its place among the films that could be recommended, 1 for the best; None for one
            that is not among them: seen, hidden, or the twin of such a one or of a better known.
        places: how many there are.
        kept_out: why it has no place: "already seen", "hidden" or "the same film under another
            id"; None where it has one.
        appeal: what the film has without any history.
        contributions: what each film that was seen adds, the largest first; negative ones last.
        factor: what everything was multiplied with, for how likely the film is liked.
        limits: how far the answer reaches.
        remarks: which of several films was taken.
    """

    who: Who
    model: str
    expected: Prediction
    relevance: float
    place: int | None
    places: int
    kept_out: str | None
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
        expected: what the person asked for may rate it; None where nobody was named.
    """

    film: Film
    likeness: float
    ratings: int
    likers: int | None
    shared: int | None
    genres: tuple[str, ...]
    expected: Prediction | None = None


@dataclass(frozen=True, slots=True)
class SimilarFilms:
    """Films like one film, the most alike first.

    Attributes:
        who: whose seen films were left out; None where nobody was named.
        film: the film asked for.
        ratings: how many it has.
        model: the stored model that answered.
        films: the list.
        remarks: which of several films was taken, what became of the filters.
    """

    who: Who | None
    film: Film
    ratings: int
    model: str
    films: tuple[SimilarFilm, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Predictions:
    """Predicted ratings of named films for somebody; `remarks` say which of several was taken."""

    who: Who
    model: str
    predictions: tuple[Prediction, ...]
    remarks: tuple[str, ...]

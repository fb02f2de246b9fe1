"""What a person's ratings say of their taste, beside everybody's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from movierec.answers.films import Film
    from movierec.answers.who import Who


@dataclass(frozen=True, slots=True)
class OwnCounts:
    """How many films a profile holds beside those rated.

    Attributes:
        seen: seen without stars.
        hidden: not to be recommended.
        watchlist: to be seen.
        unknown: rated films that the model does not know.
    """

    seen: int
    hidden: int
    watchlist: int
    unknown: int


@dataclass(frozen=True, slots=True)
class TasteLevel:
    """How often a person gives so many stars.

    Attributes:
        stars: the level.
        films: of theirs with that many.
        share: of their rated films.
        everyone: share of all ratings; None where it is unknown, or the data has no such level.
    """

    stars: float
    films: int
    share: float
    everyone: float | None


@dataclass(frozen=True, slots=True)
class TasteGroup:
    """A genre or a decade in a person's ratings.

    Attributes:
        name: of the group.
        films: of theirs in it.
        share: of their rated films; a film counts in each of its genres.
        everyone: share of all ratings; None where it is unknown.
        mean: their mean stars; None without a film.
        difference: their mean less everyone's on the same films; None of few films, or where
            everyone's is unknown.
    """

    name: str
    films: int
    share: float
    everyone: float | None
    mean: float | None
    difference: float | None


@dataclass(frozen=True, slots=True)
class OwnOpinion:
    """A film that a person likes more, or less, than everyone.

    Attributes:
        film: the film.
        stars: theirs.
        everyone: the mean of all ratings of it.
        ratings: how many these are.
    """

    film: Film
    stars: float
    everyone: float
    ratings: int

    @property
    def difference(self) -> float:
        """How many stars more they give; below 0: less."""
        return self.stars - self.everyone


@dataclass(frozen=True, slots=True)
class TasteReport:
    """What a person's ratings say of their taste.

    Attributes:
        who: the person.
        dataset: whose users everyone is.
        rated: films with stars that the model knows.
        counts: the other films of the profile.
        mean: their mean stars; None without a rating.
        compared: rated films that `fewest` others rated or more; None where others' ratings are
            unknown.
        own_mean: their mean stars of these films; None without one.
        everyone_mean: the mean of these films' means; None without one.
        histogram: by ascending stars; empty without a rating, as are the next two.
        genres: by descending share.
        decades: ascending; an unknown one is the last.
        liked_more: films that they like more than everyone, the furthest apart first.
        liked_less: films that they like less.
        fewest: ratings that a film of these two, and of those compared, needs.
        fewest_films: compared films that a difference needs.
    """

    who: Who
    dataset: str
    rated: int
    counts: OwnCounts
    mean: float | None
    compared: int | None
    own_mean: float | None
    everyone_mean: float | None
    histogram: tuple[TasteLevel, ...]
    genres: tuple[TasteGroup, ...]
    decades: tuple[TasteGroup, ...]
    liked_more: tuple[OwnOpinion, ...]
    liked_less: tuple[OwnOpinion, ...]
    fewest: int
    fewest_films: int

    @property
    def difference(self) -> float | None:
        """How many stars more they give than everyone to the same films; below 0: stricter.

        None of few films, or where everyone's ratings are unknown.
        """
        if self.own_mean is None or self.everyone_mean is None:
            return None
        if self.compared is None or self.compared < self.fewest_films:
            return None
        return self.own_mean - self.everyone_mean

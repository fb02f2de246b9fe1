"""`movierec recommend`: what a user rated best, and what they should see next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.command import answering
from movierec.cli.films import (
    FILM_COLUMNS,
    PREDICTED_COLUMNS,
    RANK,
    film_cells,
    film_data,
    predicted_cells,
    predicted_data,
)
from movierec.cli.filter_options import (
    Decade,
    From,
    Genres,
    IncludeSeen,
    MinRatings,
    NotGenres,
    NotIn,
    Year,
    wanted,
)
from movierec.cli.limits import hits_line, limits_data, limits_line
from movierec.cli.options import StoredModel, Top, Who, examples, user_id
from movierec.cli.output import Answer, Column, Table
from movierec.cli.reasons import because_data, because_text, because_titles
from movierec.cli.steering_options import By, Popularity, Variety
from movierec.cli.talk import Talk

if TYPE_CHECKING:
    from movierec.answers.recommend import Recommendation, Recommendations

EXAMPLES = examples(
    "recommend 265",
    "recommend 265 --top 20 --json",
    "recommend 265 --genre thriller --decade 70s",
    "recommend 265 --popularity gems --variety 0.3",
)
RELEVANCE = Column("Relevance", numeric=True, format=".4f", only="pipe")
BECAUSE = Column("Because you rated", only="pipe")


@answering
def recommend(
    talk: Talk,  # noqa: ARG001
    who: Who,
    top: Top = 5,
    by: By = "relevance",
    genre: Genres = None,
    not_genre: NotGenres = None,
    year: Year = None,
    decade: Decade = None,
    min_ratings: MinRatings = 0,
    popularity: Popularity = "any",
    variety: Variety = 0.0,
    include_seen: IncludeSeen = False,
    from_file: From = None,
    not_in: NotIn = None,
    model: StoredModel = None,
) -> Answer:
    """Recommend films to a user, beside the films they rated best.

    Sorted by relevance: films that the user would choose to watch and would like, with the rated
    films that say so. Stars are those that the model expects, ± their standard deviation; beside
    them stands the chance of 4 stars or more. --by rating sorts by the stars alone.

    No film that the user rated is recommended, nor its twin under another id. Filters act before
    the list is cut, so that it is full where there are enough films; of several --genre a film
    must have every one.
    """
    from movierec import ask
    from movierec.ranking.wanted import Steering

    steering = Steering(
        by=by,
        popularity=popularity,
        variety=variety,
        wanted=wanted(genre, not_genre, year, decade, min_ratings, include_seen, from_file, not_in),
    )
    return answer(ask.recommend(user_id(who), model=model, top=top, steering=steering))


def answer(found: Recommendations) -> Answer:
    """Show two lists: what the user rated, and what is recommended to them."""
    return Answer(
        command="recommend",
        data=recommendation_data(found),
        tables=recommendation_tables(found),
        records=recommendation_records(found),
        notes=recommendation_notes(found),
    )


def recommendation_tables(found: Recommendations) -> tuple[Table, Table]:
    """Return the two tables for one user."""
    rated = Table(
        f"Rated by user {found.user_id}",
        (RANK, *FILM_COLUMNS, Column("Rating", numeric=True, format=".1f")),
        tuple(
            (rank, *film_cells(film.film), film.rating) for rank, film in enumerate(found.rated, 1)
        ),
    )
    films = found.recommendations
    recommended = Table(
        f"{'Recommended to' if found.by == 'relevance' else 'Predicted for'} user {found.user_id}",
        (RANK, *FILM_COLUMNS, *PREDICTED_COLUMNS, RELEVANCE, BECAUSE),
        tuple(
            (
                rank,
                *film_cells(film.expected.film),
                *predicted_cells(film.expected),
                film.relevance,
                "; ".join(because_titles(film.because)),
            )
            for rank, film in enumerate(films, 1)
        ),
        under=tuple(_under(film, found.by) for film in films),
    )
    return rated, recommended


def recommendation_data(found: Recommendations) -> dict[str, object]:
    """Return the two lists for programs."""
    rated = [
        {"rank": rank, **film_data(film.film), "rating": film.rating}
        for rank, film in enumerate(found.rated, 1)
    ]
    films = [
        {**_film_data(rank, film), "because": because_data(film.because)}
        for rank, film in enumerate(found.recommendations, 1)
    ]
    return {
        "user_id": found.user_id,
        "model": found.model,
        "by": found.by,
        "popularity": found.popularity,
        "rated_count": found.limits.own,
        "rated": rated,
        "recommendations": films,
        "given_up": found.given_up,
        "limits": limits_data(found.limits),
        "remarks": found.remarks,
    }


def recommendation_records(found: Recommendations) -> tuple[dict[str, object], ...]:
    """Return the recommended films, best first, with their reasons as titles."""
    return tuple(
        {**_film_data(rank, film), "because": because_titles(film.because)}
        for rank, film in enumerate(found.recommendations, 1)
    )


def recommendation_notes(found: Recommendations) -> tuple[str, ...]:
    """Return what became of the filters, what variety cost, and how far the list reaches."""
    cost = () if found.given_up is None else (_cost(found.given_up, found.by),)
    hits = hits_line(found.limits) if found.popularity == 0 else ""
    limits = limits_line(found.model, f"user {found.user_id}", found.limits)
    return (*found.remarks, *cost, limits, *((hits,) if hits else ()))


def _cost(given_up: float, by: str) -> str:
    share = f"{given_up:.0%}" if given_up >= 0.005 else "less than 1%"
    return f"Variety gave up {share} of the list's {by}."


def _under(film: Recommendation, by: str) -> str:
    """Return the line below a film: the stars that it got already, where it did, and its reason.

    Reasons are those of relevance: they do not tell why a film is predicted many stars.
    """
    rated = film.expected.rated
    seen = "" if rated is None else f"rated {rated:g} already"
    reason = because_text(film.because) if by == "relevance" else ""
    return "; ".join(part for part in (seen, reason) if part)


def _film_data(rank: int, film: Recommendation) -> dict[str, object]:
    return {
        "rank": rank,
        **film_data(film.expected.film),
        **predicted_data(film.expected),
        "rating": film.expected.rated,
        "ratings": film.expected.ratings,
        "relevance": film.relevance,
    }

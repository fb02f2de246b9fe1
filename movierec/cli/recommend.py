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
from movierec.cli.options import StoredModel, Top, Who, examples, user_id
from movierec.cli.output import Answer, Column, Table
from movierec.cli.talk import Talk

if TYPE_CHECKING:
    from movierec.answers.recommend import Recommendations

EXAMPLES = examples("recommend 265", "recommend 265 --top 20 --json")


@answering
def recommend(talk: Talk, who: Who, top: Top = 5, model: StoredModel = None) -> Answer:  # noqa: ARG001
    """Recommend films to a user, beside the films they rated best.

    No film that the user rated is recommended, nor its twin under another id. Stars are those that
    the model expects the user to give, ± their standard deviation; beside them stands the chance of
    4 stars or more.
    """
    from movierec import workflow

    return answer(workflow.recommend(user_id(who), model=model, top=top))


def answer(found: Recommendations) -> Answer:
    """Show two lists: what the user rated, and what is predicted for them."""
    rated, predicted = recommendation_tables(found)
    return Answer(
        command="recommend",
        data=recommendation_data(found),
        tables=(rated, predicted),
        records=prediction_records(found),
        notes=(
            f"Predicted by {found.model}; user {found.user_id} rated {found.rated_count:,} films.",
        ),
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
    predicted = Table(
        f"Predicted for user {found.user_id}",
        (RANK, *FILM_COLUMNS, *PREDICTED_COLUMNS),
        tuple(
            (rank, *film_cells(film.film), *predicted_cells(film))
            for rank, film in enumerate(found.recommendations, 1)
        ),
    )
    return rated, predicted


def recommendation_data(found: Recommendations) -> dict[str, object]:
    """Return the two lists for programs."""
    rated = [
        {"rank": rank, **film_data(film.film), "rating": film.rating}
        for rank, film in enumerate(found.rated, 1)
    ]
    return {
        "user_id": found.user_id,
        "model": found.model,
        "rated_count": found.rated_count,
        "rated": rated,
        "recommendations": prediction_records(found),
    }


def prediction_records(found: Recommendations) -> tuple[dict[str, object], ...]:
    """Return the recommended films, best first."""
    return tuple(
        {
            "rank": rank,
            **film_data(film.film),
            **predicted_data(film),
            "ratings": film.ratings,
        }
        for rank, film in enumerate(found.recommendations, 1)
    )

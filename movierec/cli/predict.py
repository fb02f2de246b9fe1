"""`movierec predict`: the stars that a user is expected to give to named films."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.command import answering
from movierec.cli.films import (
    FILM_COLUMNS,
    PREDICTED_COLUMNS,
    RATINGS,
    film_cells,
    film_data,
    predicted_cells,
    predicted_data,
)
from movierec.cli.options import StoredModel, WhoAndTitles, examples
from movierec.cli.output import Answer, Column, Table
from movierec.cli.talk import Talk
from movierec.cli.who import who_and_title

if TYPE_CHECKING:
    from movierec.answers.recommend import Predictions

EXAMPLES = examples('predict 265 "Toy Story"', 'predict 265 "Fargo" "Twelve Monkeys" --csv')


@answering
def predict(talk: Talk, words: WhoAndTitles, model: StoredModel = None) -> Answer:  # noqa: ARG001
    """Predict how many stars somebody gives to films.

    Stars are ± their standard deviation; beside them stands the chance of 4 stars or more.
    """
    from movierec import ask

    who, titles = who_and_title(words)
    return answer(ask.predict(who, titles, model=model))


def answer(found: Predictions) -> Answer:
    """Show the films in the order asked for, with the predicted rating and the given one."""
    records = tuple(
        {
            **film_data(film.film),
            **predicted_data(film),
            "rating": film.rated,
            "ratings": film.ratings,
        }
        for film in found.predictions
    )
    rated = Column("Rated", numeric=True, format=".1f")
    table = Table(
        f"Predicted for {found.who.label}",
        (*FILM_COLUMNS, RATINGS, *PREDICTED_COLUMNS, rated),
        tuple(
            (*film_cells(film.film), film.ratings, *predicted_cells(film), film.rated)
            for film in found.predictions
        ),
    )
    data = {
        "user_id": found.who.user_id,
        "profile": found.who.profile,
        "model": found.model,
        "predictions": records,
        "remarks": found.remarks,
    }
    return Answer("predict", data, (table,), records, notes=found.remarks)

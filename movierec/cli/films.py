"""Films in tables and in JSON, the same in every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.output import Cell, Column, PlusMinus

if TYPE_CHECKING:
    from movierec.answers.films import Film, Prediction

FILM_COLUMNS = (
    Column("Film"),
    Column("Year", numeric=True),
    Column("Genres", shrinks=True),
)
RANK = Column("#", numeric=True)
RATINGS = Column("Ratings", numeric=True, format=",d")
PREDICTED_COLUMNS = (
    Column("Predicted ± sd", numeric=True, format=".1f", only="terminal"),
    Column("Chance of 4+", numeric=True, format=".0%", only="terminal"),
    Column("Predicted", numeric=True, format=".2f", only="pipe"),
    Column("SD", numeric=True, format=".2f", only="pipe"),
    Column("Low", numeric=True, format=".2f", only="pipe"),
    Column("High", numeric=True, format=".2f", only="pipe"),
    Column("P(4 or more)", numeric=True, format=".3f", only="pipe"),
)


def film_cells(film: Film) -> tuple[Cell, ...]:
    """Return a film's cells under `FILM_COLUMNS`."""
    return (film.title, film.year, film.genres)


def film_data(film: Film) -> dict[str, object]:
    """Return a film under the keys that every command uses."""
    return {
        "movie_id": film.movie_id,
        "title": film.title,
        "year": film.year,
        "genres": film.genres,
    }


def predicted_cells(found: Prediction) -> tuple[Cell, ...]:
    """Return a prediction's cells under `PREDICTED_COLUMNS`."""
    together = PlusMinus(found.predicted, found.sd)
    return (together, found.p_like, *predicted_data(found).values())


def predicted_data(found: Prediction) -> dict[str, float]:
    """Return a prediction under the keys that every command uses."""
    return {
        "predicted": found.predicted,
        "sd": found.sd,
        "low": found.low,
        "high": found.high,
        "p_like": found.p_like,
    }

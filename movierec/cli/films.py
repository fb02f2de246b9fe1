"""Films in tables and in JSON, the same in every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.output import Cell, Column

if TYPE_CHECKING:
    from movierec.answers import Film

FILM_COLUMNS = (
    Column("Film"),
    Column("Year", numeric=True),
    Column("Genres", shrinks=True),
)
RANK = Column("#", numeric=True)
RATINGS = Column("Ratings", numeric=True, format=",d")


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

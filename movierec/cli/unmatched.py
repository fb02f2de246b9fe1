"""Films of a person's files that are not matched, in tables and in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from movierec.cli.films import film_data
from movierec.cli.output import Column, Table
from movierec.people.spreadsheet import guarded

if TYPE_CHECKING:
    from movierec.answers.films import Film
    from movierec.answers.profile import Unmatched

_NEAR = 2


def unmatched_table(title: str, films: Sequence[Unmatched]) -> Table:
    """Return the films, each with the reason and, below it, those that it may be.

    The numbers are those by which `movierec match` knows them.
    """
    return Table(
        title,
        (
            Column("#", numeric=True),
            Column("Film"),
            Column("Year", numeric=True),
            Column("Why"),
            Column("Perhaps", only="pipe"),
        ),
        tuple((one.number, one.title, one.year, one.cause, _near(one.near)) for one in films),
        under=tuple(f"perhaps {_near(one.near[:_NEAR])}" if one.near else "" for one in films),
    )


def unmatched_data(films: Sequence[Unmatched]) -> tuple[dict[str, object], ...]:
    """Return the films for programs, as the files have them."""
    return tuple(
        {
            "number": one.number,
            "title": one.title,
            "year": one.year,
            "imdb_id": one.imdb_id or None,
            "cause": one.cause,
            "near": [film_data(film) for film in one.near],
        }
        for one in films
    )


def unmatched_records(films: Sequence[Unmatched]) -> tuple[dict[str, object], ...]:
    """Return the films for `--csv`.

    Titles come from files that anybody may have made: a spreadsheet does not calculate them.
    """
    return tuple(
        {
            "number": one.number,
            "title": guarded(one.title),
            "year": one.year,
            "imdb_id": one.imdb_id or None,
            "cause": one.cause,
            "near": guarded(_near(one.near)),
        }
        for one in films
    )


def _near(films: Sequence[Film]) -> str:
    return "; ".join(
        film.title if film.year is None else f"{film.title} ({film.year})" for film in films
    )

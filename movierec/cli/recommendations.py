"""Recommended films in tables and in JSON, each with its reason and how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.films import (
    FILM_COLUMNS,
    PREDICTED_COLUMNS,
    RANK,
    film_cells,
    film_data,
    predicted_cells,
    predicted_data,
)
from movierec.cli.limits import hits_line, limits_data, limits_line
from movierec.cli.output import Answer, Cell, Column, PlusMinus, Table
from movierec.cli.reasons import because_data, because_titles
from movierec.cli.wording import below, everybody, heading

if TYPE_CHECKING:
    from movierec.answers.recommend import Recommendation, Recommendations
    from movierec.answers.who import Who

RELEVANCE = Column("Relevance", numeric=True, format=".4f", only="pipe")
BECAUSE = Column("Because of", only="pipe")


def answer(found: Recommendations, document: str | None = None) -> Answer:
    """Show two lists: what somebody rated, and what is recommended to them.

    Args:
        found: the lists.
        document: what is written in the tables' place.
    """
    return Answer(
        command="recommend",
        data=recommendation_data(found),
        tables=recommendation_tables(found),
        records=recommendation_records(found),
        notes=recommendation_notes(found),
        document=document,
    )


def recommendation_tables(found: Recommendations) -> tuple[Table, Table]:
    """Return the two tables for somebody."""
    rated = Table(
        f"Rated by {found.who.label}",
        (RANK, *FILM_COLUMNS, Column("Rating", numeric=True, format=".1f")),
        tuple(
            (rank, *film_cells(film.film), film.rating) for rank, film in enumerate(found.rated, 1)
        ),
    )
    films = found.recommendations
    recommended = Table(
        heading(found),
        (RANK, *FILM_COLUMNS, *_predicted_columns(found), RELEVANCE, BECAUSE),
        tuple(
            (
                rank,
                *film_cells(film.expected.film),
                *_predicted_cells(film),
                film.relevance,
                "; ".join(_because_titles(film)),
            )
            for rank, film in enumerate(films, 1)
        ),
        under=tuple(below(film, found) for film in films),
    )
    return rated, recommended


def recommendation_data(found: Recommendations) -> dict[str, object]:
    """Return the two lists for programs."""
    rated = [
        {"rank": rank, **film_data(film.film), "rating": film.rating}
        for rank, film in enumerate(found.rated, 1)
    ]
    films = [
        {
            **_film_data(rank, film),
            "because": because_data(film.because),
            **_others_data(film, found),
        }
        for rank, film in enumerate(found.recommendations, 1)
    ]
    return {
        **_who_data(found.who),
        "others": [_who_data(who) for who in found.others],
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
        {
            **_film_data(rank, film),
            **{
                f"predicted_{who.profile or who.user_id}": one.predicted
                for who, one in zip(found.others, film.others, strict=True)
            },
            "because": _because_titles(film),
        }
        for rank, film in enumerate(found.recommendations, 1)
    )


def recommendation_notes(found: Recommendations) -> tuple[str, ...]:
    """Return what became of the filters, what variety cost, and how far the list reaches."""
    cost = () if found.given_up is None else (_cost(found.given_up, found.by),)
    hits = hits_line(found.limits) if found.popularity == 0 else ""
    limits = limits_line(found.model, everybody(found), found.limits)
    return (*found.remarks, *cost, limits, *((hits,) if hits else ()))


def _cost(given_up: float, by: str) -> str:
    share = f"{given_up:.0%}" if given_up >= 0.005 else "less than 1%"
    return f"Variety gave up {share} of the list's {by}."


def _because_titles(film: Recommendation) -> tuple[str, ...]:
    """Return the reasons of everybody whom the list is for, in their order."""
    everybody_s = (film.because, *film.others_because)
    return tuple(title for because in everybody_s for title in because_titles(because))


def _predicted_columns(found: Recommendations) -> tuple[Column, ...]:
    """Return the columns of predictions: of several people one each, without the chances."""
    if not found.others:
        return PREDICTED_COLUMNS
    people = everybody(found)
    return (
        *(
            Column(f"{who.label} ± sd", numeric=True, format=".1f", only="terminal")
            for who in people
        ),
        *(
            Column(f"Predicted, {who.label}", numeric=True, format=".2f", only="pipe")
            for who in people
        ),
    )


def _predicted_cells(film: Recommendation) -> tuple[Cell, ...]:
    if not film.others:
        return predicted_cells(film.expected)
    predicted = (film.expected, *film.others)
    return (
        *(PlusMinus(one.predicted, one.sd) for one in predicted),
        *(one.predicted for one in predicted),
    )


def _others_data(film: Recommendation, found: Recommendations) -> dict[str, object]:
    """Return what is told of a film to the others, where the list is for several people."""
    if not found.others:
        return {}
    others = zip(found.others, film.others, film.others_because, strict=True)
    return {
        "others": [
            {**_who_data(who), **predicted_data(one), "because": because_data(because)}
            for who, one, because in others
        ]
    }


def _who_data(who: Who) -> dict[str, object]:
    return {"user_id": who.user_id, "profile": who.profile}


def _film_data(rank: int, film: Recommendation) -> dict[str, object]:
    return {
        "rank": rank,
        **film_data(film.expected.film),
        **predicted_data(film.expected),
        "rating": film.expected.rated,
        "ratings": film.expected.ratings,
        "relevance": film.relevance,
    }

"""`movierec similar`: films like one film, and what they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.films import FILM_COLUMNS, RANK, RATINGS, film_cells, film_data
from movierec.cli.filter_options import (
    Decade,
    From,
    Genres,
    MinRatings,
    NotGenres,
    NotIn,
    Year,
    wanted,
)
from movierec.cli.options import StoredModel, Top, examples, profile_names
from movierec.cli.output import Answer, Column, Table
from movierec.cli.talk import Talk

if TYPE_CHECKING:
    from movierec.answers.recommend import SimilarFilm, SimilarFilms

EXAMPLES = examples(
    'similar "Toy Story"', 'similar "Fargo" --top 20 --decade 70s', "similar Heat --json"
)

PREDICTED = Column("Predicted", numeric=True, format=".1f")

Title = Annotated[
    list[str],
    typer.Argument(metavar="TITLE...", help="A title as people write it, or a film id."),
]
For = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="WHO",
        show_default=False,
        help="A profile or a MovieLens user: no films that they saw, and the stars they may give.",
        autocompletion=profile_names,
    ),
]


@answering
def similar(
    talk: Talk,  # noqa: ARG001
    title: Title,
    top: Top = 10,
    genre: Genres = None,
    not_genre: NotGenres = None,
    year: Year = None,
    decade: Decade = None,
    min_ratings: MinRatings = 0,
    from_list: From = None,
    not_in: NotIn = None,
    who: For = None,
    model: StoredModel = None,
) -> Answer:
    """List films like one film.

    Films are alike when the same people like them, whatever their number; genres and years settle
    the rest, and decide where few people have rated a film. --for leaves out what somebody has
    seen.
    """
    from movierec import ask

    chosen = wanted(genre, not_genre, year, decade, min_ratings, False, from_list, not_in)
    return answer(ask.similar(" ".join(title), model=model, top=top, wanted=chosen, who=who))


def answer(found: SimilarFilms) -> Answer:
    """Show the films, the most alike first, each with what it has in common."""
    records = tuple(
        {
            "rank": rank,
            **film_data(film.film),
            "likeness": film.likeness,
            "ratings": film.ratings,
            "likers": film.likers,
            "shared_likers": film.shared,
            "shared_genres": film.genres,
            "predicted": None if film.expected is None else film.expected.predicted,
        }
        for rank, film in enumerate(found.films, 1)
    )
    year = "" if found.film.year is None else f" ({found.film.year})"
    table = Table(
        f"Like {found.film.title}{year}{f', for {found.who.label}' if found.who else ''}",
        (
            RANK,
            *FILM_COLUMNS,
            RATINGS,
            Column("Likeness", numeric=True, format=".2f"),
            *((PREDICTED,) if found.who else ()),
            Column("In common", only="pipe"),
        ),
        tuple(
            (
                rank,
                *film_cells(film.film),
                film.ratings,
                film.likeness,
                *((film.expected.predicted,) if film.expected else ()),
                _in_common(found, film),
            )
            for rank, film in enumerate(found.films, 1)
        ),
        under=tuple(_in_common(found, film) for film in found.films),
    )
    return Answer(
        command="similar",
        data={
            **film_data(found.film),
            "model": found.model,
            "user_id": found.who and found.who.user_id,
            "profile": found.who and found.who.profile,
            "ratings": found.ratings,
            "similar": records,
            "remarks": found.remarks,
        },
        tables=(table,),
        records=records,
        notes=(
            *found.remarks,
            f"By {found.model}; {found.film.title} has {found.ratings:,} "
            f"rating{'' if found.ratings == 1 else 's'}.",
        ),
    )


def _in_common(found: SimilarFilms, film: SimilarFilm) -> str:
    parts = []
    if film.shared:
        who = f"{film.shared:,} of the {film.likers:,}" if film.likers != 1 else "the one person"
        parts.append(f"{who} who liked it liked {found.film.title} too")
    if film.genres:
        parts.append(f"both {', '.join(film.genres)}")
    elif film.film.year is not None and film.film.year == found.film.year:
        parts.append(f"both of {film.film.year}")
    return "; ".join(parts)

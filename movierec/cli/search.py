"""`movierec search`: find films by what one remembers of the title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.films import FILM_COLUMNS, RATINGS, film_cells, film_data
from movierec.cli.options import OptionalDataset, StoredModel, Top, examples
from movierec.cli.output import Answer, Column, Table
from movierec.cli.talk import Talk
from movierec.errors import UsageError

if TYPE_CHECKING:
    from movierec.answers.films import SearchHit

EXAMPLES = examples('search "toy stry"', "search usual suspects the --top 3")

Words = Annotated[
    list[str],
    typer.Argument(metavar="TEXT...", help="Words of a title."),
]


@answering
def search(
    talk: Talk,  # noqa: ARG001
    text: Words,
    top: Top = 10,
    model: StoredModel = None,
    dataset: OptionalDataset = None,
) -> Answer:
    """Find films by title; typing errors are forgiven.

    An article may stand at either end: "The Matrix", "Matrix, The". The films are those of a
    stored model, or of a data set with --dataset.
    """
    from movierec import ask, workflow

    wanted = " ".join(text)
    if not wanted.strip():
        raise UsageError("There is no title to look for.", 'Give one, for example "Toy Story".')
    catalogue = None if dataset is None else workflow.prepared_data(dataset).catalogue
    return answer(wanted, ask.search(wanted, model=model, catalogue=catalogue, top=top))


def answer(text: str, hits: tuple[SearchHit, ...]) -> Answer:
    """Show the films found, best match first."""
    records = tuple(
        {
            **film_data(hit.film),
            "ratings": hit.ratings,
            "score": hit.score,
            "imdb_id": hit.film.imdb_id,
            "tmdb_id": hit.film.tmdb_id,
        }
        for hit in hits
    )
    table = Table(
        f"Films like {text}",
        (
            Column("Id", numeric=True),
            *FILM_COLUMNS,
            RATINGS,
            Column("Match", numeric=True, format=".0%"),
        ),
        tuple((hit.film.movie_id, *film_cells(hit.film), hit.ratings, hit.score) for hit in hits),
    )
    notes = () if hits else (f"No title resembles {text}.",)
    return Answer("search", {"text": text, "films": records}, (table,), records, notes)

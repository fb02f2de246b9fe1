"""`movierec preprocess`: turn an archive into arrays that load in no time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.fetch import TRUST, train_next
from movierec.cli.options import Dataset, examples
from movierec.cli.output import Answer, Column, Facts, Table
from movierec.cli.plain import human_bytes
from movierec.cli.serialise import plain_data
from movierec.cli.talk import Talk
from movierec.config import DEFAULT_DATASET

if TYPE_CHECKING:
    from movierec.answers.data import PreparedSummary

EXAMPLES = examples("preprocess", "preprocess --dataset ml-1m", "preprocess --rebuild")

Rebuild = Annotated[
    bool, typer.Option("--rebuild", help="Build the arrays again, even where they are here.")
]


@answering
def preprocess(
    talk: Talk,
    dataset: Dataset = DEFAULT_DATASET,
    rebuild: Rebuild = False,
) -> Answer:
    """Turn an archive into arrays, once.

    Ids become rows, films and users get one-hot features. `train` does this by itself where it
    has not been done, or where the archive has changed.
    """
    from movierec import workflow

    return answer(workflow.preprocess(dataset, rebuild=rebuild, said=talk.say), dataset)


def answer(built: PreparedSummary, dataset: str) -> Answer:
    """Show what was built of the data set that was asked for, and what to run next."""
    facts = Facts(
        built.origin.label,
        (
            ("Arrays", f"built in {built.seconds:.1f} s" if built.built else "here already"),
            ("Data", TRUST[built.origin.trust]),
            ("Users", built.users),
            ("Films", built.movies),
            ("Ratings", built.ratings),
            ("Size", human_bytes(built.bytes)),
            ("Folder", str(built.folder)),
        ),
    )
    kinds = (
        ("of a film", built.movie_columns),
        ("of a user", built.user_columns),
        ("of the report", built.report_columns),
    )
    features = Table(
        "Input columns",
        (Column("Columns"), Column("Count", numeric=True), Column("Names")),
        tuple((kind, len(names), names) for kind, names in kinds if names),
    )
    record = {
        "dataset": built.origin.label,
        "trust": built.origin.trust,
        "built": built.built,
        "users": built.users,
        "movies": built.movies,
        "ratings": built.ratings,
        "bytes": built.bytes,
        "seconds": built.seconds,
        "folder": built.folder,
    }
    columns = {
        "user_columns": built.user_columns,
        "movie_columns": built.movie_columns,
        "report_columns": built.report_columns,
        "origin": plain_data(built.origin),
    }
    return Answer(
        "preprocess",
        {**record, **columns},
        (facts, features),
        (record,),
        notes=(train_next(dataset),),
    )

"""`movierec recommend --all`: lists for every user, written as they are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from movierec.cli.output import Answer, Form, opened
from movierec.errors import UsageError

if TYPE_CHECKING:
    from movierec.answers.everybody import Everybody, ListedBlock
    from movierec.cli.talk import Talk

All = Annotated[
    bool,
    typer.Option(
        "--all",
        help="For every user of the data set, a line a film; -o FILE.csv or FILE.parquet.",
    ),
]


def refuse(who: int | str | None, options: Mapping[str, bool]) -> None:
    """Refuse what is somebody's own, or cannot be done for everybody at once.

    Args:
        who: whom the list would be for alone, None for nobody.
        options: whether each other one was given, by its name.

    Raises:
        UsageError: one was.
    """
    if who is not None:
        raise UsageError(f"--all and {who} cannot both be meant.", f"Leave {who} or --all out.")
    for name, given in options.items():
        if given:
            raise UsageError(
                f"--all and {name} cannot both be meant.",
                "--all lists unseen films by relevance, the same filters for everybody; "
                "for example: movierec recommend --all --top 10 -o lists.csv",
            )


def refuse_form(form: Form, file: Path | None) -> None:
    """Refuse, before a model is read, a form that the lists cannot have.

    Raises:
        UsageError: JSON is asked for, or CSV in a Parquet file.
        NotReadyError: a Parquet file is asked for, and pyarrow is not installed.
    """
    if form == "json":
        raise UsageError(
            "--all answers line by line, and --json is one object.",
            "Take --csv, or -o FILE.csv or FILE.parquet.",
        )
    if _is_parquet(file):
        if form == "csv":
            raise UsageError(
                f"--csv and -o {file} cannot both be meant: a file of that name is Parquet.",
                "Leave --csv away, or take -o FILE.csv.",
            )
        from movierec.cli.list_parquet import needs_pyarrow

        needs_pyarrow()


def answer(found: Everybody, talk: Talk) -> Answer:
    """Return the lists as an answer that is written while they are made."""

    def stream(form: Form, file: Path | None, stdout: TextIO) -> None:
        from movierec.cli.everybody_progress import EverybodyProgress

        with EverybodyProgress(
            talk, found.users, beside=stdout if file is None else None
        ) as progress:
            blocks = progress.watched(found.blocks)
            if file is not None and _is_parquet(file):
                from movierec.cli.list_parquet import write_parquet

                with opened(file) as binary:
                    write_parquet(blocks, found.catalogue, binary)
                return
            csv = form == "csv" or (file is not None and file.suffix.lower() == ".csv")
            lines = _lines(blocks, found, csv=csv)
            if file is not None:
                with opened(file) as binary:
                    for part in lines:
                        binary.write(part.encode("utf-8", "replace"))
                return
            for part in lines:
                stdout.write(part)
                stdout.flush()

    return Answer("recommend", {}, (), (), notes=found.remarks, stream=stream)


def _is_parquet(file: Path | None) -> bool:
    return file is not None and file.suffix.lower() == ".parquet"


def _lines(blocks: Iterator[ListedBlock], found: Everybody, *, csv: bool) -> Iterator[str]:
    from movierec.cli.list_lines import csv_lines, plain_lines

    return (csv_lines if csv else plain_lines)(blocks, found.catalogue)

"""What a command answers, and the one place that decides how it is written.

A terminal gets tables; anything else gets tab-separated lines; `--json`, `--csv` and documents are
the same everywhere, and `--output` writes what a pipe would have got to a file.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, TextIO

from movierec.cli.terminal import may_have_colours, speaks_unicode
from movierec.errors import MovierecError

Form = Literal["text", "json", "csv"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A length between 0 and 1, drawn on a terminal and left out elsewhere."""

    share: float


@dataclass(frozen=True, slots=True)
class PlusMinus:
    """A value and its standard deviation in one cell, for terminals: 4.3 ± 0.6."""

    value: float
    sd: float


class Prose(str):
    """Words that a terminal folds at blanks; all other text stays whole, to be copied."""

    __slots__ = ()


Cell = str | int | float | None | tuple[str, ...] | Bar | PlusMinus
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: the heading.
        numeric: right-aligned, never broken.
        format: a format specification for numbers (".2f"), or "bytes".
        shrinks: gives way first where the terminal is narrow.
        only: where the column is left out elsewhere: on a terminal, or in a pipe and a file.
    """

    name: str
    numeric: bool = False
    format: str = ""
    shrinks: bool = False
    only: Literal["terminal", "pipe"] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of raw values under headings; how they look is decided when they are written.

    Attributes:
        title: above the headings, "" for none.
        columns: the headings.
        rows: values under them.
        under: a line below each row, "" for none, on a terminal; empty where no row has one.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    under: tuple[str, ...] = ()

    def seen(self, where: Literal["terminal", "pipe"]) -> Table:
        """Return the table with the columns that are written there."""
        kept = [place for place, column in enumerate(self.columns) if column.only in (None, where)]
        return Table(
            self.title,
            tuple(self.columns[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in self.rows),
            self.under,
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values, a line each: only prose is folded, so that a path can be copied."""

    title: str
    pairs: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found.

    Attributes:
        command: as typed: "recommend", "models list".
        data: the answer for programs, written by `--json`.
        tables: the answer for people, in order.
        records: the main list of `data`, written by `--csv`; all rows have the same keys.
        notes: what to say on stderr after the answer.
        failure: what the answer shows to be wrong; it decides the exit code.
        document: text to take away, written in place of the tables and just as it is, in a
            terminal too; its control characters have to be written out already.
        stream: writes an answer that is too long to be held, in place of all others, to the file
            or to stdout.
    """

    command: str
    data: Mapping[str, object]
    tables: tuple[Table | Facts, ...]
    records: tuple[Mapping[str, object], ...]
    notes: tuple[str, ...] = ()
    failure: MovierecError | None = None
    document: str | None = None
    stream: Callable[[Form, Path | None, TextIO], None] | None = None


def write(answer: Answer, form: Form, file: Path | None, stream: TextIO) -> None:
    """Write an answer to a file, or to `stream` (stdout) where there is none."""
    if answer.stream is not None:
        answer.stream(form, file, stream)
    elif file is not None:
        write_file(file, written(answer, form, unicode=True).encode("utf-8", "replace"))
    elif form == "text" and answer.document is None and _wants_tables(stream):
        from movierec.cli.tables import print_tables

        print_tables(answer.tables, stream)
    else:
        stream.write(written(answer, form, unicode=speaks_unicode(stream)))


def written(answer: Answer, form: Form, *, unicode: bool) -> str:
    """Return an answer as text for a pipe or a file; `unicode` False keeps JSON to ASCII."""
    from movierec.cli import plain, serialise

    if form == "json":
        return serialise.as_json(answer.command, answer.data, unicode=unicode)
    if form == "csv":
        return serialise.as_csv(answer.records)
    if answer.document is not None:
        return answer.document
    return plain.as_lines(answer.tables)


def write_file(file: Path, content: bytes) -> None:
    """Write a file whole or not at all; a device or a pipe is written straight."""
    with opened(file) as stream:
        stream.write(content)


@contextlib.contextmanager
def opened(file: Path) -> Iterator[BinaryIO]:
    """Open a file that is there whole when the block ends without an error, and else not at all.

    A device or a pipe is written straight.
    """
    try:
        if file.exists() and not file.is_file() and not file.is_dir():
            with file.open("wb") as straight:
                yield straight
            return
        if file.is_dir():
            raise IsADirectoryError(21, "Is a directory", str(file))
        from movierec.files import atomic_file

        # Through a link, not in its place.
        with atomic_file(file.resolve()) as stream:
            yield stream
    except OSError as error:
        # Writing to an open file fails without its name.
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} and error.filename is None:
            error.filename = str(file)
        raise


def _wants_tables(stream: TextIO) -> bool:
    if not may_have_colours(stream):
        return False
    from movierec.cli.terminal import console

    return console(stream).is_terminal

"""Read CSV by the names of its columns, however a site or a spreadsheet has written them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from movierec.errors import DataError
from movierec.people.importing.cells import shown

MOST_ROWS = 100_000
"""Ten times what somebody has who has seen 20,000 films, each row a viewing."""

_SEPARATORS = ",;\t"
_LONGEST_HEADER = 10_000
_MOST_COLUMNS = 200
_LONGEST_ROW = 1_000_000
_SHOWN_COLUMNS = 12
_HINT = "Correct or remove the line, or export the file again."


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        where: the file and the line on which the row begins, for messages.
        cells: as written.
        places: which cell a column is, by its key.
    """

    where: str
    cells: Sequence[str]
    places: Mapping[str, int]

    def cell(self, *keys: str) -> str:
        """Return what stands in the first of these columns that has something; "" in none."""
        for key in keys:
            place = self.places.get(key, len(self.cells))
            if place < len(self.cells) and (text := self.cells[place].strip()):
                return text
        return ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are read as they are asked for, once.

    Attributes:
        name: what messages call it.
        header: the columns as written.
        keys: the columns as they are looked up: "Watched Date" is "watcheddate".
        rows: those that are not empty.
    """

    name: str
    header: tuple[str, ...]
    keys: frozenset[str]
    rows: Iterator[Row]

    @property
    def columns(self) -> str:
        """The columns as a message lists them."""
        listed = ", ".join(shown(column)[1:-1] for column in self.header[:_SHOWN_COLUMNS])
        return listed + (", …" if len(self.header) > _SHOWN_COLUMNS else "")


def read_table(text: str, name: str) -> Table:
    """Return the table that a text is; its first line that is not empty names the columns.

    A text that is no table is one too, with columns that nobody knows.

    Raises:
        DataError: from the rows, where the CSV is damaged or has too many of them.
    """
    lines = raw_rows(text, name)
    try:
        _, header = next(lines)
    except (StopIteration, DataError):
        header, lines = [], iter(())
    return table_of(name, header, lines)


def table_of(name: str, header: list[str], lines: Iterator[tuple[int, list[str]]]) -> Table:
    """Return a table of a header and what `raw_rows` yields."""
    places: dict[str, int] = {}
    for place, cell in enumerate(header[:_MOST_COLUMNS]):
        key = "".join(letter for letter in cell.casefold() if letter.isalnum())
        if key:
            places.setdefault(key, place)
    rows = (Row(f"{name} line {line}", cells, places) for line, cells in lines)
    written = tuple(cell.strip() for cell in header[:_MOST_COLUMNS] if cell.strip())
    return Table(name, written, frozenset(places), rows)


def raw_rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each row that is not empty begins, counted from 1, and its cells.

    Raises:
        DataError: the CSV is damaged, or has too many rows.
    """
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=_separator(text), strict=True)
    begun, rows = 1, 0
    try:
        for cells in reader:
            if "".join(cells).strip():
                rows += 1
                if rows > MOST_ROWS:
                    raise DataError(f"{name} has more than {MOST_ROWS:,} rows.", _HINT)
                yield begun, cells
            begun = reader.line_num + 1
            lines.left = _LONGEST_ROW
    except csv.Error as error:
        what = f"{name} line {begun}: the row that begins here is damaged CSV: {error}."
        raise DataError(what, _HINT) from None


class _Lines:
    """The lines of a text, bounded a row: csv builds all cells of a row before it gives it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next = 0
        self.left = _LONGEST_ROW

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        start = self._next
        if start == len(self._text):
            raise StopIteration
        self._next = self._text.find("\n", start) + 1 or len(self._text)
        self.left -= self._next - start
        if self.left < 0:
            raise csv.Error("it is too long")
        return self._text[start : self._next]


def _separator(text: str) -> str:
    """Return what separates the cells of the first line that is not empty, most of all."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start, start + _LONGEST_HEADER)
    header = text[start : end if end >= 0 else start + _LONGEST_HEADER]
    return max(_SEPARATORS, key=header.count)

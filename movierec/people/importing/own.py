"""A profile as CSV, to take away, to look at in a spreadsheet, and to bring again.

Nothing is lost on the way: a row is an entry, with who said what and when. Only the first columns
are needed, so that a person can also write such a file by hand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from movierec.errors import DataError
from movierec.people.importing.gather import gather
from movierec.people.importing.own_row import COLUMNS, FIRST_COLUMNS, Row, row_of, said_in
from movierec.people.profile import OWN, Brought, Entry, Profile
from movierec.people.spreadsheet import guarded, unguarded

_HINT = "Correct or remove the line, and try again."


def profile_to_csv(profile: Profile) -> str:
    r"""Return a profile as CSV with a header; its lines end with "\r\n", as those of CSV do."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in profile_to_records(profile):
        writer.writerow([guarded(row[column]) for column in COLUMNS])
    return lines.getvalue()


def profile_to_records(profile: Profile) -> tuple[Row, ...]:
    """Return an entry each by column, not guarded: for programs."""
    return tuple(row_of(entry) for entry in profile.entries)


def recognises(text: str) -> bool:
    """Return whether a text begins as `profile_to_csv` begins, however a spreadsheet saved it."""
    return _separator(text) is not None


def read_own(text: str, name: str) -> Brought:
    """Return what a CSV file holds that `profile_to_csv` wrote, or a person by its example.

    Args:
        text: the file's, without a byte order mark; its header begins with `FIRST_COLUMNS`.
        name: what messages call the file.

    Raises:
        DataError: the header or a row is damaged; the message says which line, and why.
    """
    return gather(name, OWN, "movierec profile", _entries(text, name))


def _entries(text: str, name: str) -> Iterator[Entry]:
    for line, row in _rows(text, name):
        try:
            yield said_in(row)
        except ValueError as error:
            raise DataError(f"{name} line {line}: {error}.", _HINT) from None


def _rows(text: str, name: str) -> Iterator[tuple[int, Row]]:
    """Yield every row that is not empty, and the line at which it begins."""
    separator = _separator(text) or ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begun = 1
    try:
        header = _header(next(reader, []), name)
        begun = reader.line_num + 1
        for cells in reader:
            if len(cells) > len(header):
                raise DataError(f"{name} line {begun}: it has too many columns.", _HINT)
            if any(cells):
                yield begun, dict(zip(header, map(unguarded, cells), strict=False))
            begun = reader.line_num + 1
    except csv.Error as error:
        raise DataError(
            f"{name} line {begun}: the row that begins here is damaged CSV: {error}.", _HINT
        ) from None


def _separator(text: str) -> str | None:
    header = text.partition("\n")[0].replace('"', "")
    return next((one for one in ",;\t" if header.startswith(one.join(FIRST_COLUMNS))), None)


def _header(cells: Sequence[str], name: str) -> list[str]:
    first, more = tuple(cells[: len(FIRST_COLUMNS)]), cells[len(FIRST_COLUMNS) :]
    if first != FIRST_COLUMNS or not set(more) <= set(COLUMNS) or len(set(cells)) < len(cells):
        raise DataError(
            f"{name} line 1: the header is not that of a movierec profile.",
            f"Begin it with {','.join(FIRST_COLUMNS)}, and add no columns of your own.",
        )
    return list(cells)

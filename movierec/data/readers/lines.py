"""Lines of a member, with what is needed to say which one is damaged, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from movierec.errors import DataError

if TYPE_CHECKING:
    from movierec.data.archive import Archive
    from movierec.records import Scale

MAX_ID = 2**31 - 1
MIN_TIME, MAX_TIME = -(2**31), 2**31 - 1

MAX_TEXT = 64 * 2**20
"""Bytes of a member read whole: fifteen times the films of ml-32m, and no danger to the memory."""

_SHOWN = 60
_WHOLE = re.compile(r" *[+-]?[0-9]{1,19} *")
_DECIMAL = re.compile(r" *\+?(?:[0-9]{1,19}\.?[0-9]{0,19}|\.[0-9]{1,19}) *")


@dataclass(frozen=True, slots=True)
class Row:
    """One line, or one record of several lines, cut into fields.

    Attributes:
        member: the file.
        number: its line there, from 1.
        expected: what a right line looks like.
        text: the line as found.
        fields: its fields.
    """

    member: str
    number: int
    expected: str
    text: str
    fields: list[str]

    def damaged(self) -> DataError:
        """Return the error that says where the damage is, what was expected and what is there."""
        return damaged(self.member, self.number, self.expected, self.text)

    def require(self, condition: bool) -> None:
        """Raise `damaged` unless a condition holds."""
        if not condition:
            raise self.damaged()

    def whole(self, field: int, low: int, high: int) -> int:
        """Return a field as a whole number from `low` to `high`."""
        text = self.fields[field]
        self.require(_WHOLE.fullmatch(text) is not None and low <= int(text) <= high)
        return int(text)

    def stars(self, field: int, scale: Scale) -> float:
        """Return a field as a rating on the scale."""
        text = self.fields[field]
        self.require(_DECIMAL.fullmatch(text) is not None)
        rating = float(text)
        self.require(scale.low <= rating <= scale.high and rating % scale.step == 0)
        return rating

    def new_id(self, field: int, seen: set[int]) -> int:
        """Return a field as an id that no earlier line has, and add it to `seen`."""
        number = self.whole(field, 1, MAX_ID)
        if number in seen:
            expected = f"an id that no earlier line has ({self.expected})"
            raise damaged(self.member, self.number, expected, self.text)
        seen.add(number)
        return number


def damaged(member: str, number: int, expected: str, found: str) -> DataError:
    """Return the error for a damaged line; what was found is shortened, its controls escaped."""
    shown = found if len(found) <= _SHOWN else found[: _SHOWN - 1] + "…"
    return DataError(
        f"{member} line {number}: expected {expected}, found {shown!r}.",
        "Fetch the data set again, or mend this line of the file.",
    )


def rating_form(scale: Scale, separator: str) -> str:
    """Return what a line of a ratings file looks like, in words."""
    stars = f"rating {scale.low:g} to {scale.high:g}" + (" in halves" if scale.step < 1 else "")
    return f"`user id, film id, {stars}, time in seconds` separated by {separator}"


def read_text(archive: Archive, name: str, encoding: str) -> str:
    """Read a whole member as text.

    Raises:
        DataError: a byte does not belong into a text of this encoding, or there are too many.
    """
    with archive.open(name) as stream:
        content = stream.read(MAX_TEXT + 1)
    if len(content) > MAX_TEXT:
        raise DataError(
            f"{name} is larger than {MAX_TEXT / 2**20:g} MiB.",
            "Check where the archive comes from: no films, users or links file is so large.",
        )
    try:
        text = content.decode(encoding)
        bad = content.find(b"\0")
    except UnicodeDecodeError as error:
        bad = error.start
    if bad >= 0:
        start, end = content.rfind(b"\n", 0, bad) + 1, content.find(b"\n", bad)
        line = content[start : end if end >= 0 else None].decode("latin-1")
        raise damaged(name, content.count(b"\n", 0, bad) + 1, f"{encoding} text", line)
    return text.removeprefix("\ufeff")


def read_rows(
    archive: Archive, name: str, encoding: str, separator: str, width: int, expected: str
) -> Iterator[Row]:
    r"""Yield the lines of a member, cut at `separator` into exactly `width` fields.

    Lines end with "\n" or "\r\n" and with nothing else: latin-1 has bytes that Python takes for
    line ends. Blank lines at the end of the file are no lines.

    Raises:
        DataError: a line has another number of fields.
    """
    lines = read_text(archive, name, encoding).rstrip("\r\n").split("\n")
    for number, line in enumerate(lines, start=1):
        text = line.removesuffix("\r")
        row = Row(name, number, expected, text, text.split(separator))
        row.require(len(row.fields) == width)
        yield row

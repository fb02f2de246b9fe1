"""Read a ratings file of any size, a block of lines at a time.

Each block is parsed twice at most. The fast way, pandas' C parser, is sound: it gives up wherever
a block might not be in order. Then the careful way, line by line, decides: it finds the first bad
line, or reads what is merely written in an unusual manner.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pandas as pd

from movierec.data.raw import RawRatings
from movierec.data.readers.lines import MAX_ID, MAX_TIME, MIN_TIME, Row, damaged
from movierec.records import Scale

Wholes = npt.NDArray[np.int64]
Decimals = npt.NDArray[np.float64]

BLOCK_BYTES = 8 * 2**20
_MAX_LINE = 2**20


@dataclass(frozen=True, slots=True)
class Form:
    """How a ratings file is written.

    Attributes:
        member: the file.
        separator: between fields: a tab, "::" or a comma.
        scale: the ratings allowed.
        expected: a right line in words.
        columns: where user id, film id, rating and time stand.
        width: fields a line.
        first_line: the line that the stream stands at.
    """

    member: str
    separator: str
    scale: Scale
    expected: str
    columns: tuple[int, int, int, int] = (0, 1, 2, 3)
    width: int = 4
    first_line: int = 1


def read_ratings(
    stream: BinaryIO, form: Form, chunk_rows: int, block_bytes: int = BLOCK_BYTES
) -> Iterator[RawRatings]:
    """Yield the ratings of a stream in its order, at most `chunk_rows` at a time.

    Args:
        stream: stands at the first rating.
        form: how the file is written.
        chunk_rows: the most rows to yield at once.
        block_bytes: how much is parsed at once; what memory is needed grows with it alone.

    Raises:
        DataError: a line is damaged, or there is no rating at all.
    """
    empty = True
    for number, block in _blocks(stream, form, block_bytes):
        empty = False
        ratings = _fast(block, form)
        if ratings is None:
            ratings = _careful(block, form, number)
        for start in range(0, len(ratings), chunk_rows):
            rows = slice(start, start + chunk_rows)
            yield RawRatings(
                ratings.user_id[rows],
                ratings.movie_id[rows],
                ratings.rating[rows],
                ratings.timestamp[rows],
            )
    if empty:
        raise damaged(form.member, form.first_line, form.expected, "")


def _blocks(stream: BinaryIO, form: Form, block_bytes: int) -> Iterator[tuple[int, bytes]]:
    """Yield blocks of whole lines and the number of the first; blank lines may only come last."""
    number, blank = form.first_line, 0
    while block := stream.read(block_bytes):
        block += stream.readline(_MAX_LINE)
        lines = block.rstrip(b"\r\n")
        if lines and blank:
            raise damaged(form.member, blank, form.expected, "")
        if lines:
            yield number, lines
        filled = lines.count(b"\n") + 1 if lines else 0
        if block.count(b"\n") > filled:
            blank = blank or number + filled
        number += block.count(b"\n")


def _fast(block: bytes, form: Form) -> RawRatings | None:
    """Parse a block whose every line is beyond doubt, else return None."""
    lines = block.count(b"\n") + 1
    separators = block.count(form.separator.encode())
    if b"\0" in block or separators != lines * (form.width - 1):
        return None
    if form.separator == "::":
        if b"\t" in block:
            return None
        block = block.replace(b"::", b"\t")
    try:
        frame = pd.read_csv(
            io.BytesIO(block),
            sep="," if form.separator == "," else "\t",
            header=None,
            names=list(range(form.width)),
            usecols=list(form.columns),
            # 64 bits first: pandas wraps what does not fit into 32 without a word.
            dtype=dict(zip(form.columns, ("int64", "int64", "float64", "int64"), strict=True)),
            na_filter=False,
            quoting=csv.QUOTE_NONE,
        )
    except (ValueError, TypeError, OverflowError):
        return None
    user_id, movie_id, rating, timestamp = (frame[column].to_numpy() for column in form.columns)
    if len(frame) != lines or not _sound(user_id, movie_id, rating, timestamp, form.scale):
        return None
    return _raw(user_id, movie_id, rating, timestamp)


def _sound(
    user_id: Wholes, movie_id: Wholes, rating: Decimals, timestamp: Wholes, scale: Scale
) -> bool:
    """Say whether every value is one that `Row` would let pass."""
    ids = min(user_id.min(), movie_id.min()) >= 1 and max(user_id.max(), movie_id.max()) <= MAX_ID
    times = timestamp.min() >= MIN_TIME and timestamp.max() <= MAX_TIME
    # What is not a number fails every comparison.
    within = ((rating >= scale.low) & (rating <= scale.high)).all()
    return bool(ids and times and within and (rating % scale.step == 0).all())


def _careful(block: bytes, form: Form, first: int) -> RawRatings:
    """Parse a block line by line.

    Raises:
        DataError: a line is damaged.
    """
    user_ids, movie_ids, ratings, timestamps = [], [], [], []
    user, movie, rating, timestamp = form.columns
    for number, line in enumerate(block.split(b"\n"), start=first):
        row = _row(line.removesuffix(b"\r").decode("utf-8", "replace"), number, form)
        row.require(len(row.fields) == form.width)
        user_ids.append(row.whole(user, 1, MAX_ID))
        movie_ids.append(row.whole(movie, 1, MAX_ID))
        ratings.append(row.stars(rating, form.scale))
        timestamps.append(row.whole(timestamp, MIN_TIME, MAX_TIME))
    columns = (np.array(column) for column in (user_ids, movie_ids, ratings, timestamps))
    return _raw(*columns)


def _row(text: str, number: int, form: Form) -> Row:
    fields = text.split(form.separator)
    if form.separator == "," and '"' in text:
        try:
            fields = next(csv.reader([text], strict=True))
        except csv.Error:
            fields = []
    return Row(form.member, number, form.expected, text, fields)


def _raw(user_id: Wholes, movie_id: Wholes, rating: Decimals, timestamp: Wholes) -> RawRatings:
    return RawRatings(
        user_id.astype(np.int32),
        movie_id.astype(np.int32),
        rating.astype(np.float32),
        timestamp.astype(np.int32),
    )

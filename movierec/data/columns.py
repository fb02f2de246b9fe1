"""Write a data set's ratings as columns of rows, for data sets larger than the memory.

One pass over the file writes films as rows, and users as ids, because only its end tells how many
users there are; a second one, over the written column, turns these into rows too.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from movierec.data.raw import RawRatings
from movierec.data.rows import BLOCK_ROWS, blocks_of_users, pair_keys, rows_of
from movierec.errors import DataError
from movierec.records import FloatArray, IntArray, Ratings

COLUMNS = {"user": np.int32, "movie": np.int32, "rating": np.float32, "timestamp": np.int32}
_HINT = "Correct the file; if it is a download, fetch it again."


@dataclass(frozen=True, slots=True)
class RatingsFile:
    """The name of the file that the ratings come from, and its lines before the first rating."""

    name: str
    header: int

    def line(self, row: int) -> str:
        """Return where a rating stands, counted from 0, as people count: "u.data line 1"."""
        return f"{self.name} line {row + self.header + 1}"


@dataclass(frozen=True, slots=True)
class Written:
    """What the ratings tell: user ids, ascending, and the ratings of each film row."""

    user_ids: IntArray
    counts: IntArray


class ColumnWriter:
    """A `.npy` file that grows; its length is written when it is closed.

    Plain writes, because a full disk then is an error; through a memory map it kills the program.
    """

    def __init__(self, path: Path, dtype: npt.DTypeLike) -> None:
        self._dtype = np.dtype(dtype)
        self._rows = 0
        self._stream = path.open("wb")
        self._write_header()

    def append(self, values: IntArray | FloatArray) -> None:
        """Add values at the end."""
        self._stream.write(np.ascontiguousarray(values, dtype=self._dtype).data)
        self._rows += len(values)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._stream:
            if error is None:
                self._stream.seek(0)
                self._write_header()

    def _write_header(self) -> None:
        # numpy leaves room in the header for a length of any size: the data stays where it is.
        np.lib.format.write_array_header_1_0(
            self._stream,
            {
                "descr": np.lib.format.dtype_to_descr(self._dtype),
                "fortran_order": False,
                "shape": (self._rows,),
            },
        )


def write_ratings(
    chunks: Iterable[RawRatings],
    folder: Path,
    movie_ids: IntArray,
    user_ids: IntArray,
    source: RatingsFile,
) -> Written:
    """Write the four columns of `Ratings` as `.npy` files, in the source's order.

    Args:
        chunks: all ratings, some at a time.
        folder: where the files are written.
        movie_ids: the films file's ids, ascending.
        user_ids: the users file's ids, ascending; empty without one.
        source: for messages.

    Raises:
        DataError: there are no ratings, one is of a film that the films file has not, or a user
            rated a film twice.
        OSError: the disk is full or cannot be written.
    """
    counts = np.zeros(len(movie_ids), dtype=np.int64)
    rows = 0
    with contextlib.ExitStack() as stack:
        files = {
            name: stack.enter_context(ColumnWriter(folder / f"{name}.npy", dtype))
            for name, dtype in COLUMNS.items()
        }
        for chunk in chunks:
            movie = rows_of(chunk.movie_id, movie_ids)
            _check_films(chunk, movie, rows, source)
            user_ids = np.union1d(user_ids, chunk.user_id)
            counts += np.bincount(movie, minlength=len(counts))
            files["user"].append(chunk.user_id)
            files["movie"].append(movie)
            files["rating"].append(chunk.rating)
            files["timestamp"].append(chunk.timestamp)
            rows += len(chunk)
    if rows == 0:
        raise DataError(f"{source.name} holds no ratings.", _HINT)
    _translate(folder / "user.npy", user_ids)
    _check_pairs(load_columns(folder), source)
    return Written(user_ids.astype(np.int32), counts.astype(np.int32))


def load_columns(folder: Path) -> Ratings:
    """Open the four columns, memory-mapped and read-only."""
    return Ratings(
        **{
            name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            for name in COLUMNS
        }
    )


def _check_films(chunk: RawRatings, movie: IntArray, rows: int, source: RatingsFile) -> None:
    unknown = np.flatnonzero(movie < 0)
    if len(unknown):
        row = int(unknown[0])
        raise DataError(
            f"{source.line(rows + row)}: film {chunk.movie_id[row]} is not in the films file.",
            _HINT,
        )


def _translate(path: Path, known: IntArray) -> None:
    column = np.load(path, mmap_mode="r+", allow_pickle=False)
    for start in range(0, len(column), BLOCK_ROWS):
        rows = slice(start, start + BLOCK_ROWS)
        column[rows] = rows_of(column[rows], known)
    column.flush()


def _check_pairs(ratings: Ratings, source: RatingsFile) -> None:
    if not any(_repeats(ratings, rows) for rows in blocks_of_users(ratings.user)):
        return
    keys = all_pairs(ratings)
    order = np.argsort(keys, kind="stable")
    repeated = np.flatnonzero(keys[order[1:]] == keys[order[:-1]])
    earlier, later = min(
        ((int(order[place]), int(order[place + 1])) for place in repeated), key=lambda pair: pair[1]
    )
    raise DataError(
        f"{source.line(later)}: this user has rated this film already, in line "
        f"{earlier + source.header + 1}.",
        _HINT,
    )


def _repeats(ratings: Ratings, rows: IntArray) -> bool:
    keys = pair_keys(ratings.user[rows], ratings.movie[rows])
    keys.sort()
    return bool((keys[1:] == keys[:-1]).any())


def all_pairs(ratings: Ratings) -> npt.NDArray[np.int64]:
    """Return the key of each rating's (user, movie) pair, int64 [ratings]."""
    keys = np.empty(len(ratings), dtype=np.int64)
    for start in range(0, len(ratings), BLOCK_ROWS):
        rows = slice(start, start + BLOCK_ROWS)
        keys[rows] = pair_keys(ratings.user[rows], ratings.movie[rows])
    return keys

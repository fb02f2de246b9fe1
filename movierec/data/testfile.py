"""Read a file of ratings to measure, and take them out of training."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from movierec.config import TrainConfig
from movierec.data.rows import BLOCK_ROWS, pair_keys, rows_of
from movierec.data.split import training_rows, validation_rule
from movierec.errors import DataError, UsageError
from movierec.records import Catalogue, IntArray, Ratings, Scale, Split

_SEPARATORS = ("::", "\t", ",")
_HINT = "Give a text file with a user id, a film id, a rating and perhaps a time a line."
_HEADER = (
    {"user", "userid", "uid"},
    {"item", "itemid", "movie", "movieid", "iid"},
    {"rating"},
    {"time", "timestamp"},
)
_WHOLE = re.compile(r"[0-9]{1,10}")
_STARS = re.compile(r"[0-9]{1,4}(\.[0-9]{0,19})?|\.[0-9]{1,19}")
_LARGEST = 2**31 - 1
_SHOWN = 60


class _Row(NamedTuple):
    user_id: int
    movie_id: int
    rating: float
    timestamp: int


def read_test_file(path: Path, catalogue: Catalogue, scale: Scale) -> Ratings:
    """Read ratings of MovieLens users and films from a text file, as `--test` takes them.

    Args:
        path: lines of user id, film id, rating and perhaps time, separated by tab, comma or "::";
            the first line may be a header.
        catalogue: turns ids into rows; an id that it does not have becomes -1.
        scale: the ratings allowed.

    Returns:
        The ratings in the file's order; timestamps are 0 where there are none.

    Raises:
        UsageError: the file is missing or cannot be opened.
        DataError: a line is damaged, or there is none.
    """
    rows = list(_rows(path, scale))
    if not rows:
        raise DataError(f"{path} holds no ratings.", _HINT)
    user_id, movie_id, rating, timestamp = zip(*rows, strict=True)
    return Ratings(
        user=rows_of(np.array(user_id, dtype=np.int64), catalogue.user_ids),
        movie=rows_of(np.array(movie_id, dtype=np.int64), catalogue.movie_ids),
        rating=np.array(rating, dtype=np.float32),
        timestamp=np.array(timestamp, dtype=np.int32),
    )


def split_off(ratings: Ratings, test: Ratings, config: TrainConfig) -> Split:
    """Hold the ratings of a test file out: their users' and films' rows leave training.

    Test rows that the data set has too come first, in its order: a canonical fold given as a file
    then measures the same as the fold, to the last bit.

    Args:
        ratings: all ratings of the data set.
        test: what `read_test_file` gave.
        config: `seed`, `test_file` and, for messages, `dataset`.

    Raises:
        UsageError: nothing would be left to train on.
    """
    place = np.full(len(test), len(ratings), dtype=np.int64)
    known = np.flatnonzero((test.user >= 0) & (test.movie >= 0))
    wanted, which = np.unique(pair_keys(test.user[known], test.movie[known]), return_inverse=True)
    where = np.full(len(wanted), len(ratings), dtype=np.int64)
    held = _find(ratings, wanted, where)
    place[known] = where[which]
    train, validation = training_rows(np.flatnonzero(~held), config)
    return Split(
        train,
        validation,
        test.take(np.argsort(place, kind="stable")),
        f"the ratings in {Path(config.test_file).name}, taken out of training; "
        f"{validation_rule(config.validation)}, seed {config.seed}",
    )


def count_trained_on(ratings: Ratings, rows: Split, test: Ratings) -> int:
    """Return how many of a training's rows stand in a test file too.

    Args:
        ratings: all ratings of the data set.
        rows: which of them were learned from, and which chose the best epoch.
        test: what `read_test_file` gave.
    """
    known = np.flatnonzero((test.user >= 0) & (test.movie >= 0))
    wanted = np.unique(pair_keys(test.user[known], test.movie[known]))
    held = _find(ratings, wanted, np.zeros(len(wanted), dtype=np.int64))
    return int(np.count_nonzero(held[rows.train]) + np.count_nonzero(held[rows.validation]))


def _find(ratings: Ratings, wanted: IntArray, where: IntArray) -> npt.NDArray[np.bool_]:
    """Mark the rows whose pair is wanted, and note in `where` at which row each pair stands."""
    held = np.zeros(len(ratings), dtype=bool)
    if len(wanted) == 0:
        return held
    for start in range(0, len(ratings), BLOCK_ROWS):
        rows = slice(start, start + BLOCK_ROWS)
        keys = pair_keys(ratings.user[rows], ratings.movie[rows])
        index = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
        found = np.flatnonzero(wanted[index] == keys)
        held[start + found] = True
        where[index[found]] = start + found
    return held


def _rows(path: Path, scale: Scale) -> Iterator[_Row]:
    separator = ""
    for number, line in _lines(path):
        if not separator:
            separator = next((mark for mark in _SEPARATORS if mark in line), ",")
            if _is_header(_cut(line, separator)):
                continue
        row = _parse(_cut(line, separator), scale)
        if row is None:
            shown = line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
            raise DataError(
                f"{path} line {number}: expected {_expected(scale)}, found {shown!r}.",
                "Correct or remove the line, and try again.",
            )
        yield row


def _cut(line: str, separator: str) -> list[str]:
    return [field.strip().strip('"') for field in line.split(separator)]


def _parse(fields: list[str], scale: Scale) -> _Row | None:
    if len(fields) not in (3, 4) or not _STARS.fullmatch(fields[2]):
        return None
    if not all(_WHOLE.fullmatch(field) for field in (*fields[:2], *fields[3:])):
        return None
    time = int(fields[3]) if len(fields) == 4 else 0
    row = _Row(int(fields[0]), int(fields[1]), float(fields[2]), time)
    fits = max(row.user_id, row.movie_id, row.timestamp) <= _LARGEST
    return row if fits and scale.low <= row.rating <= scale.high else None


def _expected(scale: Scale) -> str:
    return (
        f"user id, film id, rating {scale.low:g} to {scale.high:g} and perhaps time in seconds, "
        "separated by tab, comma or ::"
    )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, line.strip()
    except FileNotFoundError:
        raise UsageError(f"There is no file {path}.", _HINT) from None
    except UnicodeDecodeError:
        raise DataError(f"{path} is not a text file.", _HINT) from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.", _HINT) from error


def _is_header(fields: list[str]) -> bool:
    names = [field.casefold().replace("_", "").replace(" ", "") for field in fields]
    return len(names) in (3, 4) and all(
        name in allowed for name, allowed in zip(names, _HEADER, strict=False)
    )

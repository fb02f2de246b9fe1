"""Columns of numbers as the lines of a csv file, millions at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from made_up.shape import Ints

_COMMA, _NEWLINE, _ZERO, _POINT, _FIVE = (ord(sign) for sign in ",\n0.5")


def rating_lines(user_id: Ints, movie_id: Ints, halves: Ints, seconds: Ints) -> bytes:
    """Return lines `userId,movieId,rating,timestamp`, as in ml-32m's ratings.csv."""
    columns = [
        *_digits(user_id),
        _same(_COMMA, len(halves)),
        *_digits(movie_id),
        _same(_COMMA, len(halves)),
        (_ZERO + halves // 2).astype(np.uint8),
        _same(_POINT, len(halves)),
        np.where(halves % 2, _FIVE, _ZERO).astype(np.uint8),
        _same(_COMMA, len(halves)),
        *_digits(seconds),
        _same(_NEWLINE, len(halves)),
    ]
    signs = np.stack(columns, axis=1)  # [rows, width]; 0 where a number is shorter
    return signs[signs != 0].tobytes()


def _digits(numbers: Ints) -> list[npt.NDArray[np.uint8]]:
    """Return the digits of positive numbers, one array a place, 0 before the first digit."""
    rest = numbers.astype(np.uint32)
    places = []
    for _ in range(len(str(int(rest.max())))):
        tens = rest // np.uint32(10)
        digit = (rest - tens * np.uint32(10)).astype(np.uint8) + np.uint8(_ZERO)
        places.append(np.where(rest > 0, digit, 0).astype(np.uint8))
        rest = tens
    return places[::-1]


def _same(sign: int, rows: int) -> npt.NDArray[np.uint8]:
    return np.full(rows, sign, dtype=np.uint8)

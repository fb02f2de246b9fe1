"""Find the canonical test folds of ml-100k among its ratings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from movierec.config import FOLDS
from movierec.data.columns import all_pairs
from movierec.data.raw import RawRatings
from movierec.data.rows import pair_keys, rows_of
from movierec.errors import DataError
from movierec.records import Catalogue, Ratings

_HINT = "Correct or remove the fold's file; if it is a download, fetch it again."


def fold_of_each(
    read: Callable[[int], RawRatings | None], ratings: Ratings, catalogue: Catalogue
) -> npt.NDArray[np.int8] | None:
    """Return the test fold of each rating, 1 to 5, 0 for none, int8; None without any fold.

    Args:
        read: gives the test rows of a fold by its number, None where there are none.
        ratings: all ratings, each pair once.
        catalogue: the ids behind their rows.

    Raises:
        DataError: a fold holds a rating that the data set has not, or that another fold holds.
    """
    found = {number: read(number) for number in range(1, len(FOLDS) + 1)}
    present = {number: rows for number, rows in found.items() if rows is not None}
    if not present:
        return None
    keys = all_pairs(ratings)
    order = np.argsort(keys)
    folds = np.zeros(len(ratings), dtype=np.int8)
    for number, rows in present.items():
        user = rows_of(rows.user_id, catalogue.user_ids)
        movie = rows_of(rows.movie_id, catalogue.movie_ids)
        wanted = pair_keys(user, movie)
        place = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
        _refuse(keys[place] != wanted, number, "is not among the data set's ratings")
        _refuse(folds[place] != 0, number, "is in an earlier fold too")
        folds[place] = number
    return folds


def _refuse(wrong: npt.NDArray[np.bool_], number: int, why: str) -> None:
    lines = np.flatnonzero(wrong)
    if len(lines):
        raise DataError(f"u{number}.test line {lines[0] + 1}: this rating {why}.", _HINT)

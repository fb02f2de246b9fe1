"""What a users file tells about its users, by user row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from movierec.data.raw import RawUsers
from movierec.records import UNKNOWN, IntArray, Texts, Traits


def build_traits(users: RawUsers, user_ids: IntArray) -> Traits:
    """Order a users file's traits by user row.

    Args:
        users: the users file.
        user_ids: all user ids, ascending; those that the users file has not get -1 and "".
    """
    rows = np.searchsorted(user_ids, users.user_id)
    genders = tuple(sorted({name for name in users.gender if name}))
    age = np.full(len(user_ids), UNKNOWN, dtype=np.int16)
    age[rows] = users.age
    zip_codes = [""] * len(user_ids)
    for row, code in zip(rows, users.zip_code, strict=True):
        zip_codes[row] = code
    return Traits(
        age=age,
        gender=_indices(users.gender, genders, rows, len(user_ids)),
        occupation=_indices(users.occupation, users.occupations, rows, len(user_ids)),
        zip_code=Texts.of(zip_codes),
        genders=genders,
        occupations=users.occupations,
    )


def _indices(words: Sequence[str], names: Sequence[str], rows: IntArray, users: int) -> IntArray:
    position = {name: index for index, name in enumerate(names)}
    column = np.full(users, UNKNOWN, dtype=np.int16)
    column[rows] = [position.get(word, UNKNOWN) for word in words]
    return column

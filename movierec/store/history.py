"""Who rated what, in a file of its own: written whole, read one user at a time.

A large set's file takes hundreds of megabytes, and recommending to one user needs a few rows of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from movierec.records import History, Ratings

if TYPE_CHECKING:
    import numpy.typing as npt

_DTYPES = {"movie": "int32", "rating": "float32", "timestamp": "int32"}


def history_to_arrays(history: History) -> dict[str, npt.NDArray[Any]]:
    """Return a history's arrays by name."""
    return {
        "offsets": history.offsets,
        "movie": history.movie,
        "rating": history.rating,
        "timestamp": history.timestamp,
    }


def read_user(path: Path, user: int, users: int, movies: int) -> Ratings:
    """Read the ratings of one user from a safetensors file of `history_to_arrays`.

    Args:
        path: the file.
        user: the user's row.
        users: user rows of the model.
        movies: film rows of the model.

    Raises:
        ValueError: an array is missing or has a shape, type or value that a history cannot have.
        SafetensorError: the file is cut short or none of its kind.
    """
    import numpy as np
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        if {*file.keys()} != {"offsets", *_DTYPES}:
            raise ValueError(f"{path.name} has other arrays than a history")
        offsets = file.get_tensor("offsets")
        lengths = [file.get_slice(name).get_shape() for name in _DTYPES]
        if offsets.dtype != np.int64 or offsets.shape != (users + 1,):
            raise ValueError(f"{path.name} and the card disagree")
        if lengths != 3 * [[int(offsets[-1])]] or not 0 <= offsets[user] <= offsets[user + 1]:
            raise ValueError(f"{path.name} has columns of a wrong length")
        rows = slice(int(offsets[user]), int(offsets[user + 1]))
        columns = {name: file.get_slice(name)[rows] for name in _DTYPES}
    if {name: str(column.dtype) for name, column in columns.items()} != _DTYPES:
        raise ValueError(f"{path.name} has columns of a wrong type")
    movie = columns["movie"]
    if len(movie) and not 0 <= movie.min() <= movie.max() < movies:
        raise ValueError(f"{path.name} names films that the catalogue has not")
    return Ratings(user=np.full(len(movie), user, dtype=np.int32), **columns)

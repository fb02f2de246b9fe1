"""Who rated what, in a file of its own: written whole, read by the user, by the film, or by all.

A large set's file takes hundreds of megabytes, and recommending to one user needs a few rows of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from movierec.records import FloatArray, History, IntArray, Ratings, Scale
from movierec.store.mapped import map_arrays, read_blocks

if TYPE_CHECKING:
    import numpy.typing as npt

_DTYPES = {"offsets": "int64", "movie": "int32", "rating": "float32", "timestamp": "int32"}
_BLOCK_ROWS = 1_000_000


def history_to_arrays(history: History) -> dict[str, npt.NDArray[Any]]:
    """Return a history's arrays by name."""
    return {
        "offsets": history.offsets,
        "movie": history.movie,
        "rating": history.rating,
        "timestamp": history.timestamp,
    }


def count_likers(
    path: Path, movies: IntArray, other: int, least: float, users: int, known: int
) -> tuple[IntArray, IntArray]:
    """Count who rated each of some films with so many stars or more, and another one as well.

    Args:
        path: the file.
        movies: film rows, distinct, [n].
        other: row of the other film.
        least: stars.
        users: user rows of the model.
        known: film rows of the model.

    Returns:
        How many liked each film, and how many of them the other one, too, [n] each.

    Raises:
        OSError, ValueError: the file is missing, cut short, or no history of such a model.
    """
    import numpy as np

    offsets = _columns(path, users)["offsets"]
    position = np.full(known, len(movies), dtype=np.int32)
    position[movies] = np.arange(len(movies))
    asked = position < len(movies)
    asked[other] = True
    liked, rows, first = [], [], 0
    for movie, rating in read_blocks(path, ("movie", "rating"), _BLOCK_ROWS):
        if not 0 <= movie.min() <= movie.max() < known:
            raise ValueError(f"{path.name} names films that the catalogue has not")
        # Of two tests the first leaves a few rows of a hundred.
        found = np.flatnonzero(asked[movie])
        found = found[rating[found] >= least]
        liked.append(movie[found])
        rows.append(found + first)
        first += len(movie)
    film = np.concatenate([*liked, np.zeros(0, dtype=np.int32)])
    user = (
        np.searchsorted(offsets, np.concatenate([*rows, np.zeros(0, dtype=np.int64)]), "right") - 1
    )
    place = position[film]
    likes_other = np.zeros(users, dtype=bool)
    likes_other[user[film == other]] = True
    total = np.bincount(place, minlength=len(movies) + 1)[: len(movies)]
    both = np.bincount(place[likes_other[user]], minlength=len(movies) + 1)[: len(movies)]
    return total, both


def read_user(path: Path, user: int, users: int, movies: int, scale: Scale) -> Ratings:
    """Read the ratings of one user from a safetensors file of `history_to_arrays`.

    Args:
        path: the file.
        user: the user's row.
        users: user rows of the model.
        movies: film rows of the model.
        scale: the ratings that there can be.

    Raises:
        OSError, ValueError: the file is missing, cut short, or no history of such a model.
    """
    import numpy as np

    columns = _columns(path, users)
    offsets = columns.pop("offsets")
    start, end = int(offsets[user]), int(offsets[user + 1])
    if not 0 <= start <= end <= int(offsets[-1]):
        raise ValueError(f"{path.name} has columns of a wrong length")
    columns = {name: column[start:end] for name, column in columns.items()}
    movie = columns["movie"]
    if len(movie):
        _check_rows(path, movie, columns["rating"], movies, scale)
    return Ratings(user=np.full(len(movie), user, dtype=np.int32), **columns)


def map_ratings(path: Path, users: int, movies: int, scale: Scale) -> Ratings:
    """Map the ratings of all users: only a column of user rows, 4 bytes a rating, is made.

    Args:
        path: the file.
        users: user rows of the model.
        movies: film rows of the model.
        scale: the ratings that there can be.

    Raises:
        OSError, ValueError: the file is missing, cut short, or no history of such a model.
    """
    import numpy as np

    columns = _columns(path, users)
    offsets = columns.pop("offsets")
    lengths = np.diff(offsets)
    if offsets[0] != 0 or (lengths < 0).any():
        raise ValueError(f"{path.name} has columns of a wrong length")
    movie, rating = columns["movie"], columns["rating"]
    if not len(movie):
        raise ValueError(f"{path.name} holds no ratings")
    _check_rows(path, movie, rating, movies, scale)
    return Ratings(user=np.repeat(np.arange(users, dtype=np.int32), lengths), **columns)


def _check_rows(path: Path, movie: IntArray, rating: FloatArray, movies: int, scale: Scale) -> None:
    if not 0 <= movie.min() <= movie.max() < movies:
        raise ValueError(f"{path.name} names films that the catalogue has not")
    if not scale.low <= rating.min() <= rating.max() <= scale.high:  # nor where one is NaN
        raise ValueError(f"{path.name} holds ratings beyond the scale")


def _columns(path: Path, users: int) -> dict[str, npt.NDArray[Any]]:
    """Map a history's arrays: the users' offsets and columns of one length."""
    arrays = map_arrays(path)
    if arrays.keys() != _DTYPES.keys():
        raise ValueError(f"{path.name} has other arrays than a history")
    if {name: str(array.dtype) for name, array in arrays.items()} != _DTYPES:
        raise ValueError(f"{path.name} has columns of a wrong type")
    offsets = arrays["offsets"]
    if offsets.shape != (users + 1,):
        raise ValueError(f"{path.name} and the card disagree")
    lengths = {array.shape for name, array in arrays.items() if name != "offsets"}
    if lengths != {(int(offsets[-1]),)}:
        raise ValueError(f"{path.name} has columns of a wrong length")
    return arrays

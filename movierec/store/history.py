"""Who rated what, in a file of its own: written whole, read by the user, by the film, or by all.

A large set's file takes hundreds of megabytes, and recommending to one user needs a few rows of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from movierec.records import History, IntArray, Ratings, Scale
from movierec.store.mapped import map_arrays

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

    arrays = map_arrays(path)
    offsets, movie, rating = arrays["offsets"], arrays["movie"], arrays["rating"]
    if offsets.shape != (users + 1,) or not offsets[-1] == len(movie) == len(rating):
        raise ValueError(f"{path.name} and the card disagree")
    if len(movie) and not 0 <= movie.min() <= movie.max() < known:
        raise ValueError(f"{path.name} names films that the catalogue has not")
    position = np.full(known, len(movies), dtype=np.int32)
    position[movies] = np.arange(len(movies))
    asked = position < len(movies)
    asked[other] = True
    rows = np.flatnonzero(asked[movie] & (rating >= least))
    user = np.searchsorted(offsets, rows, side="right") - 1
    place = position[movie[rows]]
    likes_other = np.zeros(users, dtype=bool)
    likes_other[user[movie[rows] == other]] = True
    total = np.bincount(place, minlength=len(movies) + 1)[: len(movies)]
    both = np.bincount(place[likes_other[user]], minlength=len(movies) + 1)[: len(movies)]
    return total, both


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

    arrays = map_arrays(path)
    offsets, columns = arrays["offsets"], {name: arrays[name] for name in _DTYPES}
    if {name: str(column.dtype) for name, column in columns.items()} != _DTYPES:
        raise ValueError(f"{path.name} has columns of a wrong type")
    if offsets.dtype != np.int64 or offsets.shape != (users + 1,):
        raise ValueError(f"{path.name} and the card disagree")
    lengths = np.diff(offsets)
    shapes = {column.shape for column in columns.values()}
    if offsets[0] != 0 or (lengths < 0).any() or shapes != {(int(offsets[-1]),)}:
        raise ValueError(f"{path.name} has columns of a wrong length")
    movie, rating = columns["movie"], columns["rating"]
    if not len(movie):
        raise ValueError(f"{path.name} holds no ratings")
    if not 0 <= movie.min() <= movie.max() < movies:
        raise ValueError(f"{path.name} names films that the catalogue has not")
    if not scale.low <= rating.min() <= rating.max() <= scale.high:
        raise ValueError(f"{path.name} holds ratings beyond the scale")
    return Ratings(user=np.repeat(np.arange(users, dtype=np.int32), lengths), **columns)

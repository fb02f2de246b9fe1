"""The films and users of a data set by row: built once, kept as flat arrays.

Loading needs numpy alone, because every command that answers begins with a catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.answers.films import Film
from movierec.data.titles import natural, search_key, twin_key
from movierec.errors import DataError
from movierec.records import UNKNOWN, Catalogue, IntArray, Texts, Traits

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.data.raw import RawMovies, RawUsers

    Arrays = Mapping[str, npt.NDArray[Any]]


def film(catalogue: Catalogue, movie: int) -> Film:
    """Return one film as people read it."""
    return Film(
        movie_id=int(catalogue.movie_ids[movie]),
        title=natural(catalogue.titles[movie]),
        year=int(catalogue.years[movie]) or None,
        genres=catalogue.genres_of(movie),
        imdb_id=None if catalogue.imdb_ids is None else catalogue.imdb_ids[movie] or None,
        tmdb_id=_known(catalogue.tmdb_ids, movie),
    )


def build_catalogue(
    movies: RawMovies, users: RawUsers | None, user_ids: IntArray, counts: IntArray
) -> Catalogue:
    """Order films and users by id and add what is derived from them.

    Args:
        movies: the films file; films without a rating stay in.
        users: the users file, where the layout has one.
        user_ids: all user ids, of the ratings and of the users file, ascending.
        counts: ratings a film has, by ascending film id, [movies].
    """
    from movierec.data.traits import build_traits

    order = np.argsort(movies.movie_id, kind="stable")
    titles = [movies.titles[row] for row in order]
    return Catalogue(
        movie_ids=movies.movie_id[order].astype(np.int32),
        titles=Texts.of(titles),
        years=movies.years[order].astype(np.int16),
        genres=movies.genres,
        genre_flags=np.ascontiguousarray(movies.genre_flags[order], dtype=np.uint8),
        counts=counts.astype(np.int32),
        twins=_twins(titles),
        search_keys=Texts.of([search_key(title) for title in titles]),
        imdb_ids=None
        if movies.imdb_ids is None
        else Texts.of([movies.imdb_ids[row] for row in order]),
        tmdb_ids=None if movies.tmdb_ids is None else movies.tmdb_ids[order].astype(np.int32),
        user_ids=user_ids.astype(np.int32),
        traits=None if users is None else build_traits(users, user_ids),
    )


def catalogue_to_arrays(catalogue: Catalogue) -> dict[str, npt.NDArray[Any]]:
    """Return a catalogue as flat arrays by name; a column of texts becomes a blob and offsets."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "movie_ids": catalogue.movie_ids,
        "years": catalogue.years,
        "genre_flags": catalogue.genre_flags,
        "counts": catalogue.counts,
        "twins": catalogue.twins,
        "user_ids": catalogue.user_ids,
        **_pack("titles", catalogue.titles),
        **_pack("genres", Texts.of(catalogue.genres)),
        **_pack("search_keys", catalogue.search_keys),
    }
    if catalogue.imdb_ids is not None:
        arrays.update(_pack("imdb_ids", catalogue.imdb_ids))
    if catalogue.tmdb_ids is not None:
        arrays["tmdb_ids"] = catalogue.tmdb_ids
    if catalogue.traits is not None:
        traits = catalogue.traits
        arrays["traits.age"] = traits.age
        arrays["traits.gender"] = traits.gender
        arrays["traits.occupation"] = traits.occupation
        arrays.update(_pack("traits.zip_code", traits.zip_code))
        arrays.update(_pack("traits.genders", Texts.of(traits.genders)))
        arrays.update(_pack("traits.occupations", Texts.of(traits.occupations)))
    return arrays


def catalogue_from_arrays(arrays: Arrays) -> Catalogue:
    """Put a catalogue together from the arrays of `catalogue_to_arrays`.

    Raises:
        KeyError: an array is missing.
        ValueError: an array has a shape, type or value that a catalogue cannot have.
    """
    genres = _names(arrays, "genres")
    movies = len(arrays["movie_ids"])
    return Catalogue(
        movie_ids=_ids(arrays, "movie_ids"),
        titles=_unpack(arrays, "titles", movies),
        years=_column(arrays, "years", np.int16, movies),
        genres=genres,
        genre_flags=_column(arrays, "genre_flags", np.uint8, movies, len(genres)),
        counts=_column(arrays, "counts", np.int32, movies),
        twins=_rows(arrays, "twins", np.int32, movies, lowest=0, below=movies),
        search_keys=_unpack(arrays, "search_keys", movies),
        imdb_ids=_unpack(arrays, "imdb_ids", movies) if "imdb_ids.blob" in arrays else None,
        tmdb_ids=_column(arrays, "tmdb_ids", np.int32, movies) if "tmdb_ids" in arrays else None,
        user_ids=_ids(arrays, "user_ids"),
        traits=_traits_from(arrays) if "traits.age" in arrays else None,
    )


def check_catalogue(catalogue: Catalogue) -> None:
    """Look at every value of a catalogue that putting it together leaves alone.

    Raises:
        ValueError: a film has fewer than 0 ratings, or a text is not UTF-8.
    """
    if catalogue.counts.min(initial=0) < 0:
        raise ValueError("counts are below 0")
    columns = {
        "titles": catalogue.titles,
        "search_keys": catalogue.search_keys,
        "imdb_ids": catalogue.imdb_ids,
    }
    for name, texts in columns.items():
        try:
            for _ in texts or ():
                pass
        except DataError as error:
            raise ValueError(f"{name} are not UTF-8") from error


def _known(ids: IntArray | None, movie: int) -> int | None:
    return None if ids is None or ids[movie] < 0 else int(ids[movie])


def _twins(titles: Sequence[str]) -> IntArray:
    first: dict[str, int] = {}
    rows = [first.setdefault(twin_key(title), row) for row, title in enumerate(titles)]
    return np.array(rows, dtype=np.int32)


def _traits_from(arrays: Arrays) -> Traits:
    users = len(arrays["user_ids"])
    genders = _names(arrays, "traits.genders")
    occupations = _names(arrays, "traits.occupations")
    return Traits(
        age=_column(arrays, "traits.age", np.int16, users),
        gender=_rows(arrays, "traits.gender", np.int16, users, below=len(genders)),
        occupation=_rows(arrays, "traits.occupation", np.int16, users, below=len(occupations)),
        zip_code=_unpack(arrays, "traits.zip_code", users),
        genders=genders,
        occupations=occupations,
    )


def _pack(name: str, texts: Texts) -> dict[str, npt.NDArray[Any]]:
    return {f"{name}.blob": texts.blob, f"{name}.offsets": texts.offsets}


def _unpack(arrays: Arrays, name: str, length: int | None = None) -> Texts:
    blob, offsets = arrays[f"{name}.blob"], arrays[f"{name}.offsets"]
    sound = blob.dtype == np.uint8 and offsets.dtype == np.int64 and blob.ndim == offsets.ndim == 1
    if not sound or length not in (None, len(offsets) - 1):
        raise ValueError(f"{name} has a wrong shape or type")
    if len(offsets) == 0 or offsets[0] != 0 or offsets[-1] != len(blob):
        raise ValueError(f"{name} does not fill its blob")
    if (np.diff(offsets) < 0).any():
        raise ValueError(f"{name} has offsets out of order")
    return Texts(blob, offsets)


def _names(arrays: Arrays, name: str) -> tuple[str, ...]:
    try:
        return tuple(_unpack(arrays, name))
    except DataError as error:
        raise ValueError(f"{name} is not UTF-8") from error


def _column(arrays: Arrays, name: str, dtype: type[np.generic], *shape: int) -> npt.NDArray[Any]:
    array = arrays[name]
    if array.dtype != dtype or array.shape != shape:
        raise ValueError(f"{name} has a wrong shape or type")
    return array


def _rows(
    arrays: Arrays,
    name: str,
    dtype: type[np.generic],
    length: int,
    *,
    lowest: int = UNKNOWN,
    below: int,
) -> IntArray:
    column = _column(arrays, name, dtype, length)
    if length and not lowest <= column.min() <= column.max() < below:
        raise ValueError(f"{name} names rows that are not there")
    return column


def _ids(arrays: Arrays, name: str) -> IntArray:
    column = _column(arrays, name, np.int32, len(arrays[name]))
    if (np.diff(column) <= 0).any():
        raise ValueError(f"{name} is not ascending")
    return column

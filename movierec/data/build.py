"""Build a data set's arrays from its archive, in a fresh folder."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.data.archive import Archive, judge, open_archive, recognise
from movierec.data.catalogue import build_catalogue, catalogue_to_arrays
from movierec.data.columns import RatingsFile, load_columns, write_ratings
from movierec.data.features import movie_features, user_features
from movierec.data.folds import fold_of_each
from movierec.data.manifest import Manifest, array_forms, write_manifest
from movierec.data.rows import BLOCK_ROWS
from movierec.errors import DataError, MovierecError
from movierec.records import Catalogue, Origin

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.data.cache import Located
    from movierec.data.raw import RawMovies, Reader
    from movierec.data.source import SourceFile

CATALOGUE = "catalogue."
"""Before the names of the catalogue's arrays."""

_BYTES_A_RATING = 17
_OTHER_BYTES = 32 * 2**20
# What a rating takes at least in the archives known: packed 7.4 bytes, in a folder 20.
_ZIP_BYTES_A_RATING = 7
_FOLDER_BYTES_A_RATING = 20
_OWN_LICENCE = "your own data set, under its own terms"
_HEADER_LINES = {"csv": 1}


def require_space(located: Located, files: tuple[SourceFile, ...], folder: Path) -> None:
    """Refuse to begin where the disk has too little room, judged roughly by the archive's size.

    Args:
        located: the archive.
        files: its stamp.
        folder: where the arrays will lie.

    Raises:
        MovierecError: there is too little room.
    """
    least = _ZIP_BYTES_A_RATING if located.path.is_file() else _FOLDER_BYTES_A_RATING
    needed = sum(file.size for file in files) // least * _BYTES_A_RATING + _OTHER_BYTES
    place = next(parent for parent in folder.parents if parent.exists())
    free = shutil.disk_usage(place).free
    if free < needed:
        raise MovierecError(
            f"Preparing {located.label} takes about {needed / 2**20:.0f} MiB, and {place} has "
            f"{free / 2**20:.0f} MiB free.",
            "Make room, or set MOVIEREC_CACHE to a folder on another disk.",
        )


def build(located: Located, files: tuple[SourceFile, ...], folder: Path) -> None:
    """Read an archive and write its arrays and what tells about them.

    Args:
        located: the archive.
        files: its stamp, taken before it is read.
        folder: empty; filled here.

    Raises:
        DataError: the archive is damaged or not what it claims to be.
        OSError: the disk is full or cannot be written.
    """
    from movierec.data.readers import reader_for

    with open_archive(located.path) as archive:
        reader = reader_for(archive.layout)
        origin = _origin(located, archive)
        catalogue = _write_arrays(archive, reader, folder)
    arrays = array_forms(folder)
    written = Manifest(
        origin=origin,
        scale=reader.scale,
        source=str(located.path),
        files=files,
        ratings=arrays["rating"].shape[0],
        users=catalogue.users,
        movies=catalogue.movies,
        arrays=arrays,
    )
    write_manifest(folder, written)


def current_origin(located: Located) -> Origin:
    """Say where an archive comes from, and why its content is believed, without reading it in.

    Raises:
        DataError: the archive is not what it is said to be.
    """
    with open_archive(located.path) as archive:
        return _origin(located, archive)


def _origin(located: Located, archive: Archive) -> Origin:
    trust = judge(archive, located.release)
    release = located.release or recognise(archive)
    return Origin(
        dataset=located.dataset,
        label=located.label,
        layout=archive.layout,
        trust=trust,
        content_hash=archive.content_hash(),
        licence=release.licence if release else _OWN_LICENCE,
        citation=release.citation if release else "",
    )


def _write_arrays(archive: Archive, reader: Reader, folder: Path) -> Catalogue:
    movies = reader.movies(archive)
    _check_movies(movies, archive.path)
    users = reader.users(archive)
    written = write_ratings(
        reader.ratings(archive, BLOCK_ROWS),
        folder,
        movie_ids=np.sort(movies.movie_id),
        user_ids=np.unique(users.user_id) if users else np.zeros(0, dtype=np.int32),
        source=RatingsFile(archive.names[0], _HEADER_LINES.get(archive.layout, 0)),
    )
    catalogue = build_catalogue(movies, users, written.user_ids, written.counts)
    arrays: dict[str, npt.NDArray[Any]] = {
        CATALOGUE + name: array for name, array in catalogue_to_arrays(catalogue).items()
    }
    arrays["movie_features"] = movie_features(catalogue).values
    of_users = user_features(catalogue)
    if of_users is not None:
        arrays["user_features"] = of_users.values
    folds = fold_of_each(functools.partial(reader.fold, archive), load_columns(folder), catalogue)
    if folds is not None:
        arrays["folds"] = folds
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    return catalogue


def _check_movies(movies: RawMovies, path: Path) -> None:
    if len(movies.movie_id) == 0:
        raise DataError(
            f"{path} holds no films.", "Bring another copy; if it is a download, fetch it again."
        )

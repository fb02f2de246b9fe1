"""Turn an archive into arrays once, and open these ever after.

::

    prepared/<label>/
      prepared.json                               where it comes from, and the form of each array
      user.npy movie.npy rating.npy timestamp.npy the ratings, in the archive's order
      folds.npy                                   the canonical test fold of each rating (100k)
      user_features.npy movie_features.npy        one-hot columns
      catalogue.*.npy                             ids, titles, years, genres, counts, traits
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from movierec.answers.data import PreparedSummary
from movierec.data.archive import open_archive
from movierec.data.build import CATALOGUE, build, current_origin, require_space
from movierec.data.catalogue import catalogue_from_arrays
from movierec.data.columns import COLUMNS
from movierec.data.features import Features, report_names, user_feature_names
from movierec.data.manifest import Manifest, open_arrays, read_manifest, write_manifest
from movierec.data.source import stamp
from movierec.errors import MovierecError, NotReadyError
from movierec.files import atomic_folder, folder_bytes, lock, sweep
from movierec.records import Catalogue, IntArray, Origin, Ratings, Scale

if TYPE_CHECKING:
    from movierec.data.cache import Located
    from movierec.paths import Paths

WAIT_SECONDS = 15 * 60.0
"""How long another process may prepare the same set: tens of millions of ratings take minutes."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A data set as arrays.

    Attributes:
        origin: where it comes from.
        scale: the ratings that it allows.
        ratings: memory-mapped, in the source's order.
        folds: the canonical test fold of each rating, 1 to 5, 0 for none, int8; None without folds.
        catalogue: films and users.
        movie_features: genres, one-hot.
        user_features: occupations and genders, one-hot; None without traits.
        folder: where the arrays lie.
        built: True where they were built just now.
    """

    origin: Origin
    scale: Scale
    ratings: Ratings
    folds: IntArray | None
    catalogue: Catalogue
    movie_features: Features
    user_features: Features | None
    folder: Path
    built: bool


def prepare(
    located: Located,
    paths: Paths,
    *,
    rebuild: bool = False,
    tell: Callable[[str], None] | None = None,
) -> Prepared:
    """Open a data set's arrays; build them where they are missing, old or damaged.

    Args:
        located: the archive; for arrays that are there it may be gone.
        paths: the user's folders.
        rebuild: build them in any case.
        tell: given a line before something that may take its time.

    Raises:
        NotReadyError: there are neither arrays nor an archive to build them from.
        DataError: the archive is damaged or not what it claims to be.
        MovierecError: the disk is full or cannot be written, or another process holds the lock.
    """
    folder = prepared_folder(located, paths)
    found = None if rebuild else _reusable(located, folder)
    if found is not None:
        return found
    if located.path.exists():
        with open_archive(located.path):
            pass  # what is no data set is refused before anything is made in the cache
    try:
        held = folder.with_name(f"{folder.name}.lock")
        with lock(held, f"preparing {located.label}", WAIT_SECONDS, tell):
            # Another process may have built them while this one waited for the lock.
            found = None if rebuild else _reusable(located, folder)
            if found is not None:
                return found
            sweep(folder)
            if tell is not None:
                tell(f"Preparing {located.label}: this is done once.")
            return _build(located, folder)
    except OSError as error:
        raise MovierecError(
            f"The arrays of {located.label} cannot be written to {folder}: "
            f"{error.strerror or error}.",
            "Make room, or set MOVIEREC_CACHE to a folder that can be written.",
        ) from error


def prepared_folder(located: Located, paths: Paths) -> Path:
    """Return where a data set's arrays lie, or would lie.

    Two sets of the user's own may have one label, so that their folder's name tells their paths
    apart.
    """
    if located.release is not None:
        return paths.prepared / located.label
    where = hashlib.sha256(os.fsencode(located.path.absolute())).hexdigest()
    return paths.prepared / f"{located.label}-{where[:8]}"


def summary(prepared: Prepared, seconds: float) -> PreparedSummary:
    """Say what was built, or found built, in so many seconds."""
    return PreparedSummary(
        origin=prepared.origin,
        folder=prepared.folder,
        built=prepared.built,
        users=prepared.catalogue.users,
        movies=prepared.catalogue.movies,
        ratings=len(prepared.ratings),
        bytes=folder_bytes(prepared.folder),
        user_columns=prepared.user_features.names if prepared.user_features else (),
        movie_columns=prepared.movie_features.names,
        report_columns=report_names(prepared.catalogue),
        seconds=seconds,
    )


def _reusable(located: Located, folder: Path) -> Prepared | None:
    """Open the arrays that are there; None where they have to be built."""
    stored = read_manifest(folder)
    found = None if stored is None else _open(located, folder, stored)
    if stored is None or found is None:
        return None
    now = stamp(located.path)
    if now is None or now == stored.files:
        return found
    origin = current_origin(located)
    if origin.content_hash != stored.origin.content_hash:
        return None
    # The new stamp spares the next run this look at the content; unwritten, it harms nothing.
    with contextlib.suppress(OSError):
        write_manifest(folder, replace(stored, origin=origin, files=now))
    return replace(found, origin=origin)


def _build(located: Located, folder: Path) -> Prepared:
    files = stamp(located.path)
    if files is None:
        raise _gone(located)
    require_space(located, files, folder)
    with atomic_folder(folder) as fresh:
        build(located, files, fresh)
    stored = read_manifest(folder)
    built = None if stored is None else _open(located, folder, stored)
    if built is None:
        raise MovierecError(
            f"The arrays of {located.label} were written to {folder} and cannot be read back.",
            "Check the disk, or set MOVIEREC_CACHE to a folder on another one.",
        )
    return replace(built, built=True)


def _open(located: Located, folder: Path, stored: Manifest) -> Prepared | None:
    arrays = open_arrays(folder, stored)
    if arrays is None:
        return None
    try:
        catalogue = catalogue_from_arrays(
            {
                name.removeprefix(CATALOGUE): np.array(array)
                for name, array in arrays.items()
                if name.startswith(CATALOGUE)
            }
        )
        ratings = Ratings(**{name: arrays[name] for name in COLUMNS})
        movie_features = Features(catalogue.genres, arrays["movie_features"])
    except (KeyError, ValueError):
        return None
    of_users = arrays.get("user_features")
    return Prepared(
        origin=replace(stored.origin, dataset=located.dataset, label=located.label),
        scale=stored.scale,
        ratings=ratings,
        folds=arrays.get("folds"),
        catalogue=catalogue,
        movie_features=movie_features,
        user_features=None
        if of_users is None
        else Features(user_feature_names(catalogue), of_users),
        folder=folder,
        built=False,
    )


def _gone(located: Located) -> NotReadyError:
    if located.release is None:
        return NotReadyError(
            f"There is no file or folder {located.path}.", "Check the path for a slip."
        )
    return NotReadyError(
        f"{located.label} is not on this machine.", f"movierec fetch {located.label}"
    )

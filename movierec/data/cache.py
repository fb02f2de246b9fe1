"""What is on this machine already: archives in the cache, and data sets of the user's own.

Beside an archive lies a note, `<name>.zip.json`, that says how it was verified. While the
archive's size and time stay as noted, it is not hashed again.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from movierec import __version__, files
from movierec.answers.data import ReleaseState
from movierec.data.releases import RELEASES, Release, known_names
from movierec.errors import NotReadyError, UnknownError
from movierec.paths import Paths
from movierec.records import Trust


@dataclass(frozen=True, slots=True)
class Located:
    """A data set on this machine.

    Attributes:
        dataset: a release's name, or an absolute path.
        label: a short name fit for a file.
        path: the zip or folder.
        release: None for a set of the user's own.
    """

    dataset: str
    label: str
    path: Path
    release: Release | None


@dataclass(frozen=True, slots=True)
class _Note:
    """How an archive was verified: it still holds while size, time and `pinned` stay the same."""

    size: int
    mtime_ns: int
    sha256: str
    trust: Trust
    pinned: str


def archive_path(release: Release, paths: Paths) -> Path:
    """Return where the archive of a release is kept."""
    return paths.archives / release.archive_name


def remembered(release: Release, paths: Paths) -> Trust | None:
    """Return why the cached archive was believed, None where it is not there or has changed."""
    path = archive_path(release, paths)
    try:
        note = _Note(**json.loads(_note_path(path).read_bytes()))
        found = path.stat()
    except (OSError, ValueError, TypeError):
        return None
    same = (note.size, note.mtime_ns, note.pinned) == (
        found.st_size,
        found.st_mtime_ns,
        _pin(release),
    )
    return note.trust if same else None


def remember(release: Release, paths: Paths, trust: Trust, digest: str) -> None:
    """Note that the cached archive was verified."""
    path = archive_path(release, paths)
    found = path.stat()
    note = _Note(found.st_size, found.st_mtime_ns, digest, trust, _pin(release))
    with files.atomic_file(_note_path(path)) as stream:
        stream.write(json.dumps(asdict(note), indent=1).encode())


def locate(dataset: str, paths: Paths) -> Located:
    """Find a data set by a release's name, or by the path of a zip or folder.

    A release's name wins over a folder of the same name. A set of the user's own never takes a
    release's label, so that their prepared arrays and models stay apart.

    Raises:
        NotReadyError: the release has not been fetched.
        UnknownError: there is no such release and no such path.
    """
    release = RELEASES.get(dataset)
    if release is not None:
        path = archive_path(release, paths)
        # The cache may have lost the archive and kept the arrays made of it: those are enough.
        if not path.is_file() and not (paths.prepared / dataset).is_dir():
            raise NotReadyError(
                f"{dataset} is not on this machine yet.", f"Run `movierec fetch {dataset}`."
            )
        return Located(dataset, dataset, path, release)
    path = Path(os.path.expanduser(dataset))  # noqa: PTH111  # Path's raises on "~nobody"
    if not dataset or not path.exists():
        raise UnknownError(
            f"There is no release called {dataset!r}, and no file or folder of that name.",
            f"{known_names(dataset)} The path of a zip or folder works too.",
        )
    path = path.absolute()
    return Located(str(path), _label(path), path, None)


def states(paths: Paths) -> tuple[ReleaseState, ...]:
    """Return all known releases, and what of them is on this machine."""
    return tuple(_state(release, paths) for release in RELEASES.values())


def licence_shown(release: Release, paths: Paths) -> bool:
    """Say whether the licence of a release has been shown on this machine."""
    return _licence_mark(release, paths).exists()


def mark_licence_shown(release: Release, paths: Paths) -> None:
    """Remember that the licence was shown; where that cannot be kept, it will be shown again."""
    with contextlib.suppress(OSError):
        paths.archives.mkdir(parents=True, exist_ok=True)
        _licence_mark(release, paths).touch()


def _state(release: Release, paths: Paths) -> ReleaseState:
    archive = archive_path(release, paths)
    prepared = paths.prepared / release.name
    return ReleaseState(
        name=release.name,
        users=release.users,
        movies=release.movies,
        ratings=release.ratings,
        bytes=release.bytes,
        licence=release.licence,
        cached=archive if archive.is_file() else None,
        prepared=prepared if prepared.is_dir() else None,
    )


def _label(path: Path) -> str:
    whole = path.resolve()
    stem = whole.name if whole.is_dir() else whole.stem
    label = re.sub(r"[^a-z0-9_-]+", "-", stem.lower()).strip("-") or "dataset"
    return f"{label}-own" if label in RELEASES else label


def _pin(release: Release) -> str:
    # A set that movierec makes may change with the version that makes it.
    return __version__ if release.made else release.sha256


def _note_path(archive: Path) -> Path:
    return archive.with_name(f"{archive.name}.json")


def _licence_mark(release: Release, paths: Paths) -> Path:
    return paths.archives / f"{release.name}.licence"

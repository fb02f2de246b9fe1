"""Bring an archive from one place into the cache, checked while it is written.

The bytes go to a temporary name and take the archive's place only when their SHA-256 is right; an
archive that was there before stays until then.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from movierec import files
from movierec.data.archive import judge, open_archive
from movierec.data.failures import Failure, WrongContentError, explain
from movierec.data.mirrors import Source
from movierec.data.releases import Release
from movierec.errors import DataError
from movierec.records import Trust

BACKOFF_SECONDS = (0.5, 2.0)
"""How long to wait before each further try of a source that failed in passing."""

_CHUNK = 2**20


class Progress(Protocol):
    """What shows a download: `total` bytes, told in increments."""

    total: int

    def update(self, amount: int, /) -> None:
        """Count `amount` more bytes."""

    def reset(self) -> None:
        """Begin again at nothing."""

    def close(self) -> None:
        """End the display."""


class OneBar:
    """A progress that outlives pooch, which closes it after each download that it thinks good."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    @property
    def total(self) -> int:
        """Bytes to expect."""
        return self._progress.total

    @total.setter
    def total(self, total: int) -> None:
        self._progress.total = total

    def update(self, amount: int, /) -> None:
        """Count `amount` more bytes."""
        self._progress.update(amount)

    def reset(self) -> None:
        """Begin again at nothing."""
        self._progress.reset()

    def close(self) -> None:
        """Do nothing: who began the progress ends it."""


class Writer(Protocol):
    """What a download writes to."""

    def write(self, data: bytes, /) -> int:
        """Write all of `data`."""
        ...

    def flush(self) -> None:
        """Hand what was written to the system."""


Get = Callable[[str, Writer, Progress | None], None]
"""Download a URL into a writer, telling the progress."""


def download(
    get: Get, source: Source, release: Release, target: Path, progress: Progress | None
) -> Failure | None:
    """Download a release from a server, with further tries where the failure may pass.

    Returns:
        None when the archive is at `target`, with GroupLens's SHA-256; else why it is not.

    Raises:
        OSError: this machine's disk failed.
    """
    failure = _attempt(get, source, release, target, progress)
    for seconds in BACKOFF_SECONDS:
        if failure is None or not failure.transient:
            break
        time.sleep(seconds)
        if progress is not None:
            progress.reset()
        failure = _attempt(get, source, release, target, progress)
    return failure


def copy(origin: Path, release: Release, target: Path) -> tuple[Trust, str]:
    """Copy an archive that the user has, after judging it.

    Returns:
        Why it is believed, and its SHA-256.

    Raises:
        DataError: it is not the release, or changed while it was copied.
    """
    trust, digest = verify(origin, release)
    if target.exists() and origin.samefile(target):
        return trust, digest
    copied = hashlib.sha256()
    with files.atomic_file(target) as stream, origin.open("rb") as reader:
        while chunk := reader.read(_CHUNK):
            copied.update(chunk)
            stream.write(chunk)
        if copied.hexdigest() != digest:
            raise DataError(f"{origin} changed while it was copied.", "Try again.")
    return trust, digest


def verify(path: Path, release: Release) -> tuple[Trust, str]:
    """Return why the archive at `path` is believed to be a release, and its SHA-256.

    Raises:
        DataError: it is not, or it cannot be read.
    """
    with open_archive(path) as archive:
        return judge(archive, release), archive.file_sha256


def _attempt(
    get: Get, source: Source, release: Release, target: Path, progress: Progress | None
) -> Failure | None:
    try:
        with files.atomic_file(target) as stream:
            checked = _Checked(stream, release.bytes)
            get(str(source.where), checked, progress)
            checked.require(release.sha256)
    except (OSError, ValueError, WrongContentError) as error:
        return explain(source, error)
    return None


class _Checked:
    """Writes on to a stream, hashes what passes, and stops when it is too much."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._hash = hashlib.sha256()
        self._stream = stream
        self._left = limit
        self._start = b""

    def write(self, data: bytes, /) -> int:
        self._start = self._start or data[:1]
        self._left -= len(data)
        if self._left < 0:
            raise WrongContentError(self._instead("a larger file"))
        self._hash.update(data)
        return self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()

    def require(self, digest: str) -> None:
        if self._hash.hexdigest() != digest:
            raise WrongContentError(self._instead("a file with another SHA-256"))

    def _instead(self, what: str) -> str:
        return f"it sent {'a web page' if self._start == b'<' else what}"

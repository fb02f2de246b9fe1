"""What can be wrong with the disk that the cache lies on."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

from movierec.errors import DownloadError

_SPARE = 1.1
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_MORE_ROOM = "Free some space, or move the cache with MOVIEREC_CACHE=FOLDER."


@contextlib.contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn an OSError of the block, which writes to `folder`, into a DownloadError."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DownloadError(f"The disk that holds {folder} is full.", _MORE_ROOM) from error
        raise DownloadError(
            f"{folder} cannot be written: {error.strerror or error}.",
            "Make it writable, or move the cache with MOVIEREC_CACHE=FOLDER.",
        ) from error


def require_space(folder: Path, size: int) -> None:
    """Make `folder`, and refuse to begin where a file of `size` bytes would hardly fit.

    Raises:
        DownloadError: the message says how much is free and how much is needed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    free, needed = shutil.disk_usage(folder).free, int(size * _SPARE)
    if free < needed:
        raise DownloadError(
            f"{folder} has {_megabytes(free)} free, and {_megabytes(needed)} are needed.",
            _MORE_ROOM,
        )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"

"""Write files so that a reader, or a crash, never meets half of one.

A file or folder is first written whole under a temporary name beside its place, forced to the
disk, then renamed. Two processes that write the same thing take turns with a lock; readers never
lock. What only writing needs is imported when it is called: answers are quick to start.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from movierec.errors import MovierecError

LOCK_SECONDS = 60.0


@contextlib.contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that appears at `path` when the block ends without an error."""
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _open_to_others(temporary, 0o666)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


@contextlib.contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Give a fresh folder to fill with files, which takes the place of `path` when the block ends.

    A folder that stands at `path` is moved aside first and removed last, so that a crash leaves the
    old one, or the new one, and never a mixture.
    """
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent))
    try:
        yield fresh
        for file in fresh.iterdir():
            # Windows forces to the disk only what is open for writing.
            with file.open("r+b") as stream:
                os.fsync(stream.fileno())
        _sync_folder(fresh)
        _open_to_others(fresh, 0o777)
        _take_place(fresh, path)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    _sync_folder(path.parent)


@contextlib.contextmanager
def lock(
    path: Path,
    what: str,
    seconds: float = LOCK_SECONDS,
    tell: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Hold the lock file `path` during the block, waiting up to `seconds` for another process.

    Args:
        path: the lock file; it stays behind, empty.
        what: what is being done, for the message: "fetching ml-100k".
        seconds: how long to wait. Locks can hang on network disks, hence never for ever.
        tell: given a line where there is something to wait for.

    Raises:
        MovierecError: another process holds the lock for longer.
    """
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    held = FileLock(path)
    try:
        try:
            held.acquire(timeout=0)
        except Timeout:
            if seconds and tell is not None:
                tell(f"Another movierec is {what}: waiting for it to end.")
            held.acquire(timeout=seconds)
    except Timeout:
        raise MovierecError(
            f"Another movierec is {what} (it holds the lock {path}).",
            "Wait for it to end and try again; if none is running, remove the lock file first.",
        ) from None
    try:
        yield
    finally:
        held.release()


def sweep(path: Path) -> None:
    """Remove what a process that was killed while it wrote `path` left beside it.

    Only for who holds a lock: another writer's unfinished work looks the same.
    """
    for leftover in path.parent.glob(f".{glob.escape(path.name)}.*"):
        if leftover.suffix in (".tmp", ".old"):
            shutil.rmtree(leftover, ignore_errors=True)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    import hashlib

    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def folder_bytes(folder: Path) -> int:
    """Return the bytes that the files under `folder` take."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _take_place(fresh: Path, path: Path) -> None:
    """Move a folder to `path`; of several processes that do so at once, the last one wins."""
    aside = fresh.with_suffix(".old")
    placed = False
    while not placed:
        with contextlib.suppress(FileNotFoundError):
            path.replace(aside)
        try:
            fresh.replace(path)
            placed = True
        except OSError as error:
            # Another process has put its folder there in between: that one goes aside next.
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                with contextlib.suppress(FileNotFoundError):
                    aside.replace(path)
                raise
        shutil.rmtree(aside, ignore_errors=True)


def _open_to_others(path: Path, mode: int) -> None:
    # tempfile makes what only its owner may read; give it the mode that it would usually have.
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(mode & ~mask)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Open a MovieLens archive, a zip or a folder, and judge whether its content can be believed.

The archive's layout is known by the files it holds: see `movierec.data.layouts`.
"""

from __future__ import annotations

import functools
import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from movierec import files
from movierec.data.layouts import MEMBERS, WANTED, choose
from movierec.data.members import (
    BROKEN_ZIP,
    Member,
    folder_members,
    open_member,
    refuse_unsafe,
    zip_members,
)
from movierec.data.releases import RELEASES, Release
from movierec.errors import DataError, NotReadyError
from movierec.records import Trust


class Archive:
    """An open archive; a context manager that closes it.

    Attributes:
        path: the zip or folder.
        layout: a key of `MEMBERS`.
        names: basenames of the members that are there and read, in the order of `MEMBERS`.
    """

    def __init__(
        self, path: Path, layout: str, members: Mapping[str, Member], source: zipfile.ZipFile | None
    ) -> None:
        self.path = path
        self.layout = layout
        self.names = tuple(members)
        self._members = members
        self._source = source
        self._hashes: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._source is not None:
            self._source.close()

    def open(self, name: str) -> io.BufferedReader:
        """Open a member of `names`; reading it raises DataError where it is damaged."""
        return open_member(self.path, self._source, self._members[name])

    def sha256(self, name: str) -> str:
        """Return the SHA-256 of a member's bytes, computed once."""
        if name not in self._hashes:
            with self.open(name) as stream:
                self._hashes[name] = hashlib.file_digest(stream, "sha256").hexdigest()
        return self._hashes[name]

    @functools.cached_property
    def file_sha256(self) -> str:
        """SHA-256 of the zip itself; "" for a folder."""
        return files.sha256(self.path) if self._source is not None else ""

    def content_hash(self) -> str:
        """Return one SHA-256 for the content of all members read, however they are packed."""
        lines = sorted(f"{self.sha256(name)}  {name}\n" for name in self.names)
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def open_archive(path: Path) -> Archive:
    """Open a zip or a folder that holds a data set in one of the known layouts.

    Raises:
        NotReadyError: there is nothing at `path`.
        DataError: it cannot be read, is no zip, has no known layout, or is not safe to read.
    """
    if not path.exists():
        raise NotReadyError(f"There is no file or folder {path}.", "Check the path for a slip.")
    try:
        source = None if path.is_dir() else zipfile.ZipFile(path)
    except BROKEN_ZIP as error:
        raise DataError(
            f"{path} is not a zip file, or it is damaged or cut short.",
            "Get the file again, or name a MovieLens zip or the folder it was unpacked to.",
        ) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        layout, members = choose(path, _find(path, source))
        for member in members.values():
            refuse_unsafe(path, member)
    except BaseException:
        if source is not None:
            source.close()
        raise
    return Archive(path, layout, members, source)


def judge(archive: Archive, release: Release | None) -> Trust:
    """Say why an archive's content is believed.

    Where the archive as a whole does not bear its pinned hash, every member read has to bear its.

    Args:
        archive: what was brought.
        release: what it is said to be; None for a set of the user's own, which is still compared
            with the known releases.

    Raises:
        DataError: it is not the release that it is said to be.
    """
    if release is None:
        known = recognise(archive)
        return "own" if known is None else judge(archive, known)
    if release.made:
        return "made"
    if archive.file_sha256 == release.sha256:
        return "archive"
    reason = _difference(archive, release)
    if reason:
        raise _not_the_release(archive, release, reason)
    return "members"


def recognise(archive: Archive) -> Release | None:
    """Return the release whose content this is, None where it is none with a known hash."""
    for release in RELEASES.values():
        same_file = archive.file_sha256 == release.sha256
        if not release.made and (same_file or not _difference(archive, release)):
            return release
    return None


def _difference(archive: Archive, release: Release) -> str:
    if archive.layout != release.layout:
        return (
            f"it holds {archive.names[0]}, where {release.name} has " + (MEMBERS[release.layout][0])
        )
    if not release.members:
        return "its SHA-256 differs"
    for name in release.members:
        if name not in archive.names:
            return f"{name} is missing"
    for name in archive.names:
        if archive.sha256(name) != release.members.get(name):
            return f"the SHA-256 of {name} differs"
    return ""


def _not_the_release(archive: Archive, release: Release, reason: str) -> DataError:
    other = recognise(archive)
    if other is not None and other is not release:
        return DataError(
            f"{archive.path} is {other.name}, not {release.name}.",
            f"Run `movierec fetch {other.name} --from-file {archive.path}`.",
        )
    return DataError(
        f"{archive.path} is not the {release.name} that GroupLens released: {reason}.",
        f"Run `movierec fetch {release.name}` for the released one, or "
        f"`movierec train --dataset {archive.path}` to use this as a set of your own.",
    )


def _find(path: Path, source: zipfile.ZipFile | None) -> list[Member]:
    if source is not None:
        return zip_members(source, WANTED)
    try:
        return folder_members(path, WANTED)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> DataError:
    return DataError(
        f"{path} cannot be read: {error.strerror or error}.",
        "Check the file's permissions, or copy it to a folder of your own.",
    )

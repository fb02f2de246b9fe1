"""Find and read the members of an archive that is not trusted.

A member is known by its basename alone and read as a stream: nothing is ever unpacked to a path
that an archive names. What does not bear one of the wanted names is not even looked at.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from movierec.errors import DataError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_BYTES = 4 * 2**30
MAX_RATIO = 100
_RATIO_FROM = 16 * 2**20
_BUFFER = 2**20
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

BROKEN_ZIP = (zipfile.BadZipFile, RuntimeError, ValueError, struct.error, EOFError)
"""What zipfile raises on opening a damaged or forged zip or member."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file that an archive holds.

    Attributes:
        name: basename.
        folder: the folder inside the archive, "" for the outermost.
        entry: where its bytes are.
    """

    name: str
    folder: str
    entry: zipfile.ZipInfo | Path


def zip_members(archive: zipfile.ZipFile, wanted: Collection[str]) -> list[Member]:
    """List the members of a zip that bear a wanted name, in any folder."""
    found = []
    for entry in archive.infolist():
        # Some packers on Windows write backslashes.
        folder, _, name = entry.filename.replace("\\", "/").rpartition("/")
        if name in wanted:
            found.append(Member(name, folder, entry))
    return found


def folder_members(root: Path, wanted: Collection[str]) -> list[Member]:
    """List the files that bear a wanted name in a folder and in the folders right below it."""
    folders = [root, *sorted(path for path in root.iterdir() if path.is_dir())]
    return [
        Member(name, "" if folder == root else folder.name, folder / name)
        for folder in folders
        for name in sorted(wanted)
        if (folder / name).is_file()
    ]


def refuse_unsafe(archive: Path, member: Member) -> None:
    """Refuse a member that is encrypted, a link, or unreasonably large.

    Raises:
        DataError: the message says which.
    """
    if isinstance(member.entry, Path):
        reason = _unsafe_file(archive, member.entry)
    else:
        size = member.entry.file_size
        reason = unsafe_entry(member.entry, MAX_RATIO, _RATIO_FROM) or _unsafe_size(size)
    if reason:
        raise DataError(
            f"{archive.name}: the member {member.name} {reason}.",
            "Check where the archive comes from, or pack its files again as a plain zip.",
        )


def open_member(archive: Path, source: zipfile.ZipFile | None, member: Member) -> io.BufferedReader:
    """Open a member as a stream of bytes whose every failure is a DataError that names it."""
    try:
        if isinstance(member.entry, Path):
            raw: io.BufferedIOBase = member.entry.open("rb")
        else:
            assert source is not None
            raw = cast(io.BufferedIOBase, source.open(member.entry))
    except (OSError, *BROKEN_ZIP) as error:
        raise _damaged(archive, member.name) from error
    return io.BufferedReader(_Guarded(raw, archive, member.name), _BUFFER)


class _Guarded(io.RawIOBase):
    """A stream that says which member is damaged, instead of what zlib thought of it."""

    def __init__(self, raw: io.BufferedIOBase, archive: Path, name: str) -> None:
        super().__init__()
        self._raw = raw
        self._archive = archive
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._raw.read(len(view))
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise _damaged(self._archive, self._name) from error
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _damaged(archive: Path, name: str) -> DataError:
    return DataError(
        f"{archive.name}: the member {name} is damaged or cut short.",
        f"Remove {archive} and fetch it again, or bring an undamaged copy.",
    )


def _unsafe_file(root: Path, path: Path) -> str:
    if not path.resolve().is_relative_to(root.resolve()):
        return "is a link that leads out of the folder"
    return _unsafe_size(path.stat().st_size)


def unsafe_entry(entry: zipfile.ZipInfo, most_ratio: int, ratio_from: int) -> str:
    """Return why a member of a zip is not to be read, as the end of a sentence; "" where it is.

    Args:
        entry: the member.
        most_ratio: to how many times its size it may unpack.
        ratio_from: bytes to which any member may unpack.
    """
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link"
    if entry.compress_type not in _METHODS:
        return "is packed in a way that movierec does not read (it reads stored and deflated)"
    if entry.file_size > max(ratio_from, most_ratio * entry.compress_size):
        return f"would unpack to more than {most_ratio} times its size"
    return ""


def _unsafe_size(size: int) -> str:
    return f"is larger than {MAX_BYTES // 2**30} GiB" if size > MAX_BYTES else ""

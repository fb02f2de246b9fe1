"""Find and read the files of an export that came as a ZIP, in memory, or unpacked in a folder.

Neither is trusted: only names that are asked for are read, nothing is unpacked to a path, and
nothing may grow beyond its bound.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from movierec.data.members import unsafe_entry
from movierec.errors import DataError
from movierec.people.importing.cells import shown
from movierec.people.textfile import decoded

MOST_BYTES = 50_000_000
"""Of one file: 20,000 reviews of 2,500 characters."""
MOST_LINES = 1_000_000
MOST_TOGETHER = 150_000_000
MOST_MEMBERS = 5_000
MOST_RATIO = 200
_RATIO_FROM = 1_000_000
_DEEPEST = 3
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRY = b"PK\x01\x02"
_HINT = "Export again, or unpack the ZIP and give its files one at a time."
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    ValueError,
    struct.error,
    EOFError,
    OSError,
)


class Packed:
    """The files of an export, by their paths inside it, "/" between folders.

    Attributes:
        name: what messages call the export.
        paths: in the export's order.
    """

    def __init__(self, name: str, members: Mapping[str, Callable[[int], bytes]]) -> None:
        self.name = name
        self.paths = tuple(members)
        self._members = members
        self._left = MOST_TOGETHER

    def read(self, path: str) -> bytes:
        """Return the bytes of one of `paths`.

        Raises:
            DataError: it is damaged, encrypted, a link, or larger than it may be.
        """
        try:
            content = self._members[path](MOST_BYTES)
        except _BROKEN:
            what = f"{self.called(path)} is damaged or cannot be read."
            raise DataError(what, _HINT) from None
        self._left -= len(content)
        if len(content) > MOST_BYTES or self._left < 0:
            raise DataError(f"{self.called(path)} holds more than an export does.", _HINT)
        return content

    def text(self, path: str) -> str:
        """Return the text of one of `paths`.

        Raises:
            DataError: as `read`, and where it is no text.
        """
        return decoded(self.read(path), self.called(path), _HINT, MOST_LINES)

    def called(self, path: str) -> str:
        """Return how messages call one of `paths`."""
        return f"{self.name}: {shown(path.rpartition('/')[2])[1:-1]}"


def is_zip(content: bytes) -> bool:
    """Return whether bytes are those of a ZIP."""
    return content.startswith(_MAGIC)


def packed_zip(content: bytes, name: str) -> Packed:
    """Return what a ZIP holds.

    Raises:
        DataError: it is damaged, or has too many members.
    """
    # Counted before the list of members is built, which takes more memory than its bytes.
    if content.count(_ENTRY) > MOST_MEMBERS:
        raise DataError(f"{name} holds more than {MOST_MEMBERS:,} files.", _HINT)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except _BROKEN:
        raise DataError(f"{name} is damaged or cut short.", _HINT) from None
    # Some packers on Windows write backslashes.
    members = {
        entry.filename.replace("\\", "/"): partial(_read_entry, name, archive, entry)
        for entry in entries
    }
    return Packed(name, members)


def packed_folder(folder: Path, name: str) -> Packed:
    """Return what a folder holds, and the folders in it down to a depth that exports have.

    Raises:
        DataError: it has too many files.
    """
    members: dict[str, Callable[[int], bytes]] = {}
    for root, folders, files in os.walk(folder):
        below = Path(root).relative_to(folder)
        if len(below.parts) >= _DEEPEST:
            folders.clear()
        folders.sort()
        for file in sorted(files):
            members[(below / file).as_posix()] = partial(_read_file, Path(root, file))
        if len(members) > MOST_MEMBERS:
            hint = "Give the folder that the export was unpacked to, or its files one at a time."
            raise DataError(f"{name} holds more than {MOST_MEMBERS:,} files.", hint)
    return Packed(name, members)


def _read_file(path: Path, most: int) -> bytes:
    # A link may lead anywhere, and what is no file may never end.
    if path.is_symlink() or not path.is_file():
        raise FileNotFoundError(path)
    with path.open("rb") as stream:
        return stream.read(most + 1)


def _read_entry(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    reason = unsafe_entry(entry, MOST_RATIO, _RATIO_FROM)
    if reason:
        member = shown(entry.filename.rpartition("/")[2])[1:-1]
        raise DataError(f"{name}: {member} {reason}.", _HINT)
    with archive.open(entry) as stream:
        return stream.read(most + 1)

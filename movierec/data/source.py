"""Tell cheaply whether an archive has changed: the sizes and times of its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from movierec.data.layouts import WANTED
from movierec.data.members import folder_members


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file's path below the archive ("" for a zip itself), its bytes and its time of change."""

    name: str
    size: int
    mtime_ns: int


def stamp(archive: Path) -> tuple[SourceFile, ...] | None:
    """Return what tells whether an archive has changed; None where it is not there.

    Of a zip that is the zip itself; of a folder every file that could be read, so that one that is
    added later is noticed too.
    """
    try:
        if archive.is_dir():
            names = [str(member.entry) for member in folder_members(archive, WANTED)]
            return tuple(
                _file(Path(name), Path(name).relative_to(archive).as_posix()) for name in names
            )
        return (_file(archive, ""),)
    except OSError:
        return None


def _file(path: Path, name: str) -> SourceFile:
    status = path.stat()
    return SourceFile(name, status.st_size, status.st_mtime_ns)

"""One reader a layout: from an archive's members to arrays of MovieLens ids and words.

A reader believes nothing: every row is checked, and the first bad one is named with its file, its
line and what was expected there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.data.readers.ml_100k import Reader100k
from movierec.data.readers.ml_csv import ReaderCsv
from movierec.data.readers.ml_dat import Reader1m, Reader10m

if TYPE_CHECKING:
    from movierec.data.raw import Reader

_READERS: dict[str, Reader] = {
    "100k": Reader100k(),
    "1m": Reader1m(),
    "10m": Reader10m(),
    "csv": ReaderCsv(),
}


def reader_for(layout: str) -> Reader:
    """Return the reader of a layout: "100k", "1m", "10m" or "csv".

    Raises:
        KeyError: there is no such layout.
    """
    return _READERS[layout]

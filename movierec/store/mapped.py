"""Arrays of a safetensors file, of which only what is looked at comes from the disk.

The library reads a file whole, or copies a slice at a time. See `tensors` for the layout.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from movierec.tensors import DTYPES, LENGTH_BYTES

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_MOST_HEADER = 100_000


def map_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Return a file's arrays by name, read-only, mapped into memory.

    A row that is asked for is all that comes from the disk.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is cut short, or no such file.
    """
    import numpy as np

    try:
        start, header = _header(path)
        mapped = np.memmap(path, dtype=np.uint8, mode="r", offset=0)
        # As a plain array: slices of a memmap are slow to make, and a history has thousands.
        content = np.asarray(mapped)[start:]
        return {name: _array(content, entry) for name, entry in header.items()}
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} is cut short, or no safetensors file") from error


def read_blocks(
    path: Path, names: tuple[str, ...], rows: int
) -> Iterator[tuple[npt.NDArray[Any], ...]]:
    """Yield some columns of a file that `map_arrays` can map, a block of rows at a time.

    For whoever looks at all rows once: read, they take the memory of one block, and mapped that of
    the file.

    Args:
        path: the file.
        names: of columns with one length, one number a row.
        rows: of a block, at most.
    """
    import numpy as np

    start, header = _header(path)
    entries = [header[name] for name in names]
    (length,) = entries[0]["shape"]
    with path.open("rb", buffering=0) as file:
        for first in range(0, length, rows):
            block = []
            for entry in entries:
                dtype = np.dtype(DTYPES[entry["dtype"]])
                file.seek(start + entry["data_offsets"][0] + first * dtype.itemsize)
                block.append(np.fromfile(file, dtype, min(rows, length - first)))
            yield tuple(block)


def _header(path: Path) -> tuple[int, dict[str, Any]]:
    """Return where a file's arrays begin, and what its header says of each."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(LENGTH_BYTES), "little")
        text = file.read(length) if length <= _MOST_HEADER else b""
    header: dict[str, Any] = json.loads(text)
    header.pop("__metadata__", None)
    return LENGTH_BYTES + length, header


def _array(content: npt.NDArray[np.uint8], entry: dict[str, Any]) -> npt.NDArray[Any]:
    start, end = entry["data_offsets"]
    # Of a size below 0 numpy would find another one that fits.
    if not 0 <= start <= end <= len(content) or any(size < 0 for size in entry["shape"]):
        raise ValueError("the header promises other arrays than there are")
    return content[start:end].view(DTYPES[entry["dtype"]]).reshape(entry["shape"])

"""Arrays of a safetensors file mapped into memory: only what is read of them is loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_DTYPES = {"F16": "float16", "F32": "float32", "I32": "int32", "I64": "int64", "U8": "uint8"}
_LENGTH_BYTES = 8
_MOST_HEADER = 100_000


def map_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Return a file's arrays by name, read-only.

    The library reads a file whole, or copies a slice at a time; here a row that is asked for is
    all that comes from the disk. The layout is that of safetensors 0.4 and later: the length of
    the header, the header as JSON, the arrays.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is cut short, or no such file.
    """
    import numpy as np

    with path.open("rb") as file:
        length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        text = file.read(length) if length <= _MOST_HEADER else b""
    try:
        header = json.loads(text)
        header.pop("__metadata__", None)
        mapped = np.memmap(path, dtype=np.uint8, mode="r", offset=0)
        # As a plain array: slices of a memmap are slow to make, and a history has thousands.
        content = np.asarray(mapped)[_LENGTH_BYTES + length :]
        return {name: _array(content, entry) for name, entry in header.items()}
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} is cut short, or no safetensors file") from error


def _array(content: npt.NDArray[np.uint8], entry: dict[str, Any]) -> npt.NDArray[Any]:
    start, end = entry["data_offsets"]
    # Of a size below 0 numpy would find another one that fits.
    if not 0 <= start <= end <= len(content) or any(size < 0 for size in entry["shape"]):
        raise ValueError("the header promises other arrays than there are")
    return content[start:end].view(_DTYPES[entry["dtype"]]).reshape(entry["shape"])

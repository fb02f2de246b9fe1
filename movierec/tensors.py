"""The layout of a safetensors file, written without a copy of its arrays in memory.

It is that of safetensors 0.4 and later: the length of the header, the header as JSON, the arrays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

LENGTH_BYTES = 8
DTYPES = {
    "I64": "int64", "F64": "float64", "F32": "float32", "I32": "int32", "F16": "float16",
    "I16": "int16", "I8": "int8", "U8": "uint8", "BOOL": "bool",
}  # fmt: skip
"""numpy's names of the types, in the order in which the library writes them: wide numbers first, so
that all lie at multiples of their size."""

_PLACES = {name: place for place, name in enumerate(DTYPES.values())}
_CODES = {name: code for code, name in DTYPES.items()}


def write_arrays(path: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write a file as the library would, byte for byte.

    Raises:
        OSError: the file cannot be written.
    """
    with path.open("wb") as file:
        for piece in file_pieces(arrays):
            file.write(piece)


def file_pieces(arrays: Mapping[str, npt.NDArray[Any]]) -> Iterator[bytes | memoryview]:
    """Yield a file's bytes piece by piece, an array each.

    The library's own writer turns everything into bytes first, and those into one string: three
    times the arrays.
    """
    import numpy as np

    ordered = sorted(arrays.items(), key=lambda item: (_PLACES[item[1].dtype.name], item[0]))
    header, end = {}, 0
    for name, array in ordered:
        start, end = end, end + array.nbytes
        header[name] = {
            "dtype": _CODES[array.dtype.name],
            "shape": array.shape,
            "data_offsets": [start, end],
        }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % LENGTH_BYTES)
    yield len(text).to_bytes(LENGTH_BYTES, "little")
    yield text
    for _, array in ordered:
        little = array.dtype.newbyteorder("<")
        yield np.ascontiguousarray(array, little).reshape(-1).view(np.uint8).data

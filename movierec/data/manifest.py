"""What a prepared folder says of itself: prepared.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.data.source import SourceFile
from movierec.files import atomic_file
from movierec.records import Origin, Scale

if TYPE_CHECKING:
    import numpy.typing as npt

PREPARED_FORMAT = 1
"""Raised by one whenever the arrays of older versions have to be built again."""

MANIFEST = "prepared.json"


@dataclass(frozen=True, slots=True)
class ArrayForm:
    """An array's type, "int32", and its shape."""

    dtype: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A prepared folder's description.

    Attributes:
        origin: the data set.
        scale: the ratings that it allows.
        source: the archive's path when the arrays were built, for people to read.
        files: the archive's stamp when its content was last looked at.
        ratings: rating rows.
        users: user rows.
        movies: film rows.
        arrays: the form of each `.npy` file, by its name without the ending.
    """

    origin: Origin
    scale: Scale
    source: str
    files: tuple[SourceFile, ...]
    ratings: int
    users: int
    movies: int
    arrays: Mapping[str, ArrayForm]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a folder's manifest."""
    document = {"format": PREPARED_FORMAT, **asdict(manifest)}
    with atomic_file(folder / MANIFEST) as stream:
        stream.write(json.dumps(document, indent=2).encode() + b"\n")


def read_manifest(folder: Path) -> Manifest | None:
    """Read a folder's manifest; None where it is missing, damaged or of another format."""
    try:
        document: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        if document.pop("format") != PREPARED_FORMAT:
            return None
        return Manifest(
            origin=Origin(**document.pop("origin")),
            scale=Scale(**document.pop("scale")),
            files=tuple(SourceFile(**file) for file in document.pop("files")),
            arrays={
                str(name): ArrayForm(str(form["dtype"]), tuple(form["shape"]))
                for name, form in document.pop("arrays").items()
            },
            **document,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def array_forms(folder: Path) -> dict[str, ArrayForm]:
    """Return the form of every array in a folder, by name."""
    arrays = {path.stem: _mapped(path) for path in sorted(folder.glob("*.npy"))}
    return {name: ArrayForm(str(array.dtype), array.shape) for name, array in arrays.items()}


def open_arrays(folder: Path, manifest: Manifest) -> dict[str, npt.NDArray[Any]] | None:
    """Open a folder's arrays, memory-mapped and read-only, by name.

    None where one is missing, cut short or not of the form that the manifest gives.
    """
    try:
        arrays = {name: _mapped(folder / f"{name}.npy") for name in manifest.arrays}
    except (OSError, ValueError, EOFError):
        return None
    for name, form in manifest.arrays.items():
        if (str(arrays[name].dtype), arrays[name].shape) != (form.dtype, form.shape):
            return None
    return arrays


def _mapped(path: Path) -> npt.NDArray[Any]:
    # A plain array over the map: slicing np.memmap itself takes several times as long.
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))

"""Mapped arrays are those of the safetensors library, read only where they are looked at."""

from __future__ import annotations

import json
import struct
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bundles import history, relevance
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from movierec.store.history import history_to_arrays
from movierec.store.mapped import map_arrays

NUMBERS = np.arange(-6, 6)
REFUSED = "arrays.safetensors is cut short, or no safetensors file"
DTYPES = ("float16", "float32", "int32", "int64", "uint8")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "arrays.safetensors"


def packed(header: object, content: bytes = b"") -> bytes:
    """Return a file with that header, of whatever length it is."""
    text = json.dumps(header, separators=(",", ":")).encode()
    return struct.pack("<Q", len(text)) + text + content


def entry(dtype: str, shape: object, *offsets: object) -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": list(offsets)}


def assert_same(found: dict[str, np.ndarray], expected: dict[str, np.ndarray]) -> None:
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        assert found[name].dtype == array.dtype, name
        assert found[name].shape == array.shape, name
        np.testing.assert_array_equal(found[name], array, err_msg=name)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(12,), (3, 4), (2, 3, 2)])
def test_arrays_are_those_that_the_library_loads(
    path: Path, dtype: str, shape: tuple[int, ...]
) -> None:
    save_file({"numbers": NUMBERS.astype(dtype).reshape(shape)}, path)

    assert_same(map_arrays(path), load_file(path))


def test_arrays_of_many_types_lie_in_one_file(path: Path) -> None:
    save_file(
        {f"of.{dtype}": NUMBERS[:odd].astype(dtype) for odd, dtype in enumerate(DTYPES)}, path
    )

    assert_same(map_arrays(path), load_file(path))


@pytest.mark.parametrize("arrays", [relevance(), history_to_arrays(history())])
def test_what_a_model_stores_is_mapped(path: Path, arrays: dict[str, np.ndarray]) -> None:
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, path)

    assert_same(map_arrays(path), arrays)


@pytest.mark.parametrize("shape", [(0,), (0, 5), (3, 0)])
@pytest.mark.parametrize("dtype", DTYPES)
def test_empty_arrays_are_mapped(path: Path, dtype: str, shape: tuple[int, ...]) -> None:
    save_file({"empty": np.zeros(shape, dtype=dtype), "other": NUMBERS}, path)

    assert_same(map_arrays(path), load_file(path))


def test_a_file_of_empty_arrays_alone_is_mapped(path: Path) -> None:
    save_file({"empty": np.zeros(0, dtype=np.float32)}, path)

    assert_same(map_arrays(path), load_file(path))


def test_a_file_without_arrays_is_mapped(path: Path) -> None:
    save_file({}, path)

    assert map_arrays(path) == {}


def test_what_a_file_says_of_itself_is_no_array(path: Path) -> None:
    save_file({"numbers": NUMBERS}, path, metadata={"made": "up"})

    assert [*map_arrays(path)] == ["numbers"]


@pytest.mark.parametrize("dtype", DTYPES)
def test_mapped_arrays_cannot_be_written(path: Path, dtype: str) -> None:
    save_file({"numbers": NUMBERS.astype(dtype)}, path)
    before = path.read_bytes()

    numbers = map_arrays(path)["numbers"]

    with pytest.raises(ValueError, match="read-only"):
        numbers[0] = 1
    assert path.read_bytes() == before


def test_the_library_pads_its_header_so_that_arrays_are_aligned(path: Path) -> None:
    for length in range(1, 17):
        save_file({"a" * length: NUMBERS, "b": NUMBERS.astype(np.float16)}, path)

        assert all(array.flags.aligned for array in map_arrays(path).values())


@pytest.mark.parametrize("padding", range(8))
@pytest.mark.parametrize(("code", "dtype"), [("F16", "<f2"), ("F32", "<f4"), ("I64", "<i8")])
def test_a_header_of_any_length_is_read(path: Path, padding: int, code: str, dtype: str) -> None:
    content = NUMBERS.astype(dtype).tobytes()
    name = "n" * (1 + padding)
    path.write_bytes(packed({name: entry(code, [12], 0, len(content))}, content))

    numbers = map_arrays(path)[name]

    np.testing.assert_array_equal(numbers, NUMBERS)
    assert numbers.astype(np.float64).sum() == NUMBERS.sum()


def test_only_what_is_looked_at_takes_memory(path: Path) -> None:
    size = 64_000_000
    path.write_bytes(packed({"large": entry("F32", [size // 4], 0, size)}))
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size + size)  # of zeros, that take no room on most disks

    tracemalloc.start()
    try:
        large = map_arrays(path)["large"]
        last = float(large[-1])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert last == 0
    assert peak < 1e6


def test_a_file_cut_anywhere_is_refused(path: Path) -> None:
    save_file({"numbers": NUMBERS.astype(np.float32), "half": NUMBERS.astype(np.float16)}, path)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])

        with pytest.raises(ValueError, match=REFUSED):
            map_arrays(path)


def test_a_missing_file_is_missing(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        map_arrays(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
@example(b"[" * 60_000)
@example(struct.pack("<Q", 60_000) + b"[" * 60_000)
@example(struct.pack("<Q", 2**63) + b"{}")
@example(struct.pack("<Q", 2) + b"[]")
@example(struct.pack("<Q", 2) + b"\xff\xff")
def test_garbage_is_no_safetensors_file(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(ValueError, match=REFUSED):
        map_arrays(path)


@pytest.mark.parametrize(
    "header",
    [
        7,
        "numbers",
        None,
        {"numbers": 7},
        {"numbers": None},
        {"numbers": []},
        {"numbers": {}},
        {"numbers": {"dtype": "F32", "shape": [4]}},
        {"numbers": {"dtype": "F32", "data_offsets": [0, 16]}},
        {"numbers": {"shape": [4], "data_offsets": [0, 16]}},
        {"numbers": entry("C64", [2], 0, 16)},
        {"numbers": entry("BF16", [8], 0, 16)},
        {"numbers": {**entry("F32", [4], 0, 16), "dtype": ["F32"]}},
        {"numbers": entry("F32", [5], 0, 16)},
        {"numbers": entry("F32", [2, 3], 0, 16)},
        {"numbers": entry("F32", [2**70], 0, 16)},
        {"numbers": entry("F32", "four", 0, 16)},
        {"numbers": entry("F32", None, 0, 16)},
        {"numbers": entry("F32", [-1], 0, 16)},
        {"numbers": entry("F32", [-1], 0, 15)},
        {"numbers": entry("F32", [4], 0, 15)},
        {"numbers": entry("F32", [4], 4, 20)},
        {"numbers": entry("F32", [4], -16, 0)},
        {"numbers": entry("F32", [0], 8, 4)},
        {"numbers": entry("F32", [4], 0, 2**70)},
        {"numbers": entry("F32", [4], 0)},
        {"numbers": entry("F32", [4], "0", "16")},
        {"numbers": entry("F32", [4], 0.0, 16.0)},
    ],
)
def test_a_header_that_does_not_fit_is_refused(path: Path, header: object) -> None:
    path.write_bytes(packed(header, bytes(16)))

    with pytest.raises(ValueError, match=REFUSED):
        map_arrays(path)

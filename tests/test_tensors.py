from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save

from movierec.tensors import DTYPES, write_arrays


@pytest.mark.parametrize(
    "dtype", ["bool", "float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8"]
)
def test_the_library_reads_what_was_written(tmp_path: Path, dtype: str) -> None:
    arrays = {
        "matrix": (np.arange(6).reshape(2, 3) % 2).astype(dtype),
        "turned": (np.arange(6).reshape(2, 3) % 2).astype(dtype).T,
        "empty": np.empty((0, 4), dtype=dtype),
        "odd": np.ones(3, dtype=np.uint8),
        "number": np.array([1 << 40]),
    }

    write_arrays(tmp_path / "some.safetensors", arrays)
    found = load_file(tmp_path / "some.safetensors")

    assert set(found) == set(arrays)
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)


def test_a_file_is_the_library_s_byte_for_byte(tmp_path: Path) -> None:
    arrays = {
        f"{place} {dtype} \u00e9": np.ones((2, 3)).astype(dtype)
        for place in "ba"
        for dtype in DTYPES.values()
    }
    arrays.update(empty=np.zeros((0, 4), np.float32), number=np.array(3.0))

    write_arrays(tmp_path / "some.safetensors", arrays)

    assert (tmp_path / "some.safetensors").read_bytes() == save(arrays)


def test_no_copy_of_all_arrays_is_made(tmp_path: Path) -> None:
    arrays = {name: np.ones(100_000, np.float32) for name in "abc"}
    tracemalloc.start()
    write_arrays(tmp_path / "some.safetensors", arrays)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 200_000


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_arrays(tmp_path / "nowhere" / "some.safetensors", {})

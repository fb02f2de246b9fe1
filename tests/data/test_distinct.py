"""numpy.unique and numpy.isin are right; these say the same."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from movierec.data.distinct import among, distinct, groups_of

NUMBERS = arrays(np.int32, st.integers(0, 30), elements=st.integers(-4, 9))
CHILD = """
import sys
import numpy as np
from movierec.data.distinct import among, distinct, groups_of
numbers = np.array([3, 1, 3])
groups_of(numbers), distinct(numbers), among(numbers, numbers)
print("numpy.ma" in sys.modules)
"""


@given(NUMBERS)
def test_groups_are_those_of_numpy(numbers: np.ndarray) -> None:
    values, first, group, sizes = np.unique(
        numbers, return_index=True, return_inverse=True, return_counts=True
    )

    found = groups_of(numbers)

    np.testing.assert_array_equal(found.values, values)
    np.testing.assert_array_equal(found.first, first)
    np.testing.assert_array_equal(found.group, group)
    np.testing.assert_array_equal(found.sizes, sizes)


@given(NUMBERS)
def test_distinct_numbers_are_those_of_numpy(numbers: np.ndarray) -> None:
    np.testing.assert_array_equal(distinct(numbers), np.unique(numbers))


@given(NUMBERS, NUMBERS)
def test_numbers_among_others_are_those_of_numpy(numbers: np.ndarray, wanted: np.ndarray) -> None:
    np.testing.assert_array_equal(among(numbers, wanted), np.isin(numbers, wanted))


@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < "2.0.0", reason="imports it at once")
def test_no_masked_arrays_are_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "False\n"

"""Singular vectors of a sparse pattern, all of a small one and the leading ones of a large one."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from movierec.training import spectrum
from movierec.training.sparse import csr, warm_up
from movierec.training.spectrum import Spectrum, singular_vectors


def pattern_of(table: np.ndarray) -> Tensor:
    warm_up()
    row, column = np.nonzero(table)
    starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(table)))])
    return csr(
        torch.from_numpy(starts), torch.from_numpy(column), torch.ones(len(column)), table.shape
    )


def made_up(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    table = random.random((rows, columns)) < 0.3
    return table, random.random(rows) + 0.5, random.random(columns) + 0.5


def found(rows: int, columns: int, truncated: int) -> tuple[Spectrum, np.ndarray]:
    table, own, other = made_up(rows, columns)
    result = singular_vectors(
        pattern_of(table), torch.from_numpy(own), torch.from_numpy(other), truncated
    )
    return result, own[:, None] * table * other


@pytest.mark.parametrize(("rows", "columns"), [(30, 12), (12, 30), (20, 20)])
def test_all_vectors_give_the_weighted_table_back(rows: int, columns: int) -> None:
    result, table = found(rows, columns, 3)

    left, values, right = (part.numpy() for part in result)

    np.testing.assert_allclose((left * values) @ right.T, table, atol=1e-8)
    np.testing.assert_allclose(right.T @ right, np.eye(len(values)), atol=1e-7)


def test_values_ascend_and_are_the_singular_values() -> None:
    result, table = found(30, 12, 3)

    expected = np.sort(np.linalg.svd(table, compute_uv=False))
    np.testing.assert_allclose(result.values.numpy(), expected, rtol=1e-7)


def test_the_largest_are_the_last() -> None:
    result, _ = found(30, 12, 3)

    some = result.largest(4)

    assert some.values.tolist() == result.values[-4:].tolist()
    assert some.left.shape == (30, 4)
    assert some.right.shape == (12, 4)
    assert result.largest(50).values.tolist() == result.values.tolist()


def test_the_leading_vectors_of_a_large_table_are_those_of_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole, _ = found(60, 40, 3)

    monkeypatch.setattr(spectrum, "LARGEST", 5)
    leading, _ = found(60, 40, 3)

    np.testing.assert_allclose(leading.values, whole.values[-3:], rtol=1e-3)
    alike = np.abs(np.diag(leading.right.T.numpy() @ whole.right[:, -3:].numpy()))
    np.testing.assert_allclose(alike, 1, atol=0.01)


def test_vectors_of_nothing_are_dropped() -> None:
    table = np.zeros((6, 4), dtype=bool)
    table[:3, :2] = True

    result = singular_vectors(
        pattern_of(table), torch.ones(6, dtype=torch.float64), torch.ones(4, dtype=torch.float64), 3
    )

    np.testing.assert_allclose(result.values.numpy(), [np.sqrt(6)])
    assert not result.right[2:].any()

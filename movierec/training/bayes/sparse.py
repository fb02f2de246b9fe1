"""Sparse matrices by row."""

from __future__ import annotations

import warnings

import torch
from torch import Tensor


def csr(starts: Tensor, columns: Tensor, values: Tensor, shape: tuple[int, int]) -> Tensor:
    """Return a sparse matrix whose row r has the entries starts[r] to starts[r + 1].

    Args:
        starts: [rows + 1].
        columns: of each entry, ascending in a row, [entries].
        values: [entries].
        shape: rows and columns.
    """
    return torch.sparse_csr_tensor(starts, columns, values, shape, check_invariants=False)


def warm_up() -> None:
    """Make a sparse matrix, so that torch has said what it says once: that they are in beta.

    Filters of warnings are not safe where several threads set them.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparse CSR tensor support", category=UserWarning)
        csr(torch.tensor([0, 1]), torch.tensor([0]), torch.ones(1), (1, 1))

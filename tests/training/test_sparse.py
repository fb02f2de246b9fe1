"""A pattern cut into blocks of columns is the same matrix."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from movierec.training import sparse
from movierec.training.sparse import Pattern, warm_up

ROWS, COLUMNS = 7, 11


@pytest.fixture(autouse=True)
def warm() -> None:
    warm_up()


@pytest.fixture(params=[100, 4, 1], ids=["whole", "blocks", "columns"])
def width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    width: int = request.param
    monkeypatch.setattr(sparse, "WIDTH", width)
    return width


def pairs() -> tuple[np.ndarray, np.ndarray, torch.Tensor]:
    """Return pairs of row and column in any order, and the table that they make."""
    random = np.random.default_rng(3)
    table = random.random((ROWS, COLUMNS)) < 0.4
    table[2], table[:, 5] = False, False
    row, column = random.permutation(np.argwhere(table)).T
    return row, column, torch.from_numpy(table.astype(np.float32))


@pytest.mark.usefixtures("width")
def test_a_product_is_that_of_the_table() -> None:
    row, column, table = pairs()
    right = torch.randn(COLUMNS, 3, generator=torch.Generator().manual_seed(1))

    found, _ = Pattern.of(row, column, (ROWS, COLUMNS))

    torch.testing.assert_close(found @ right, table @ right)
    torch.testing.assert_close(found.add_up(2, 5, right), table[2:5] @ right)
    assert torch.equal(found.to_dense(), table)


def test_every_entry_knows_its_pair(width: int) -> None:
    row, column, _ = pairs()

    found, order = Pattern.of(row, column, (ROWS, COLUMNS))

    for strip in found.strips(0, ROWS):
        pair = order[strip.entries].numpy()
        counts = torch.diff(strip.starts)
        assert row[pair].tolist() == torch.arange(ROWS).repeat_interleave(counts).tolist()
        assert column[pair].tolist() == (strip.columns + strip.inside.start).tolist()
        assert strip.inside.stop - strip.inside.start <= width


@pytest.mark.usefixtures("width")
def test_a_pair_that_occurs_twice_counts_twice() -> None:
    twice = np.array([1, 1]), np.array([10, 10])
    found, _ = Pattern.of(*twice, (ROWS, COLUMNS))
    assert found.to_dense()[1, 10] == 2


@pytest.mark.usefixtures("width")
def test_nothing_is_a_matrix_of_zeros() -> None:
    nothing = np.array([], dtype=np.int32)
    found, _ = Pattern.of(nothing, nothing, (ROWS, COLUMNS))
    assert not (found @ torch.ones(COLUMNS, 2)).any()

from __future__ import annotations

import pytest
import torch

from movierec.training.dropout import dropout_mask


def mask(shape: tuple[int, ...], dropout: float, seed: int = 0) -> torch.Tensor:
    return dropout_mask(shape, dropout, torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("dropout", [0.2, 0.5, 0.9])
def test_the_share_asked_for_is_silenced(dropout: float) -> None:
    assert (mask((300, 400), dropout) == 0).float().mean() == pytest.approx(dropout, abs=0.005)


def test_what_is_kept_keeps_the_mean() -> None:
    assert set(mask((30, 40), 0.2).unique().tolist()) == {0.0, 1.25}


def test_every_column_is_silenced_as_often() -> None:
    shares = (mask((20_000, 8), 0.2) == 0).float().mean(0)

    torch.testing.assert_close(shares, torch.full((8,), 0.2), atol=0.015, rtol=0)


def test_one_seed_draws_one_mask() -> None:
    assert torch.equal(mask((5, 7), 0.5, seed=3), mask((5, 7), 0.5, seed=3))
    assert not torch.equal(mask((5, 7), 0.5, seed=3), mask((5, 7), 0.5, seed=4))


def test_nearly_everything_may_be_silenced() -> None:
    assert torch.isfinite(mask((30, 40), 0.999_999)).all()

"""The singular bases: what they span, and what takes features there."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from movierec.training import spectrum
from movierec.training.bayes import basis
from movierec.training.bayes.basis import Basis, dense_basis, rated_basis
from movierec.training.sparse import Pattern, warm_up

ROWS, COLUMNS = 30, 50


def pattern(rows: int = ROWS, columns: int = COLUMNS) -> torch.Tensor:
    random = np.random.default_rng(4)
    # Some rows and columns have far more than others, and one of each has nothing.
    chance = np.linspace(0.1, 0.9, rows)[:, None] * np.linspace(0.2, 1, columns)
    found = random.random((rows, columns)) < chance
    found[3], found[:, 7] = False, False
    return torch.from_numpy(found.astype(np.float32))


def of_rated(dense: torch.Tensor) -> Basis:
    warm_up()
    counts, others = dense.sum(1).long().numpy(), dense.sum(0).long().numpy()
    (row, column), shape = dense.nonzero().numpy().T, tuple(dense.shape)
    found, _ = Pattern.of(row, column, shape)
    across, _ = Pattern.of(column, row, shape[::-1])
    return rated_basis(found, across, counts, others)


def divided(dense: torch.Tensor) -> torch.Tensor:
    return dense / dense.sum(1).clamp(min=1)[:, None] ** basis.OWN_POWER


def assert_orthonormal(left: torch.Tensor) -> None:
    torch.testing.assert_close(left.T @ left, torch.eye(left.shape[1]), atol=1e-4, rtol=0)


@pytest.mark.parametrize("wide", [True, False])
def test_what_was_rated_is_taken_to_the_basis(wide: bool) -> None:
    dense = pattern() if wide else pattern().T.contiguous()

    found = of_rated(dense)

    assert_orthonormal(found.left)
    torch.testing.assert_close(
        divided(dense) @ found.back, found.left * found.scale, atol=1e-4, rtol=0
    )


def test_with_a_spectrum_as_it_is_the_basis_has_the_features_inner_products(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(basis, "SPECTRUM", 1.0)
    dense = pattern()
    features = divided(dense) / dense.sum(0).clamp(min=1) ** basis.OTHER_POWER

    found = of_rated(dense)

    scaled = found.left * found.scale
    torch.testing.assert_close(scaled @ scaled.T, features @ features.T, atol=1e-4, rtol=0)


def test_the_power_of_the_spectrum_keeps_the_features_total_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    powered = of_rated(pattern()).scale

    monkeypatch.setattr(basis, "SPECTRUM", 1.0)
    plain = of_rated(pattern()).scale

    assert float(powered.square().sum()) == pytest.approx(float(plain.square().sum()), rel=1e-4)
    assert powered.max() / powered.median() > plain.max() / plain.median()


def test_a_truncated_basis_is_the_leading_part_of_the_whole_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dense = pattern()
    monkeypatch.setattr(basis, "SPECTRUM", 1.0)
    whole = of_rated(dense)

    monkeypatch.setattr(spectrum, "LARGEST", 0)
    monkeypatch.setattr(basis, "TRUNCATED", 4)
    found = of_rated(dense)

    order = whole.scale.argsort()[-4:]
    torch.testing.assert_close(found.scale, whole.scale[order], rtol=1e-3, atol=0)
    # The first vectors are well apart from the others: the same but for their signs.
    alike = (found.left * whole.left[:, order]).sum(0).abs()
    assert (alike > 0.99).all()


def test_a_truncated_basis_takes_what_was_rated_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spectrum, "LARGEST", 0)
    monkeypatch.setattr(basis, "TRUNCATED", 6)
    dense = pattern()

    found = of_rated(dense)

    assert_orthonormal(found.left)
    torch.testing.assert_close(
        divided(dense) @ found.back, found.left * found.scale, atol=0.02, rtol=0
    )


@pytest.mark.parametrize("largest", [0, 100])
def test_people_of_few_kinds_need_no_more_vectors_than_kinds(
    largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spectrum, "LARGEST", largest)
    monkeypatch.setattr(basis, "TRUNCATED", 10)
    dense = torch.zeros(40, 60)
    dense[:20, :30], dense[20:39, 25:50], dense[39, 50:] = 1, 1, 1

    found = of_rated(dense)

    assert found.scale.shape == (3,)
    assert torch.isfinite(found.back).all()


def test_dense_features_are_spanned_without_what_they_have_in_common() -> None:
    random = np.random.default_rng(5)
    features = random.normal(size=(20, 4)).astype(np.float32)
    features = np.hstack([features, features[:, :1] + features[:, 1:2]])

    found = dense_basis(features)

    assert found.scale.shape == (4,)
    assert_orthonormal(found.left)
    scaled = found.left * found.scale
    torch.testing.assert_close(torch.from_numpy(features) @ found.back, scaled, atol=1e-4, rtol=0)
    torch.testing.assert_close(scaled @ found.back.T, torch.from_numpy(features), atol=1e-4, rtol=0)

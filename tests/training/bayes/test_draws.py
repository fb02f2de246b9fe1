"""The draws that a sweep is made of, held to the moments of their distributions."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from movierec.training.bayes.draws import log_chance, normal_block, precisions, truncated

N = 40_000


def cdf(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2


def density(x: float) -> float:
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def column(value: float) -> torch.Tensor:
    return torch.full((N,), value)


@pytest.mark.parametrize(
    ("low", "high", "mean", "sd"),
    [(-0.5, 0.4, 0.0, 1.0), (1.0, 2.5, 0.3, 0.7), (-1e4, -1.0, 0.5, 1.3), (0.8, 1e4, 0.8, 0.5)],
)
def test_truncated_normals_stay_inside_and_have_the_right_mean(
    low: float, high: float, mean: float, sd: float
) -> None:
    bounds = column(low), column(high)

    drawn = truncated(*bounds, column(mean), column(sd), np.random.default_rng(1))

    a, b = (low - mean) / sd, (high - mean) / sd
    expected = mean + sd * (density(a) - density(b)) / (cdf(b) - cdf(a))
    assert ((drawn >= bounds[0]) & (drawn <= bounds[1])).all()
    assert float(drawn.mean()) == pytest.approx(expected, abs=4 * float(drawn.std()) / N**0.5)


def test_truncated_normals_far_from_their_mean_stay_inside_and_finite() -> None:
    drawn = truncated(column(8.0), column(9.0), column(0.0), column(1.0), np.random.default_rng(1))

    assert ((drawn >= 8) & (drawn <= 9)).all()


def test_chance_is_that_of_the_normal_distribution() -> None:
    found = log_chance(*(torch.tensor([x]) for x in (-0.5, 1.0, 0.2, 2.0)))

    assert float(found) == pytest.approx(math.log(cdf(0.4) - cdf(-0.35)), abs=1e-5)


def test_chance_of_what_hardly_happens_is_finite() -> None:
    found = log_chance(*(torch.tensor([x]) for x in (50.0, 60.0, 0.0, 1.0)))

    assert torch.isfinite(found).all()


@pytest.mark.parametrize(("shape", "rate"), [(4.0, 2.0), (0.7, 5.0)])
def test_precisions_have_the_mean_and_variance_of_a_gamma(shape: float, rate: float) -> None:
    drawn = precisions(shape, column(rate), np.random.default_rng(2)).double()

    assert float(drawn.mean()) == pytest.approx(shape / rate, rel=0.03)
    assert float(drawn.var()) == pytest.approx(shape / rate**2, rel=0.1)


def test_every_precision_has_a_shape_of_its_own() -> None:
    shape = torch.tensor([1.0, 100.0]).repeat(N)

    drawn = precisions(shape, torch.ones(2 * N), np.random.default_rng(2)).view(N, 2)

    assert drawn.mean(0).tolist() == pytest.approx([1, 100], rel=0.02)


def test_normal_blocks_have_the_mean_and_covariance_of_their_precision() -> None:
    precision = torch.tensor([[2.0, 0.8, -0.3], [0.8, 1.5, 0.2], [-0.3, 0.2, 3.0]])
    weighted = torch.tensor([1.0, -2.0, 0.5])

    drawn = normal_block(
        precision.expand(N, 3, 3), weighted.expand(N, 3), np.random.default_rng(3)
    ).double()

    covariance = torch.linalg.inv(precision.double())
    error = 4 * covariance.diagonal().sqrt() / N**0.5
    assert ((drawn.mean(0) - covariance @ weighted.double()).abs() < error).all()
    torch.testing.assert_close(torch.cov(drawn.T), covariance, atol=0.02, rtol=0)


def test_each_row_of_a_normal_block_has_its_own_mean_and_precision() -> None:
    precision = torch.tensor([1e4, 1e6])[:, None, None] * torch.eye(2)
    weighted = torch.tensor([[1e4, 2e4], [-3e6, 4e6]])

    drawn = normal_block(precision, weighted, np.random.default_rng(3))

    torch.testing.assert_close(drawn, torch.tensor([[1.0, 2], [-3, 4]]), atol=0.05, rtol=0)

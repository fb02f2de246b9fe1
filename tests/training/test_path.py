from __future__ import annotations

import numpy as np
import pytest

from movierec.training.path import EARLY, Path

LR, STEPS = 0.01, 700


def gone(first: float, second: float, done: int, count: int) -> float:
    """Return how far `count` steps of Adam go, one by one."""
    way = 0.0
    for number in range(done + 1, done + 1 + count):
        root = (second / (1 - 0.999**number)) ** 0.5
        way += LR * first / (1 - 0.9**number) / (root + 1e-8)
        first, second = 0.9 * first, 0.999 * second
    return way


@pytest.mark.parametrize("done", [EARLY, 20_000])
@pytest.mark.parametrize(("step", "count"), [(0, 1), (0, 2), (3, 60), (0, STEPS), (699, 1)])
@pytest.mark.parametrize("gradient", [1.0, 1e-4, 1e-7])
def test_many_steps_at_once_go_as_far_as_one_by_one(
    done: int, step: int, count: int, gradient: float
) -> None:
    first, second = 0.1 * gradient, 0.001 * gradient**2

    found = Path(done, STEPS, LR).factors(np.array([step]), np.array([count]))[:, 0, 0].double()

    expected = gone(first, second, done + step, count)
    assert first / (second**0.5 * found[0] + found[1]) == pytest.approx(expected, rel=5e-5)
    assert found[2] == pytest.approx(0.9 ** (count - 1), rel=1e-6, abs=1e-20)
    assert found[3] == pytest.approx(0.999 ** (count - 1), rel=1e-6)


def test_one_step_is_exact_even_at_the_start_and_with_hardly_any_gradient() -> None:
    found = Path(0, 1, LR).factors(np.array([0]), np.array([1]))[:, 0, 0].double()

    assert 1e-9 / (1e-9 * found[0] + found[1]) == pytest.approx(gone(1e-9, 1e-18, 0, 1), rel=1e-6)


def test_no_factor_is_too_small_for_a_normal_number() -> None:
    count = np.arange(1, 3_000)

    left = Path(0, 3_000, LR).factors(np.zeros_like(count), count)[2].numpy()

    assert not ((left != 0) & (left < np.finfo(np.float32).tiny)).any()

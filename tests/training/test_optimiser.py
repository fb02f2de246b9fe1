from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import Parameter

from movierec.records import FloatArray
from movierec.training.devices import threads_restored
from movierec.training.optimiser import Optimiser


def faded(threads: int) -> tuple[FloatArray, ...]:
    """Return weights and state after one gradient and then a thousand steps without any."""
    weights = torch.linspace(-1, 1, 100_001)
    gradient = torch.linspace(1, -2, 100_001)
    optimiser = Optimiser(weights, gradient, lr=1e-3, weight_decay=0.0, averaging=0.995)
    with threads_restored():
        torch.set_num_threads(threads)
        for _ in range(1000):
            optimiser.step()
            gradient.zero_()
    return (weights.numpy(), *(vector.numpy() for vector in optimiser.vectors[1:]))


@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
def test_steps_are_those_of_torchs_adamw(weight_decay: float) -> None:
    weights, gradient = torch.linspace(-1, 1, 50), torch.empty(50)
    optimiser = Optimiser(weights, gradient, lr=0.01, weight_decay=weight_decay, averaging=0.0)
    expected = Parameter(weights.clone())
    textbook = torch.optim.AdamW([expected], lr=0.01, weight_decay=weight_decay)

    for step in range(20):
        gradient.copy_(torch.linspace(-step, 3, 50))
        expected.grad = gradient.clone()
        optimiser.step()
        textbook.step()

    torch.testing.assert_close(optimiser.vectors[0], expected.detach(), atol=1e-6, rtol=1e-5)


def test_moments_that_fade_become_zero_before_they_are_denormal() -> None:
    first_moment = faded(threads=1)[1]

    assert not ((first_moment != 0) & (np.abs(first_moment) < np.finfo(np.float32).tiny)).any()


def test_one_thread_and_two_compute_the_same_bytes() -> None:
    one, two = faded(threads=1), faded(threads=2)

    assert [array.tobytes() for array in one] == [array.tobytes() for array in two]

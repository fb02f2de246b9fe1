"""What benchmarks/dnn_rate.py counts and prints: a ratio of times, and two sorts of operations."""

from __future__ import annotations

import time

import pytest
import torch

from movierec.cli.app import main
from movierec.training.towers import Shape


def test_the_first_layer_is_executed_once_a_user_and_film() -> None:
    from dnn_rate import executed, operations

    shape = Shape(3, 4, 0, 0, members=2, embed=5, hidden=(6,))

    there_and_back = 3 * 2  # one product forward and two back, each adds and multiplies
    assert operations(shape) * 100 == there_and_back * 2 * (10 * 6 + 6) * 100
    assert executed(shape, 100) == there_and_back * 2 * (5 * 6 * (3 + 4) + 6 * 100)


def test_operations_that_are_not_executed_are_in_no_rate_of_the_step() -> None:
    from dnn_rate import table

    shown = table([3e-3, 3e-3, 3e-3], [2e-3, 2e-3, 2e-3], 1000, 40_000_000, 15_000_000)

    step = "| training step | 3,000 (3,000 to 3,000) | 5.0 | 13.3 |"
    plain = "| plain products | 2,000 (2,000 to 2,000) | 20.0 | 20.0 |"
    assert shown.splitlines()[2:4] == [step, plain]
    assert "Executed GFLOP/s beside theirs: 0.25 (0.25 to 0.25)." in shown


@pytest.mark.parametrize(
    ("step", "claim"), [(3e-3, ": less than 2 times"), (5e-3, ": not less than 2 times")]
)
def test_the_claim_is_one_of_time_and_can_fail(step: float, claim: str) -> None:
    from dnn_rate import table

    assert claim in table([step], [2e-3], 1000, 40_000_000, 15_000_000)


@pytest.mark.usefixtures("home")
def test_a_step_of_a_real_training_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    from dnn_rate import _measure

    assert main(["fetch", "sample", "--quiet"]) == 0
    with torch.no_grad():
        _measure("sample", 1, time.process_time)

    assert "| part of the step | share |" in capsys.readouterr().out

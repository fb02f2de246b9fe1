"""The parts of a calculation tell their own shares; who listens hears that of the whole."""

from __future__ import annotations

import pytest

from movierec.training.progress import divided


def test_parts_count_by_their_work() -> None:
    told: list[float] = []
    first, second = divided(told.append, [1, 3])

    for tell, share in ((first, 0.5), (first, 1), (second, 0), (second, 1 / 3), (second, 1)):
        tell(share)

    assert told == pytest.approx([0.125, 0.25, 0.25, 0.5, 1])


def test_parts_are_divided_again() -> None:
    told: list[float] = []
    _, second = divided(told.append, [1, 1])

    divided(second, [1, 1])[0](1)

    assert told == pytest.approx([0.75])

"""Of two trainings that work in turn only one holds what its work takes."""

from __future__ import annotations

from movierec.training.memory_use import MemoryUse, in_turn

SAMPLED = MemoryUse(setting_up=90, held=10, epoch=40, ending=50)
LEARNED = MemoryUse(setting_up=20, held=5, epoch=30, ending=35)


def test_the_second_is_set_up_beside_the_first() -> None:
    assert in_turn(SAMPLED, LEARNED).setting_up == 90
    assert in_turn(LEARNED, SAMPLED).setting_up == 5 + 90


def test_each_works_beside_what_the_other_one_holds() -> None:
    found = in_turn(SAMPLED, LEARNED)

    assert found.held == 15
    assert found.epoch == 40 + 5
    assert found.ending == 50 + 5


def test_the_most_is_that_of_any_time() -> None:
    assert SAMPLED.most == 90
    assert LEARNED.most == 35

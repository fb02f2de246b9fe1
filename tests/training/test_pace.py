from __future__ import annotations

import pytest
import torch
from training_makers import CONFIGS, checkerboard

from movierec.processes import Process
from movierec.training.devices import threads_restored
from movierec.training.distributed import Group
from movierec.training.pace import SMALL_BATCH, Pace, new_pace, same_bytes
from movierec.training.trainer import Trainer


def chosen(one: list[float], two: list[float], windows: int) -> list[int]:
    """Return the threads of each window, where it takes as long as the lists say, in turn."""
    pace, threads, sequence = Pace(1, 2), 1, []
    for window in range(windows):
        sequence.append(threads)
        times = one if threads == 1 else two
        threads = pace.choose(times[min(window, len(times) - 1)])
        pace._threads = threads
    return sequence


def test_both_are_tried_and_two_threads_kept_where_they_are_faster() -> None:
    assert chosen([1.0], [0.6], 5) == [1, 2, 2, 2, 2]


def test_one_thread_is_kept_where_two_wait_for_each_other() -> None:
    assert chosen([1.0], [30.0], 5) == [1, 2, 1, 1, 1]


def test_a_small_gain_is_not_worth_a_second_thread() -> None:
    assert chosen([1.0], [0.95], 4) == [1, 2, 1, 1]


def test_two_threads_are_left_as_soon_as_they_become_slow() -> None:
    assert chosen([1.0], [0.6, 0.6, 0.6, 20.0], 6) == [1, 2, 2, 2, 1, 1]


def test_the_other_choice_gets_another_chance_later() -> None:
    sequence = chosen([1.0], [30.0] * 100 + [0.6], 140)

    assert sequence[2:100] == [1] * 98
    assert sequence[-5:] == [2] * 5


def number_of_threads() -> torch.Tensor:
    return torch.tensor(float(torch.get_num_threads()))


def nothing() -> torch.Tensor:
    return torch.zeros(1)


def threads_used(pace: Pace) -> set[int]:
    """Return every number of threads that a pace runs, whatever the windows take."""
    return {pace._few, pace._many}


def test_work_that_depends_on_the_threads_has_not_the_same_bytes() -> None:
    with threads_restored():
        torch.set_num_threads(2)

        assert not same_bytes(number_of_threads, 2)
        assert same_bytes(nothing, 2)
        assert torch.get_num_threads() == 2


def test_small_steps_may_use_two_threads_and_large_ones_all() -> None:
    with threads_restored():
        torch.set_num_threads(4)

        assert threads_used(new_pace(SMALL_BATCH, nothing)) == {1, 2}
        assert threads_used(new_pace(SMALL_BATCH + 1, nothing)) == {1, 4}


def test_where_threads_change_the_result_their_number_stays() -> None:
    with threads_restored():
        torch.set_num_threads(4)

        assert threads_used(new_pace(SMALL_BATCH, number_of_threads)) == {1}
        assert threads_used(new_pace(SMALL_BATCH + 1, number_of_threads)) == {4}


def test_one_thread_stays_one() -> None:
    with threads_restored():
        torch.set_num_threads(1)

        assert threads_used(new_pace(SMALL_BATCH + 1, nothing)) == {1}


def test_after_a_run_torch_has_the_threads_that_it_had_before() -> None:
    before = torch.get_num_threads()
    pace = Pace(1, 2)

    pace.start()
    during = torch.get_num_threads()
    pace.stop()

    assert during == 1
    assert torch.get_num_threads() == before


def test_of_several_processes_none_tries_threads_which_would_take_sums_of_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    summed: list[object] = []
    monkeypatch.setattr(Group, "add_up", lambda _, *tensors: summed.extend(tensors))
    group = Group(Process(0, 2))
    trainer = Trainer(checkerboard(), CONFIGS["dnn"], torch.device("cpu"), group)

    with threads_restored(), torch.no_grad():
        torch.set_num_threads(2)
        pace = trainer._new_pace()

    assert pace is None
    assert summed == []

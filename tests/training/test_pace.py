from __future__ import annotations

import torch

from movierec.training.devices import threads_restored
from movierec.training.pace import Pace, same_bytes


def chosen(one: list[float], two: list[float], windows: int) -> list[int]:
    """Return the threads of each window, where it takes as long as the lists say, in turn."""
    pace, threads, sequence = Pace(True), 1, []
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


def test_two_threads_are_not_taken_where_they_change_the_result() -> None:
    with threads_restored():
        torch.set_num_threads(2)
        assert not same_bytes(lambda: torch.tensor(float(torch.get_num_threads())))
        assert torch.get_num_threads() == 1


def test_one_thread_stays_one() -> None:
    with threads_restored():
        torch.set_num_threads(1)
        assert not same_bytes(lambda: torch.zeros(1))


def test_equal_results_allow_two() -> None:
    with threads_restored():
        torch.set_num_threads(2)
        assert same_bytes(lambda: torch.zeros(1))


def test_after_a_run_torch_has_the_threads_that_it_had_before() -> None:
    before = torch.get_num_threads()
    pace = Pace(True)

    pace.start()
    during = torch.get_num_threads()
    pace.stop()

    assert during == 1
    assert torch.get_num_threads() == before

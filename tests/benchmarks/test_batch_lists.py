"""What benchmarks/batch_lists.py times: all of movierec's work, and none that began before."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from types import SimpleNamespace
from typing import Any

import pytest

from movierec import machine
from movierec.scoring.blocks import in_order


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "cores", lambda: 2)


class Clock:
    """Seconds that pass where a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        return self.now


def test_the_clock_runs_from_the_call_until_everything_has_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import batch_lists

    clock = Clock()
    monkeypatch.setattr(batch_lists, "time", clock)
    block: Any = SimpleNamespace(users=256)

    def call() -> Iterator[Any]:
        clock.now += 6  # what is read before the workers start
        return blocks()

    def blocks() -> Iterator[Any]:
        clock.now += 4
        for _ in range(10):
            yield block
            clock.now += 1
        clock.now += 5  # the workers end

    timed = batch_lists.drain(call, 2560)

    assert timed.speed == 2560 / 25
    assert timed.start == 10
    assert timed.started_speed == 256 * (10 - 5) / 15


def test_users_handed_out_before_the_first_block_are_known() -> None:
    from batch_lists import USERS_AT_ONCE, handed_out

    class Pool(Executor):
        def __init__(self) -> None:
            self.users = 0

        def submit(self, _make: Any, /, first: int, end: int) -> Future[Any]:  # type: ignore[override]
            self.users += end - first
            done: Future[Any] = Future()
            done.set_result(None)
            return done

    pool = Pool()
    next(in_order(pool, lambda _first, _end: None, 100 * USERS_AT_ONCE, USERS_AT_ONCE))

    assert pool.users == handed_out()


def test_the_ratio_is_that_of_the_whole_call() -> None:
    from batch_lists import OWN, PEER, STARTED, table

    shown = table({OWN: [500.0], STARTED: [900.0], PEER: [250.0]})

    assert "| ratio | 2.00, 2.00, 2.00 |" in shown
    assert "| ratio without the start | 3.60, 3.60, 3.60 |" in shown

"""Choose one thread or several for the steps of a training, as the load of the machine changes.

Idle cores share a step and finish it sooner; where another program keeps one of them busy, they
wait for each other and are many times slower. So a few steps are timed now and then, and several
threads are taken while they pay, and only where they give the same bytes as one.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import torch
from torch import Tensor

SMALL_BATCH = 256
"""Up to so many rows a step is too small for more than two threads."""

WINDOW = 8
"""Steps that are timed together; one that takes long enough is timed alone."""

_RETRY = 128
_WORTH = 0.9


class Pace:
    """Sets torch's number of threads for the steps of one training.

    Args:
        few: threads to begin with.
        many: threads to try as well; the same as `few` where there is no choice.
        window: steps that are timed together.
    """

    def __init__(self, few: int, many: int, window: int = WINDOW) -> None:
        self._few = few
        self._many = many
        self._window = window
        self._threads = few
        self._seconds = {few: 0.0, many: 0.0}  # of the window timed last; 0 asks for a trial
        self._windows = 0
        self._since = 0.0
        self._usual = few

    def start(self) -> None:
        """Begin a run of steps."""
        self._usual = torch.get_num_threads()
        torch.set_num_threads(self._threads)
        self._since = time.perf_counter()

    def stop(self) -> None:
        """End it: what follows, validation above all, has not been shown to be indifferent."""
        torch.set_num_threads(self._usual)

    def step(self, number: int) -> None:
        """Look at the time after step `number`, counted from 1, and choose for the next ones."""
        if self._few == self._many or number % self._window:
            return
        now = time.perf_counter()
        threads = self.choose(now - self._since)
        if threads != self._threads:
            self._threads = threads
            torch.set_num_threads(threads)
        self._since = now

    def choose(self, seconds: float) -> int:
        """Return the threads to use next, told how long the last window took."""
        self._seconds[self._threads] = seconds
        self._windows += 1
        other = self._few if self._threads == self._many else self._many
        if self._seconds[other] == 0 or self._windows % _RETRY == 0:
            return other
        pays = self._seconds[self._many] < _WORTH * self._seconds[self._few]
        return self._many if pays else self._few


def new_pace(batch_size: int, work: Callable[[], Tensor], window: int = WINDOW) -> Pace:
    """Return the pace for steps of so many rows.

    Args:
        batch_size: rows a step.
        work: computes what a step does, the same each time it is called.
        window: steps that are timed together.
    """
    usual = torch.get_num_threads()
    small = batch_size <= SMALL_BATCH
    many = min(usual, 2) if small else usual
    if many == 1:
        return Pace(1, 1, window)
    if same_bytes(work, many):
        return Pace(1, many, window)
    return Pace(1, 1, window) if small else Pace(usual, usual, window)


def same_bytes(work: Callable[[], Tensor], many: int) -> bool:
    """Return whether one thread and `many` compute exactly the same."""
    usual = torch.get_num_threads()
    try:
        torch.set_num_threads(many)
        shared = work()
        torch.set_num_threads(1)
        return torch.equal(shared, work())
    finally:
        torch.set_num_threads(usual)

"""Choose one thread or two for small steps, as the load of the machine changes.

At batch 64 two idle cores are faster than one; where another program keeps one of them busy, they
wait for each other and are many times slower. So a few steps are timed now and then, and two
threads are taken while they pay, and only where they give the same bytes as one.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import torch
from torch import Tensor

SMALL_BATCH = 256
"""Up to so many rows a step is small; larger ones are left to torch."""

_WINDOW = 8
_RETRY = 128
_WORTH = 0.9


class Pace:
    """Sets torch's number of threads for the steps of one training.

    Args:
        may_use_two: whether two threads are allowed at all; see `same_bytes`.
    """

    def __init__(self, may_use_two: bool) -> None:
        self._may_use_two = may_use_two
        self._threads = 1
        self._seconds = {1: 0.0, 2: 0.0}  # of the window timed last; 0 asks for a trial
        self._windows = 0
        self._since = 0.0
        self._usual = 1

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
        if not self._may_use_two or number % _WINDOW:
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
        other = 3 - self._threads
        if self._seconds[other] == 0 or self._windows % _RETRY == 0:
            return other
        return 2 if self._seconds[2] < _WORTH * self._seconds[1] else 1


def same_bytes(work: Callable[[], Tensor]) -> bool:
    """Return whether one thread and two compute exactly the same; leaves one thread set."""
    if torch.get_num_threads() == 1:
        return False
    torch.set_num_threads(2)
    two = work()
    torch.set_num_threads(1)
    return torch.equal(two, work())

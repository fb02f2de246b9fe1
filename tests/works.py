"""Fits that take no time, for a process that imports them by name."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import numpy as np

from movierec import machine
from movierec.benchmark_run.fit import Fit
from movierec.errors import UsageError
from movierec.records import EpochReport

Watch = Callable[[EpochReport], None]


def made_up(rows: int, watch: Watch) -> Fit:
    watch(EpochReport(1, 1.0, 0.9, True, 0.1))
    watch(EpochReport(2, 0.8, 0.7, True, 0.1))
    return Fit(np.full(rows, 3.5, dtype=np.float32), None, 0.2, machine.peak_mib(), False)


def refused(_: Watch) -> Fit:
    raise UsageError("what", "hint")


def broken(_: Watch) -> Fit:
    raise ZeroDivisionError("by nought")


def too_large(_: Watch) -> Fit:
    raise MemoryError


def dead(_: Watch) -> Fit:
    os._exit(7)


def endless(place: str, watch: Watch) -> Fit:
    with open(place, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(str(os.getpid()))
    watch(EpochReport(1, 1.0, 0.9, True, 0.1))
    time.sleep(600)
    raise AssertionError

"""Run a command as a process of its own; take its time and the most memory that it had."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_WORDS = 300


class StageError(Exception):
    """A stage that could not be measured; the message says why."""


class Skipped(Exception):
    """A stage that has nothing to do here, or not yet; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost: seconds in all and of the processor, and its peak memory in MiB.

    The system counts what this process had when it started the other, so that less than that, some
    45 MiB, is never told.
    """

    seconds: float
    busy: float
    peak_mib: float


def cost_of(command: Sequence[str], environment: Mapping[str, str], limit: float) -> Cost:
    """Run a command to its end.

    Args:
        command: program and arguments.
        environment: variables beside those of this process.
        limit: seconds after which it is killed.

    Raises:
        StageError: it failed, or took too long.
    """
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        timer = threading.Timer(limit, process.kill)
        timer.start()
        try:
            # Unlike `wait`, this tells the memory of this very process.
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            timer.cancel()
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode and seconds >= limit:
            raise StageError(f"left out: takes more than {limit / 60:g} minutes")
        if process.returncode:
            said.seek(0)
            words = said.read().decode(errors="replace").strip().splitlines() or ["no word"]
            raise StageError(f"exit {process.returncode}: {' '.join(words[-2:])[:_WORDS]}")
    mib = 1024**2 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux KiB
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / mib)

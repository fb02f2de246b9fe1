"""Several real processes that train together, as `torchrun` would start them, on this machine."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from torch.distributed import TCPStore

ENOUGH_SECONDS = 120
"""Far more than a test takes: a process that hangs fails it rather than holding it up for ever."""

MOVIEREC = (
    # Shells ignore Ctrl-C for what they start in the background, and so do its children.
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from movierec.__main__ import run; run()"
)


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Pair:
    """Two processes of one training; the first one leads."""

    first: subprocess.Popen[str]
    second: subprocess.Popen[str]

    def wait_for(self, words: str) -> None:
        """Read what the first one says until a line has these words."""
        assert self.first.stderr is not None
        for line in self.first.stderr:
            if words in line:
                return
        raise AssertionError(f"it ended without having said {words!r}")

    def ended(self) -> tuple[Ended, Ended]:
        """Wait for both to end."""
        first, second = (_end(process) for process in (self.first, self.second))
        return first, second


@contextlib.contextmanager
def pair(
    folder: Path,
    first: Sequence[str],
    second: Sequence[str] | None = None,
    program: Sequence[str] = ("-c", MOVIEREC),
    told: Sequence[Mapping[str, str]] = ({}, {}),
) -> Iterator[Pair]:
    """Start Python in two processes, one thread each, that find each other on loopback.

    Args:
        folder: where they work; `MOVIEREC_HOME` is theirs too.
        first: arguments of the process that leads.
        second: those of the other one, where they differ.
        program: what Python runs.
        told: what stands otherwise in the environment of each.
    """
    # As torchrun does, so that what they have in common outlives each of them.
    store = TCPStore("127.0.0.1", 0, is_master=True, wait_for_workers=False)
    processes: list[subprocess.Popen[str]] = []
    try:
        for rank, arguments in enumerate((first, second or first)):
            words = (*program, *arguments)
            processes.append(_start(folder, rank, store.port, words, told[rank]))
        yield Pair(*processes)
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def _start(
    folder: Path, rank: int, port: int, arguments: Sequence[str], told: Mapping[str, str]
) -> subprocess.Popen[str]:
    said: Mapping[str, str] = {
        "RANK": str(rank),
        "LOCAL_RANK": str(rank),
        "WORLD_SIZE": "2",
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
        "TORCHELASTIC_USE_AGENT_STORE": "True",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    }
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **said, **told},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _end(process: subprocess.Popen[str]) -> Ended:
    out, err = process.communicate(timeout=ENOUGH_SECONDS)
    return Ended(process.returncode, out, err)

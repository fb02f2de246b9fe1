"""Choose where a training runs, and explain it when the memory there does not suffice."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch

from movierec.errors import MovierecError, UsageError
from movierec.processes import ONLY, Process


def available_devices() -> tuple[str, ...]:
    """Return the devices that torch can use on this machine, the fastest first."""
    found = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


def choose_device(name: str, process: Process = ONLY) -> torch.device:
    """Return the device of that name; "auto" is the fastest there is.

    Args:
        name: "auto", "cpu", "cuda" or "mps".
        process: of several on one machine, each has a card of its own.

    Raises:
        UsageError: this machine does not have it, or not for so many processes.
    """
    available = available_devices()
    if process.size > 1:
        # torch's sums over processes are made on processors and on CUDA cards only.
        available = tuple(device for device in available if device != "mps")
    if name == "auto":
        name = available[0]
    if name == "cuda" and name in available and process.size > 1:
        return _card(process.local_rank)
    if name not in available:
        raise UsageError(
            f"--device {name}: torch {torch.__version__} finds no such device on this machine.",
            f"Leave --device away, or choose one of: auto, {', '.join(available)}.",
        )
    return torch.device(name)


def _card(number: int) -> torch.device:
    cards = torch.cuda.device_count()
    if number >= cards:
        raise UsageError(
            f"This machine has {cards} CUDA cards, one a process: too few for process {number}.",
            f"Start it with --nproc-per-node {cards}, or choose --device cpu.",
        )
    return torch.device("cuda", number)


@contextlib.contextmanager
def threads_restored() -> Iterator[None]:
    """Let the block choose torch's number of threads; undo it afterwards, whatever happens."""
    threads = torch.get_num_threads()
    try:
        yield
    finally:
        torch.set_num_threads(threads)


@contextlib.contextmanager
def memory_explained(device: torch.device, hint: str) -> Iterator[None]:
    """Turn an out-of-memory error inside the block into one that says what to do.

    Args:
        device: whose memory it is.
        hint: what to do.

    Raises:
        MovierecError: the device's memory does not suffice.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not memory_is_full(error):
            raise
        raise MovierecError(
            f"The memory of {device} does not suffice for this training.",
            hint,
        ) from error


def memory_is_full(error: BaseException) -> bool:
    """Return whether an error says that the memory of a device does not suffice."""
    # torch raises a bare RuntimeError on the CPU: only its words tell.
    words = str(error).lower()
    return isinstance(error, MemoryError) or any(
        sign in words for sign in ("out of memory", "not enough memory", "can't allocate")
    )

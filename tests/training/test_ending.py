"""A lost process is told from other errors, and signals do afterwards what they did before."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import pytest
import torch
import torch.distributed as dist

from movierec.errors import MovierecError
from movierec.processes import Process
from movierec.training.ending import Ending, LeftAloneError

LOST = "[gloo/transport/tcp/pair.cc:547] Connection closed by peer [127.0.0.1]:1024"


def ending(rank: int = 0) -> Ending:
    return Ending(Process(rank, 2), dist.HashStore())


def handlers() -> list[object]:
    return [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory."),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes."),
        RuntimeError("Tensors must be contiguous"),
    ],
)
def test_what_is_no_lost_connection_is_raised_as_it_is(error: RuntimeError) -> None:
    with pytest.raises(RuntimeError) as caught, ending().explained():
        raise error
    assert caught.value is error


@pytest.mark.parametrize("error", [RuntimeError(LOST), dist.DistNetworkError("gone")])
@pytest.mark.parametrize(("rank", "kind"), [(0, MovierecError), (1, LeftAloneError)])
def test_a_lost_connection_ends_the_process_and_stays_the_cause(
    error: RuntimeError, rank: int, kind: type[Exception]
) -> None:
    with pytest.raises(kind) as caught, ending(rank).explained():
        raise error
    assert caught.value.__cause__ is error


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Heed Ctrl-C, which shells ignore for what they start in the background."""
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, usual)


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("rank", [0, 1])
def test_signals_do_afterwards_what_they_did_before(rank: int) -> None:
    before = handlers()

    with ending(rank).signals_heeded():
        during = handlers()

    assert during != before
    assert handlers() == before


def test_another_thread_than_the_main_one_leaves_signals_alone() -> None:
    before, found = handlers(), []

    def work() -> None:
        this = ending()
        with this.signals_heeded():
            this.keep_calm()
            found.append(handlers())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert found == [before]

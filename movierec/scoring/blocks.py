"""Work on many people, a block of them after the other, on several cores."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TypeVar

from threadpoolctl import threadpool_limits

from movierec import machine

T = TypeVar("T")

MOST_WORKERS = 4
"""Of threads only one at a time adds links up, and each process has its own copy of them."""


def workers() -> int:
    """Return how many blocks are worked on at once."""
    return min(machine.cores(), MOST_WORKERS)


def multiply_in_one_thread() -> None:
    """Let this process, one of `workers`, multiply matrices in no other thread.

    Threads of several processes that share the same cores wait for each other, busily.
    """
    threadpool_limits(1, "blas")


def in_blocks(make: Callable[[int, int], T], length: int, at_once: int) -> Iterator[T]:
    """Yield what is made of rows 0 to `length` in threads; see `in_order`.

    Until the last one is taken, or it is closed, matrices are multiplied in one thread.
    """
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(workers()) as pool:
        yield from in_order(pool, make, length, at_once)


def in_order(
    pool: Executor, make: Callable[[int, int], T], length: int, at_once: int
) -> Iterator[T]:
    """Yield what is made of rows 0 to `length`, in their order, `at_once` rows at a time.

    Blocks are made ahead, but only a few, so that memory is bounded.

    Args:
        pool: of `workers` workers.
        make: given the first row of a block and the one after the last.
        length: how many rows.
        at_once: rows of a block.
    """
    ahead = 2 * workers()
    waiting: deque[Future[T]] = deque()
    try:
        for start in range(0, length, at_once):
            waiting.append(pool.submit(make, start, min(length, start + at_once)))
            if len(waiting) > ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for block in waiting:  # nobody asks for them any more
            block.cancel()

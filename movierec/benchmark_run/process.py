"""Run a fit in a process of its own, so that its memory is its own and ends with it.

The process is started afresh ("spawn"): a forked one would begin with its parent's memory, and
torch's threads do not survive a fork.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from movierec.benchmark_run.fit import Fit
from movierec.errors import MovierecError
from movierec.records import EpochReport

Watch = Callable[[EpochReport], None]
Work = Callable[[Watch], Fit]
"""Does a fit and tells of its epochs; has to be pickled: a function of a module, or `partial`."""

_PATIENCE = 5.0
_MASKS = hasattr(signal, "pthread_sigmask")  # Windows has none


@dataclass(frozen=True, slots=True)
class _Failure:
    """An error as it crosses from one process to the other."""

    kind: type[MovierecError]
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Crash:
    """An error that nobody expected, as words: it may not fit through a pipe."""

    words: str
    trace: str


def fit_in_process(work: Work, what: str, watch: Watch) -> Fit:
    """Fit in a child process.

    An exception in this process, Ctrl-C above all, ends the child.

    Args:
        work: what the child does.
        what: for a message: "dnn on u1".
        watch: told of the epochs as they end.

    Raises:
        MovierecError: what the fit raised, or the child ended without a word.
        RuntimeError: the fit met an error that it did not expect; its traceback is in the notes.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(there, work), daemon=True)
    try:
        with _no_interrupts():
            child.start()
        there.close()
        while True:
            match _received(here):
                case EpochReport() as report:
                    watch(report)
                case _Failure(kind, what, hint):
                    raise kind(what, hint)
                case _Crash(words, trace):
                    error = RuntimeError(words)
                    error.add_note(trace)
                    raise error
                case Fit() as done:
                    child.join(_PATIENCE)
                    return done
    except EOFError:
        child.join()
        raise _died(what, child.exitcode) from None
    finally:
        here.close()
        _end(child)


def _received(here: Connection) -> object:
    try:
        return here.recv()
    except OSError as error:  # the child was killed in the middle of a word
        raise EOFError from error


def _child(there: Connection, work: Work) -> None:
    # Where signals cannot be blocked, Ctrl-C reaches the child as well; its parent ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A parent that was killed reads no more: there is nobody left to tell.
    with contextlib.suppress(BrokenPipeError):
        try:
            there.send(work(there.send))
        except MovierecError as error:
            there.send(_Failure(type(error), error.what, error.hint))
        except MemoryError:
            there.send(
                _Failure(
                    MovierecError,
                    "There is not enough memory for this fit.",
                    "Close other programs, or take a smaller data set; what was measured is kept.",
                )
            )
        except Exception as error:
            words = f"{type(error).__name__}: {error}"
            there.send(_Crash(words, traceback.format_exc()))


@contextlib.contextmanager
def _no_interrupts() -> Iterator[None]:
    """Put Ctrl-C off to the end of the block, and keep it from a process started in the block.

    The process inherits the mask of blocked signals. Here the mask does not suffice: any other
    thread, those of numpy for one, may take the signal for this one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    put_off: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: put_off.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if _MASKS else None
    try:
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
        if put_off and callable(handler):
            handler(put_off[0], None)


def _end(child: Any) -> None:
    if child.pid is None:
        return
    if child.is_alive():
        child.terminate()
        child.join(_PATIENCE)
    if child.is_alive():
        child.kill()
        child.join()


def _died(what: str, code: int | None) -> MovierecError:
    how = f"signal {-code}" if code is not None and code < 0 else f"code {code}"
    return MovierecError(
        f"The process that fitted {what} ended by itself ({how}), perhaps for want of memory.",
        "Close other programs and run the command again: what was measured before is kept.",
    )

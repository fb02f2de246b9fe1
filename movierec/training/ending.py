"""How one of several processes that train together ends: signals, and the words that it leaves.

The first process leads. The others end when it ends, and what goes wrong in one of them is for the
first to tell. For a process that trains by itself all of this does nothing.
"""

from __future__ import annotations

import contextlib
import json
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

import torch.distributed as dist
from torch.distributed.distributed_c10d import Store

from movierec.errors import MovierecError
from movierec.processes import ONLY, Process
from movierec.training.devices import memory_is_full

_END, _ERROR = "end", "error"
_TOLD = "This training was told to end, perhaps as another of its processes has ended."
_LOST = ("connection", "timed out", "timeout", "closed", "broken pipe", "unreachable", "no route")


class LeftAloneError(Exception):
    """The process that leads has ended, or will: there is nothing more to do here."""


@dataclass(slots=True)
class Ending:
    """What one process knows of its own end, and can find out about that of the others.

    Attributes:
        process: which one this is.
        store: what the processes have in common apart from tensors; None for a process by itself.
        near: whether this process is about to end; from then on, no signal hurries it.
    """

    process: Process = ONLY
    store: Store | None = None
    near: bool = False

    def leave_word(self) -> None:
        """Let the others know that this process, which leads, ends as it meant to."""
        if self.store is not None:
            with contextlib.suppress(RuntimeError):
                self.store.set(_END, "")

    def over(self) -> bool:
        """Return whether the process that leads has ended as it meant to."""
        assert self.store is not None
        with contextlib.suppress(RuntimeError):
            return bool(self.store.check([_END]))
        return False

    def report(self, error: BaseException) -> None:
        """Leave word of what ended this process, for the one that leads to tell."""
        what, hint = f"{type(error).__name__}: {error}", "Run it again with --debug."
        if isinstance(error, MovierecError):
            what, hint = error.what, error.hint
        rank, size = self.process.rank, self.process.size
        assert self.store is not None
        with contextlib.suppress(RuntimeError):
            words = json.dumps([f"In process {rank} of 0 to {size - 1}: {what}", hint])
            self.store.set(_ERROR, words)

    @contextlib.contextmanager
    def explained(self) -> Iterator[None]:
        """Turn a lost connection inside the block into the end of this process.

        Raises:
            MovierecError: another process has ended.
            LeftAloneError: likewise, where this one does not lead.
        """
        try:
            yield
        except RuntimeError as error:
            if not _is_lost(error):
                raise
            self._fail(error)

    def keep_calm(self) -> None:
        """Let no signal interrupt what this process still has to write.

        torchrun tells every process to end when one has, and half a minute later ends them.
        """
        if self.process.size > 1:
            self.near = True
            if _may_set_signals():
                signal.signal(signal.SIGINT, signal.SIG_IGN)

    @contextlib.contextmanager
    def signals_heeded(self) -> Iterator[None]:
        """Let Ctrl-C reach the process that leads alone, and let it keep what was learned.

        After the block signals do what they did before it; only where the training was cut short
        they stay quiet, so that torchrun's own cannot cut the last words of this process short,
        too. A block in another thread than the main one changes nothing.
        """
        if not _may_set_signals():
            yield
            return

        def stop(*_: object) -> None:
            if not self.near:
                self.near = True
                raise self._lost(_TOLD)

        usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        if self.process.leads:
            signal.signal(signal.SIGTERM, stop)
        else:
            # It ends as the first one does: until then the sums of both need each other.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            if not self.near:
                for number, handler in usual.items():
                    signal.signal(number, handler)

    def _fail(self, error: RuntimeError) -> NoReturn:
        if not self.process.leads:
            raise LeftAloneError from error
        self.near = True
        raise self._lost(
            "Another process of this training has ended, or does not answer."
        ) from error

    def _lost(self, what: str) -> MovierecError:
        assert self.store is not None
        hint = "Go on with --resume, with as many processes as you like, or one."
        with contextlib.suppress(RuntimeError):
            if self.store.check([_ERROR]):
                what, hint = json.loads(self.store.get(_ERROR))
        return MovierecError(what, hint)


def _may_set_signals() -> bool:
    return threading.current_thread() is threading.main_thread()


def _is_lost(error: RuntimeError) -> bool:
    """Return whether an error of torch's says that another process is gone, or does not answer."""
    if memory_is_full(error):
        return False
    # Where processors talk torch raises bare RuntimeErrors: only their words tell.
    words = str(error).lower()
    return isinstance(error, dist.DistError) or any(sign in words for sign in _LOST)

"""Be one of several processes that `torchrun` started, from finding the others to parting."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta

import torch
import torch.distributed as dist
from torch.distributed.distributed_c10d import PrefixStore
from torch.distributed.rendezvous import rendezvous

from movierec.errors import MovierecError
from movierec.processes import Process, this_process
from movierec.training.distributed import ALONE, Group
from movierec.training.ending import Ending, LeftAloneError

PATIENCE = timedelta(minutes=10)
"""How long a step waits for the slowest process; one that has died is noticed at once."""

_LONG = timedelta(days=2)
"""How long the others wait while the first one prepares, ranks films, measures and stores."""


@contextlib.contextmanager
def joined(patience: timedelta = PATIENCE) -> Iterator[Group]:
    """Be one of the processes that `torchrun` started, during the block.

    Args:
        patience: how long a step waits for the slowest process.

    Raises:
        MovierecError: the others cannot be reached.
        SystemExit: this process does not lead, and the one that does has ended: with code 0 where
            it left word, with 1 where it died.
    """
    process = this_process()
    if process.size == 1:
        yield ALONE
        return
    group = _join(process, patience)
    ending = group.ending
    with ending.signals_heeded():
        try:
            yield group
        except LeftAloneError:
            raise SystemExit(0 if ending.over() else 1) from None
        except BaseException as error:
            if not group.leads:
                ending.report(error)
            raise
        finally:
            if group.leads:
                ending.leave_word()
            with contextlib.suppress(RuntimeError):
                dist.destroy_process_group()


def _join(process: Process, patience: timedelta) -> Group:
    backend = "cpu:gloo,cuda:nccl" if torch.cuda.is_available() else "gloo"
    try:
        store, _, _ = next(iter(rendezvous("env://")))
        dist.init_process_group(
            backend,
            store=PrefixStore("sums", store),
            rank=process.rank,
            world_size=process.size,
            timeout=patience,
        )
        patient = dist.new_group(backend="gloo", timeout=_LONG)
    except RuntimeError as error:
        raise MovierecError(
            f"The {process.size} processes do not find each other: {' '.join(str(error).split())}",
            "See whether all were started, and whether they reach MASTER_ADDR.",
        ) from error
    return Group(process, Ending(process, PrefixStore("words", store)), patient)

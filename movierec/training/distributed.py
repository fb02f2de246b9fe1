"""Several processes that train one model: what they tell each other.

All run the same program on the same rows. The first one, of rank 0, leads: it alone says, measures
and stores. The others learn when it tells them to, and end when it ends. `torchrun` starts them; a
process that was started otherwise is a group of one, for which all of this does nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import torch
import torch.distributed as dist
from torch import Tensor

from movierec.processes import ONLY, Process
from movierec.training.ending import Ending, LeftAloneError

_NONE = 0


@dataclass(frozen=True, slots=True)
class Group:
    """The processes that train together, as one of them sees it.

    Attributes:
        process: which one this is.
        ending: how this process ends.
        patient: the way on which they wait for one that is busy otherwise.
    """

    process: Process = ONLY
    ending: Ending = field(default_factory=Ending)
    patient: dist.ProcessGroup | None = None

    @property
    def size(self) -> int:
        """How many processes there are."""
        return self.process.size

    @property
    def leads(self) -> bool:
        """Whether this is the process that says, measures and stores."""
        return self.process.leads

    def part(self, rows: int) -> slice:
        """Return which of so many rows of a batch are this process's."""
        rank, size = self.process.rank, self.size
        return slice(rows * rank // size, rows * (rank + 1) // size)

    def add_up(self, *tensors: Tensor) -> None:
        """Replace each tensor by the sum over all processes, the same bytes on each.

        Raises:
            MovierecError: another process has ended.
            LeftAloneError: likewise, where this one does not lead.
        """
        if self.size > 1:
            with self.ending.explained():
                for work in [dist.all_reduce(tensor, async_op=True) for tensor in tensors]:
                    work.wait()

    def send(self, tensor: Tensor) -> None:
        """Send a tensor to the process that leads, which receives it.

        Raises:
            LeftAloneError: it has ended.
        """
        with self.ending.explained():
            dist.send(tensor, 0)

    def receive(self, tensor: Tensor, rank: int) -> None:
        """Fill a tensor with what another process sends.

        Raises:
            MovierecError: another process has ended.
        """
        with self.ending.explained():
            dist.recv(tensor, rank)

    def hand_out(self, *tensors: Tensor) -> None:
        """Replace each tensor, in the processor's memory, by that of the process that leads.

        Raises:
            MovierecError: another process has ended.
            LeftAloneError: likewise, where this one does not lead.
        """
        for tensor in tensors:
            self._told(tensor)

    def order(self, epoch: int) -> None:
        """Tell the others which epoch comes next; only for the process that leads.

        Raises:
            MovierecError: another process has ended.
        """
        self._told(torch.tensor([epoch]))

    def obey(self) -> int:
        """Wait for the next epoch, however long the process that leads is busy otherwise.

        Raises:
            LeftAloneError: there will be none.
        """
        told = torch.zeros(1, dtype=torch.int64)
        self._told(told)
        if told[0] == _NONE:
            raise LeftAloneError
        return int(told[0])

    def dismiss(self) -> None:
        """Tell the others that there is no further epoch; only for the process that leads."""
        self.ending.leave_word()
        self.order(_NONE)

    def agree(self, text: str) -> bool:
        """Return whether the process that leads says the same text, of the same length."""
        mine = torch.tensor(list(text.encode()), dtype=torch.uint8)
        told = mine.clone()
        self._told(told)
        return torch.equal(mine, told)

    @contextlib.contextmanager
    def one_by_machine(self) -> Iterator[None]:
        """Let the first process of each machine do the block before its others do.

        Raises:
            MovierecError: another process has ended.
            LeftAloneError: likewise, where this one does not lead.
        """
        if self.process.local_rank == 0:
            yield
        if self.size > 1:
            # In a sum each waits for all; whom the first process tells something, for that alone.
            with self.ending.explained():
                dist.all_reduce(torch.zeros(1), group=self.patient)
        if self.process.local_rank > 0:
            yield

    def keep_calm(self) -> None:
        """Let no signal interrupt what this process still has to write."""
        self.ending.keep_calm()

    def _told(self, tensor: Tensor) -> None:
        if self.size > 1 and tensor.numel() > 0:
            with self.ending.explained():
                dist.broadcast(tensor, 0, group=self.patient)


ALONE = Group()
"""The group of a process that trains by itself."""

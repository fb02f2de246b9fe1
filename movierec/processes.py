"""Which of several processes this one is, as `torchrun` says it in the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass

_NAMES = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT")


@dataclass(frozen=True, slots=True)
class Process:
    """One of the processes that train together.

    Attributes:
        rank: its number among all, from 0.
        size: how many there are, on all machines.
        local_rank: its number among those of its machine, from 0.
        local_size: how many there are on its machine; 1 where nobody says.
    """

    rank: int = 0
    size: int = 1
    local_rank: int = 0
    local_size: int = 1

    @property
    def leads(self) -> bool:
        """Whether it is the one that talks and writes."""
        return self.rank == 0

    @property
    def beside_first(self) -> bool:
        """Whether the one that leads is on the same machine, or is this one."""
        return self.rank == self.local_rank


ONLY = Process()
"""A process that trains by itself."""


def this_process() -> Process:
    """Return which process this is; the only one where nothing or too little is said."""
    said = [os.environ.get(name, "") for name in _NAMES]
    numbers = [int(word) for word in said[:3] if word.isdecimal()]
    if len(numbers) < 3 or not all(said):
        return ONLY
    rank, size, local_rank = numbers
    here = os.environ.get("LOCAL_WORLD_SIZE", "")
    local_size = int(here) if here.isdecimal() else 1
    return Process(rank, size, local_rank, local_size) if rank < size else ONLY

"""What a training holds at a time, the program, the ratings and the ranked films left out."""

from __future__ import annotations

from typing import NamedTuple


class MemoryUse(NamedTuple):
    """Bytes, about.

    Attributes:
        setting_up: the most before the first epoch.
        held: between two epochs.
        epoch: the most in an epoch, what is held included.
        ending: the most while the model is finished and measured, likewise.
    """

    setting_up: int
    held: int
    epoch: int
    ending: int

    @property
    def most(self) -> int:
        """The most at any time."""
        return max(self)


def in_turn(first: MemoryUse, second: MemoryUse) -> MemoryUse:
    """Return what two trainings hold of which one waits while the other one works.

    Args:
        first: is set up before there is the other one.
        second: of the other one.
    """
    return MemoryUse(
        setting_up=max(first.setting_up, first.held + second.setting_up),
        held=first.held + second.held,
        epoch=max(first.epoch + second.held, first.held + second.epoch),
        ending=max(first.ending + second.held, first.held + second.ending),
    )

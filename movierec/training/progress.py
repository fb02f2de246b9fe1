"""How much of a long calculation is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Tell = Callable[[float], None]
"""Is told the share that is done, from 0 to 1, never less than before."""


def nobody(share: float) -> None:
    """Listen to nothing."""


def divided(tell: Tell, work: Sequence[float]) -> tuple[Tell, ...]:
    """Return whom each part of a calculation may tell its own share that is done.

    Args:
        tell: is told the share of the whole.
        work: how much each part is of it, in any unit, in the order in which they are done.
    """
    whole = sum(work)

    def part(before: float, own: float) -> Tell:
        return lambda share: tell((before + share * own) / whole)

    return tuple(part(sum(work[:number]), own) for number, own in enumerate(work))

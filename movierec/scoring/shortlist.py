"""Find the best of many scores without computing them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import IntArray

    Array = npt.NDArray[np.float64]

T = TypeVar("T")

ASKED = 10
"""So many times the scores wanted are asked for first."""

_MORE = 4


def best_below(
    ceiling: Array, wanted: int, ask: Callable[[IntArray], tuple[Array, T]]
) -> tuple[IntArray, Array, T]:
    """Ask for scores, the highest ceilings first, until the best are known.

    Exact: the last of the best is then no worse than any score that has not been asked for can be.

    Args:
        ceiling: what each score never exceeds, [n]; -inf for what is not to be had.
        wanted: how many of the best scores have to be there.
        ask: returns the scores at some positions, [m], and whatever else is known of them.

    Returns:
        The positions asked for, by descending ceiling, and what `ask` returned of them.
    """
    asked = ASKED * wanted
    while True:
        first = highest(ceiling, asked)
        scores, more = ask(first)
        if len(first) < asked or np.sort(scores)[-wanted] >= ceiling[first[-1]]:
            return first, scores, more
        asked *= _MORE


def highest(scores: Array, k: int) -> IntArray:
    """Return the positions of the k highest scores above -inf, best first; of equals the lower."""
    if k < len(scores):
        least = np.partition(scores, len(scores) - k)[len(scores) - k]
        rows = np.flatnonzero(scores >= least)
    else:
        rows = np.arange(len(scores))
    rows = rows[scores[rows] > -np.inf]
    return rows[np.argsort(-scores[rows], kind="stable")[:k]]

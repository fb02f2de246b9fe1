"""Re-rank a list so that its films differ: maximal marginal relevance.

J. Carbonell and J. Goldstein, The use of MMR, diversity-based reranking, 1998: the next film is the
one whose score, less its likeness to the most alike film already chosen, is highest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from movierec.errors import UsageError
from movierec.records import IntArray

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

Alike: TypeAlias = "Callable[[IntArray, IntArray], Array]"
"""How alike the films at some positions are to those at others, [a, b]."""

MOST = 1_000
"""Films that are compared with each other at most; further down a long list keeps its order."""
POOL = 10
"""So many times the list's length is chosen from; films further down are never worth it."""


def check_variety(variety: float) -> None:
    """Refuse a variety outside 0 to 1.

    Raises:
        UsageError: it is.
    """
    if not 0 <= variety <= 1:
        raise UsageError(
            f"--variety {variety:g} is not between 0 and 1.", "Try --variety 0.3; 0 is none."
        )


def varied(scores: Array, order: IntArray, top: int, variety: float, alike: Alike) -> IntArray:
    """Return the positions of a varied list, best first.

    Args:
        scores: of all films, [n].
        order: positions by score, best first, [n] or the first of them.
        top: how long the list is.
        variety: 0 keeps the order, 1 looks at likeness alone after the first film.
        alike: how alike the films at some positions are to those at others, [a, b], at most 1.
    """
    if variety == 0 or min(top, len(order)) < 2:
        return order[:top]
    pool = order[: min(top * POOL, MOST)]
    best, last = scores[pool[0]], scores[pool[-1]]
    value = (scores[pool] - last) / max(best - last, np.finfo(np.float64).tiny)  # 1 to 0
    likeness = alike(pool, pool)
    chosen: list[int] = []
    closest = np.zeros(len(pool))  # likeness to the most alike film chosen
    open_to = np.ones(len(pool), dtype=bool)
    for _ in range(min(top, len(pool))):
        worth = np.where(open_to, (1 - variety) * value - variety * closest, -np.inf)
        place = int(np.argmax(worth)) if chosen else 0
        chosen.append(place)
        open_to[place] = False
        closest = np.maximum(closest, likeness[place])
    return np.concatenate([pool[chosen], order[len(pool) : top]])


def given_up(worth: Array, order: IntArray, picked: IntArray) -> float:
    """Return the share of the plain list's summed worth that a varied one lacks, 0 to 1.

    Args:
        worth: relevance, or predicted stars, whatever a dial has done to the order, [n].
        order: positions by score, best first.
        picked: positions of the varied list.
    """
    plain = float(worth[order[: len(picked)]].sum())
    if plain <= 0:
        return 0.0
    # The same films in another order add up to a little more or less.
    return min(max(1 - float(worth[picked].sum()) / plain, 0.0), 1.0)

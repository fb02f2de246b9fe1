"""The dial from hits to gems: a power of a film's popularity is taken off its score.

Beyond the best-known films predictions are less sure, so towards gems a film needs some ratings.
"""

from __future__ import annotations

import difflib
import math
from typing import TYPE_CHECKING

import numpy as np

from movierec.errors import UsageError
from movierec.ranking.wanted import DIALS
from movierec.records import IntArray

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

MOST = 5.0
"""How far it turns in either direction."""
POWER = 0.5
"""Of a film's share of the most rated film's ratings."""
SUPPORT = 20
"""Ratings that a film needs where the dial points towards gems."""

_RANK = 20


def parse_dial(text: str) -> float:
    """Read `--popularity`: hits, any, gems, or a number; above 0 is towards gems.

    Raises:
        UsageError: it is none of these, or too far.
    """
    word = text.strip().casefold()
    if word in DIALS:
        return DIALS[word]
    try:
        dial = float(word)
    except ValueError:
        near = difflib.get_close_matches(word, DIALS, n=1)
        guess = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(
            f"--popularity {text} is not known.",
            f"{guess}Choose {', '.join(DIALS)} or a number, for example 0.5.",
        ) from None
    if not math.isfinite(dial) or abs(dial) > MOST:
        raise UsageError(
            f"--popularity {text} is beyond the dial.",
            f"Give a number from {-MOST:g} (hits) to {MOST:g} (gems).",
        )
    return dial


def support_needed(dial: float) -> int:
    """Return how many ratings a film needs at that place of the dial."""
    return SUPPORT if dial > 0 else 0


def turned(scores: Array, counts: IntArray, most: int, dial: float) -> Array:
    """Return scores with popularity taken off, [n].

    A dial of 1 takes the distance between the 20th best score and the middle one off a film that is
    as popular as the most popular one, and less off others. Not the best score: where one film
    stands out, popularity alone would sort the rest. Of fewer than 400 films it is the last
    of the best twentieth.

    Args:
        scores: [n], n at least 1.
        counts: ratings of each film, [n].
        most: ratings of the most rated film of all.
        dial: 0 changes nothing; below 0 hits gain.
    """
    if dial == 0:
        return scores
    rank = min(_RANK, 1 + len(scores) // _RANK)
    spread = float(np.sort(scores)[-rank] - np.median(scores))
    changed: Array = scores - dial * spread * (counts / max(1, most)) ** POWER
    return changed

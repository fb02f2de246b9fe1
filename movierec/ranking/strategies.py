"""What several people's scores make together.

`average` takes the mean of all, `least-misery` what the least keen of them has, and `no-veto` the
mean over the films that nobody is expected to dislike. J. Masthoff, Group Recommender Systems:
Combining Individual Models, in the Recommender Systems Handbook, 2011.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from movierec.errors import UsageError
from movierec.ranking.wanted import AVERAGE, LEAST_MISERY, STRATEGIES

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

VETO = 3.0
"""Predicted stars below which somebody would rather not: chosen inside training rows."""
BEST = 10
"""So many of a person's best films tell how large their relevance is; chosen likewise."""

_REACH = 10.0


def check_strategy(strategy: str, people: int = 2) -> None:
    """Refuse, before anything is loaded, a strategy that cannot be meant.

    Args:
        strategy: as typed.
        people: how many the list is for.

    Raises:
        UsageError: it is none of `STRATEGIES`, or there is nobody to agree with.
    """
    if strategy not in STRATEGIES:
        raise UsageError(f"--strategy {strategy} is not known.", f"Choose {', '.join(STRATEGIES)}.")
    if people == 1 and strategy != AVERAGE:
        raise UsageError(
            f"--strategy {strategy} is for several people.", "Name who watches with you: --with WHO"
        )


def common_footing(relevance: Array) -> Array:
    """Return what each person's relevance is multiplied with to be comparable, [people].

    A long history gives large sums, so that one person would decide alone: each is divided by the
    mean of their own best films. The result is in the unit of relevance, and 1 for one person.

    Args:
        relevance: of the candidates for each person, [people, n]; n at least 1.
    """
    own = np.sort(relevance, axis=1)[:, -BEST:].mean(axis=1)
    if own.max() <= 0:  # nothing is worth choosing for anybody
        return np.ones(len(own))
    # Who has next to nothing to choose here does not outweigh all others.
    own = np.maximum(own, own.max() / _REACH)
    weight: Array = np.sort(own).mean() / own
    return weight


def combined(scores: Array, strategy: str) -> Array:
    """Return one score a film, [n]; the order of the people does not matter.

    Args:
        scores: of each person, [people, n].
        strategy: one of `STRATEGIES`.
    """
    if strategy == LEAST_MISERY:
        least: Array = scores.min(axis=0)
        return least
    # Sorted, because a sum of three floats depends on their order.
    mean: Array = np.sort(scores, axis=0).mean(axis=0)
    return mean


def vetoed(stars: Array) -> npt.NDArray[np.bool_]:
    """Return which films somebody is expected to dislike, [n].

    Args:
        stars: predicted for each person, [people, n].
    """
    mask: npt.NDArray[np.bool_] = stars.min(axis=0) < VETO
    return mask

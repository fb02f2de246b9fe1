"""How much better than others people like what they chose.

People rate what they chose to see, and films are rated by those who chose them. A model that knows
somebody's choices has that in it; where it knows nothing of a film but that it is asked about for
this user, or nothing of a user but that they are asked about this film, it is all there is to know.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

SHRINK = 5.0
"""Choices without a message that are added to each row's."""


def liking(
    own: Tensor,
    others: Tensor,
    sums: Callable[[Tensor], Tensor],
    counts: Tensor,
    other_counts: Tensor,
) -> Tensor:
    """Return by how much each row's chosen ones exceed the average of all choices, [n].

    Args:
        own: offset and vector of the rows asked about, [n, d].
        others: the other side's, [m, d].
        sums: adds rows of the other side, [m, d], up over those that each row chose, [n, d].
        counts: how many each row chose, [n].
        other_counts: how often each of the other side was chosen, [m].
    """
    centred = others - average(others, other_counts)
    inputs = own.clone()
    inputs[:, 0] = 1  # the other side's offset counts as it is
    return (sums(centred) * inputs).sum(1) / (counts + SHRINK)


def average(vectors: Tensor, weights: Tensor) -> Tensor:
    """Return the average of vectors, [n, d], by weights, [n]."""
    return (vectors * weights[:, None]).sum(0) / weights.sum()

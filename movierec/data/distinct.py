"""Equal numbers among many: what numpy.unique and numpy.isin say, without their start.

Both import numpy.ma when they are first called, which takes longer than most answers do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import IntArray


@dataclass(frozen=True, slots=True)
class Groups:
    """Numbers by the value that they share.

    Attributes:
        values: each once, ascending, [groups].
        first: where each stands first, [groups].
        group: which of them each number is, [n].
        sizes: how many numbers each is, [groups].
    """

    values: IntArray
    first: IntArray
    group: IntArray
    sizes: IntArray


def groups_of(numbers: IntArray) -> Groups:
    """Return the groups of equal numbers, [n]."""
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    begins = np.flatnonzero(_begins(ordered))
    sizes = np.diff(begins, append=len(numbers))
    group = np.empty(len(numbers), dtype=np.int64)
    group[order] = np.repeat(np.arange(len(begins)), sizes)
    return Groups(ordered[begins], order[begins], group, sizes)


def distinct(numbers: IntArray) -> IntArray:
    """Return numbers each once, ascending."""
    ordered = np.sort(numbers)
    return ordered[_begins(ordered)]


def among(numbers: IntArray, wanted: IntArray) -> npt.NDArray[np.bool_]:
    """Return which numbers are among the wanted ones, [n]."""
    if len(wanted) == 0:
        return np.zeros(len(numbers), dtype=bool)
    known = distinct(wanted)
    place = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    found: npt.NDArray[np.bool_] = known[place] == numbers
    return found


def _begins(ordered: IntArray) -> npt.NDArray[np.bool_]:
    """Return which of ascending numbers differ from the one before, [n]."""
    begins = np.ones(len(ordered), dtype=bool)
    begins[1:] = ordered[1:] != ordered[:-1]
    return begins

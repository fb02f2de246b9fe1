"""The strongest entries of a matrix of films by films."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from torch import Tensor

from movierec.records import IntArray

Array = npt.NDArray[np.float32]


class Entries(NamedTuple):
    """Entries in any order: source, target, both, after, each [n]."""

    source: IntArray
    target: IntArray
    both: Array
    after: Array


class PairWeights(NamedTuple):
    """A sparse matrix by source film.

    Attributes:
        offsets: where each source's entries begin, and the last one's end, int64 [movies + 1].
        movie: target films, ascending in a source, int32 [entries].
        both: weight whatever the order, float32 [entries].
        after: weight of the target being later, float32 [entries].
    """

    offsets: IntArray
    movie: IntArray
    both: Array
    after: Array


def strongest(
    both: Tensor, after: Tensor, sources: IntArray, targets: IntArray, known: Tensor, kept: int
) -> Entries:
    """Return of each target the entries that weigh most, given how often a source is met.

    Args:
        both: by target and source, [targets, sources].
        after: likewise.
        sources: film rows.
        targets: film rows.
        known: the root of each source's ratings, [sources].
        kept: how many entries of a target.
    """
    strength = (both + after).abs_().mul_(known).numpy()
    chosen = strength > 0
    if len(sources) > kept:
        least = np.partition(strength, len(sources) - kept, axis=1)[:, len(sources) - kept]
        chosen &= strength >= least[:, None]
    row, column = np.nonzero(chosen)
    return Entries(
        sources[column].astype(np.int32),
        targets[row].astype(np.int32),
        both.numpy()[row, column],
        after.numpy()[row, column],
    )


def by_source(parts: Iterable[Entries], movies: int) -> PairWeights:
    """Return entries in the order of their sources, and of their targets."""
    source, target, both, after = map(np.concatenate, zip(*parts, strict=True))
    order = np.lexsort((target, source))
    offsets = np.zeros(movies + 1, dtype=np.int64)
    np.cumsum(np.bincount(source, minlength=movies), out=offsets[1:])
    return PairWeights(offsets, target[order], both[order], after[order])

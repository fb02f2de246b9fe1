"""What having watched one film says about watching another: a linear model of pairs of films.

Two regressions share one matrix. `both` is the shallow autoencoder of H. Steck, Embarrassingly
shallow autoencoders for sparse data, 2019, on pairs that count by their distance in time: which
film stands beside the others of a history? `after` asks which film follows them, a ridge
regression as in M. Choi et al., Session-aware linear item-item models, 2021.

Films x films are held for the most rated films only (`HEAD`). Any other film is a target of the
same regression, solved for blocks of such films; in a history it counts through the factors alone.
Of each target the strongest sources are kept.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from movierec.records import IntArray
from movierec.training.relevance.pairs import Array, Sequences

RIDGE = 200.0
"""Added to the diagonal, in pairs; chosen inside training rows."""
HEAD = 8_000
"""Films between which every pair is counted: 8,000 squared take 256 MB in float32."""
HEAD_RATINGS = 3
"""Training ratings that one of them needs."""
KEPT = 400
"""Sources kept of a target among those films."""
KEPT_TAIL = 100
"""Sources kept of any other target."""

_BLOCK = 2_048


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


class _Entries(NamedTuple):
    """Entries of the matrix in any order: source, target, both, after, each [n]."""

    source: IntArray
    target: IntArray
    both: Array
    after: Array


def pair_weights(sequences: Sequences, counts: IntArray) -> PairWeights:
    """Fit both regressions.

    Args:
        sequences: everybody's training rows.
        counts: training ratings of each film, [movies].
    """
    movies = len(counts)
    by_count = np.lexsort((np.arange(movies), -counts))
    head = np.sort(by_count[: min(HEAD, int(np.count_nonzero(counts >= HEAD_RATINGS)))])
    rest = np.setdiff1d(np.flatnonzero(counts), head)
    near, after = sequences.pair_sums(head, head, movies)
    diagonal = np.diag_indices(len(head))
    near[diagonal] += RIDGE
    inverse = np.linalg.inv(near.astype(np.float64)).astype(np.float32)
    del near
    known = np.sqrt(counts[head], dtype=np.float32)
    both = inverse / -inverse[diagonal]
    following = inverse @ after
    both[diagonal] = following[diagonal] = 0
    parts = [_strongest(both, following, head, head, known, KEPT)]
    del both, following, after
    for start in range(0, len(rest), _BLOCK):
        block = rest[start : start + _BLOCK]
        near, after = sequences.pair_sums(head, block, movies)
        parts.append(_strongest(inverse @ near, inverse @ after, head, block, known, KEPT_TAIL))
    return _by_source(_Entries(*map(np.concatenate, zip(*parts, strict=True))), movies)


def _strongest(
    both: Array, after: Array, sources: IntArray, targets: IntArray, known: Array, kept: int
) -> _Entries:
    """Return of each target the entries that weigh most, given how often a source is met."""
    strength = np.abs(both + after) * known[:, None]
    if len(sources) > kept:
        least = np.partition(strength, len(sources) - kept, axis=0)[len(sources) - kept]
        chosen = (strength >= least) & (strength > 0)
    else:
        chosen = strength > 0
    row, column = np.nonzero(chosen)
    return _Entries(sources[row], targets[column], both[row, column], after[row, column])


def _by_source(entries: _Entries, movies: int) -> PairWeights:
    order = np.lexsort((entries.target, entries.source))
    offsets = np.zeros(movies + 1, dtype=np.int64)
    np.cumsum(np.bincount(entries.source, minlength=movies), out=offsets[1:])
    return PairWeights(
        offsets,
        entries.target[order].astype(np.int32),
        entries.both[order],
        entries.after[order],
    )

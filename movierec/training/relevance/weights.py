"""What having watched one film says about watching another: a linear model of pairs of films.

Two regressions share one matrix. `both` is the shallow autoencoder of H. Steck, Embarrassingly
shallow autoencoders for sparse data, 2019, on pairs that count by their distance in time: which
film stands beside the others of a history? `after` asks which film follows them, a ridge
regression as in M. Choi et al., Session-aware linear item-item models, 2021.

Films x films are held for the most rated films only (`HEAD`). Any other film is a target of a
regression on those of them that are rated most, solved for blocks of such films; in a history it
counts through the factors alone. Of each target the strongest sources are kept.
"""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np
import torch
from torch import Tensor

from movierec.records import IntArray
from movierec.training.devices import threads_restored
from movierec.training.progress import Tell, divided, nobody
from movierec.training.relevance.entries import Entries, PairWeights, by_source, strongest
from movierec.training.relevance.pairs import PairSums, Sources
from movierec.training.relevance.pieces import Pieces
from movierec.training.relevance.rated import Rated
from movierec.training.relevance.sequences import Sequences

RIDGE = 200.0
"""Added to the diagonal, in pairs; chosen inside training rows."""
HEAD = 8_000
"""Films between which every pair is counted: 8,000 squared take 256 MB in float32."""
TAIL_SOURCES = 4_000
"""The most rated of them, by which any other film is weighed."""
HEAD_RATINGS = 3
"""Training ratings that one of them needs."""
KEPT = 400
"""Sources kept of a target among those films."""
KEPT_TAIL = 100
"""Sources kept of any other target."""

_BLOCK = 2_048
_PAIR = 4e-9
_PRODUCT = 4e-11


class Films(NamedTuple):
    """The films that are rated, the most rated first.

    Attributes:
        head: film rows between which every pair is counted, [h].
        rest: all others, [r].
        known: the root of each head film's ratings: how often a source is met, float32 [h].
        movies: film rows of the data set.
    """

    head: IntArray
    rest: IntArray
    known: Tensor
    movies: int

    @classmethod
    def of(cls, counts: IntArray) -> Self:
        """Choose by the training ratings of each film, [movies]."""
        by_count = np.lexsort((np.arange(len(counts)), -counts))[: np.count_nonzero(counts)]
        size = min(HEAD, int(np.count_nonzero(counts >= HEAD_RATINGS)))
        head, rest = by_count[:size], by_count[size:]
        known = torch.from_numpy(counts[head].astype(np.float32)).sqrt()
        return cls(head, rest, known, len(counts))


def pair_weights(sequences: Sequences, counts: IntArray, tell: Tell = nobody) -> PairWeights:
    """Fit both regressions.

    Args:
        sequences: everybody's training rows.
        counts: training ratings of each film, [movies].
        tell: is told the share that is done.
    """
    films = Films.of(counts)
    tell_pairs, tell_head, tell_rest = divided(tell, _work(sequences, films))
    sums = head_sums(sequences, films, tell_pairs)
    within, inverse = head_weights(sums, films)
    if len(films.head) > TAIL_SOURCES:
        inverse = inverse_of(sums.near[:TAIL_SOURCES, :TAIL_SOURCES])
    tell_head(1)
    del sums
    beyond = tail_weights(sequences, inverse, films, tell_rest)
    return by_source([within, *beyond], films.movies)


def head_sums(sequences: Sequences, films: Films, tell: Tell = nobody) -> PairSums:
    """Add up everybody's pairs of the films in the head."""
    pieces = Pieces.of(sequences, films.head, films.movies)
    return Sources(pieces, len(films.head)).sums_among(tell)


def head_weights(sums: PairSums, films: Films) -> tuple[Entries, Tensor]:
    """Solve both regressions of the films in the head on each other; return the inverse too."""
    inverse = inverse_of(sums.near)
    both, after = inverse / -inverse.diagonal()[:, None], sums.after @ inverse
    both.fill_diagonal_(0)
    after.fill_diagonal_(0)
    return strongest(both, after, films.head, films.head, films.known, KEPT), inverse


def tail_weights(
    sequences: Sequences, inverse: Tensor, films: Films, tell: Tell = nobody
) -> list[Entries]:
    """Solve both regressions of all other films on the most rated ones.

    Args:
        sequences: everybody's training rows.
        inverse: what `inverse_of` returns for those that are rated most, [s, s].
        films: the films.
        tell: is told the share that is done.
    """
    few = films.head[:TAIL_SOURCES]
    pieces = Pieces.of(sequences, few, films.movies)
    sources = Sources(pieces, len(few))
    rated = Rated.beside(sequences, films.rest, films.movies, pieces)
    parts = []
    for start in range(0, len(films.rest), _BLOCK):
        block = films.rest[start : start + _BLOCK]
        some = rated.between(start, start + len(block))
        near, after = sources.sums_towards(some, len(block))
        known = films.known[:TAIL_SOURCES]
        parts.append(strongest(near @ inverse, after @ inverse, few, block, known, KEPT_TAIL))
        tell((start + len(block)) / len(films.rest))
    return parts


def inverse_of(near: Tensor) -> Tensor:
    """Return the inverse of `near`, symmetric, with the ridge on its diagonal."""
    ridged = near.double()
    ridged.diagonal().add_(RIDGE)
    with threads_restored():
        # Many threads wait for each other at each of many steps: on a busy machine for minutes.
        torch.set_num_threads(1)
        return torch.cholesky_inverse(torch.linalg.cholesky(ridged)).float()


def _work(sequences: Sequences, films: Films) -> tuple[float, float, float]:
    """Return about how many seconds it takes: pairs, weights within the head, those of others."""
    pairs = float((np.diff(sequences.offsets).astype(np.float64) ** 2).sum())
    head, rest = len(films.head), len(films.rest)
    return (
        pairs * _PAIR,
        head**3 * 4 * _PRODUCT,
        rest * min(head, TAIL_SOURCES) ** 2 * 4 * _PRODUCT,
    )

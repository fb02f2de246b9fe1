"""One sweep of the Gibbs sampler: everything is drawn once, given everything else.

::

    latent rating of row r:  x_r ~ N(m_r, 1 / w_r),   w_r = user's precision * film's precision
    m_r = mean + effects of its time + user offset + film offset + <user factors, film factors>
    rating of row r:         the level whose cutpoints x_r lies between

Sources: Albert and Chib 1993 (probit by latent data), Salakhutdinov and Mnih 2008 (Bayesian matrix
factorisation by block Gibbs), Simm and others 2017 (a link to features in the prior mean).
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from movierec.training.bayes.basis import Basis
from movierec.training.bayes.chain import Chain, SideState
from movierec.training.bayes.design import Design, Side
from movierec.training.bayes.draws import blocks, normal_block, normals, precisions, truncated
from movierec.training.bayes.effects import Effect
from movierec.training.bayes.ordinal import draw_cutpoints, draw_scale, edges_of
from movierec.training.bayes.priors import (
    EFFECT_RATE,
    EFFECT_SHAPE,
    MOVIE_NOISE_SHAPE,
    PRIOR_RATE,
    PRIOR_SHAPE,
    USER_NOISE_SHAPE,
)

BLOCK_NUMBERS = 4_000_000
"""Numbers that a block of precision matrices may hold."""
_GATHERED = 1 << 13
"""Rows whose vectors are gathered at a time."""


def sweep(
    chain: Chain,
    design: Design,
    effects: tuple[Effect, ...],
    rng: np.random.Generator,
    *,
    adapt: bool,
) -> None:
    """Draw every part of a chain anew, in place.

    Args:
        chain: its state.
        design: the training rows.
        effects: how their times are grouped; empty where the model knows no time.
        rng: where the randomness comes from.
        adapt: whether the random walks may change their steps: in the warm-up only.
    """
    user, movie = chain.user, chain.movie
    # Of a large data set an array by row is large: each is let go as soon as it has been used.
    timed = _summed(chain, effects, len(design)) if effects else None
    rest = interactions(chain, design)
    expected = _expected(chain, design)
    if timed is not None:
        expected += timed
    expected += rest
    sd = _weights(chain, design).rsqrt_()
    draw_cutpoints(chain, design.level, expected, sd, rng, adapt=adapt)
    edges = edges_of(chain.cutpoints)
    factor = draw_scale(chain, design.level, expected, sd, rng, adapt=adapt)
    for numbers in (edges, expected, rest, *((timed,) if timed is not None else ())):
        numbers *= factor
    latent = _latent(design.level, edges, expected, sd, rng)
    del sd

    if timed is not None:
        target = latent - (expected - timed)
        _draw_effects(chain, effects, target, timed, _weights(chain, design), rng)
        latent -= timed  # none of the other parts has to do with time
        del target, timed
    del expected
    target = latent - _expected(chain, design).sub_(chain.mean)
    target -= rest
    del rest
    _draw_mean(chain, target, _weights(chain, design), rng)
    del target
    for state, other, side, other_side in (
        (user, movie, design.user, design.movie),
        (movie, user, design.movie, design.user),
    ):
        weighted = _weights(chain, design)
        offset = other.vectors[:, 0].contiguous()
        for rows in blocks(len(design)):
            weighted[rows] *= latent[rows] - chain.mean - _of(offset, other_side, rows)
        _draw_vectors(state, other, side, weighted, rng)
        del weighted
        _draw_links(state, side.bases, rng)
        away = state.vectors - state.prior_mean
        state.precision = _draw_precision(away, rng)
    latent -= _expected(chain, design)
    latent -= interactions(chain, design)
    squares = latent.square_()
    _draw_noise(user, movie, design.user, design.movie, squares, USER_NOISE_SHAPE, rng)
    _draw_noise(movie, user, design.movie, design.user, squares, MOVIE_NOISE_SHAPE, rng)


def interactions(chain: Chain, design: Design) -> Tensor:
    """Return <user factors, film factors> of every row, [n]."""
    user, movie = (state.vectors[:, 1:].contiguous() for state in (chain.user, chain.movie))
    found = torch.empty(len(design))
    for start in range(0, len(design), _GATHERED):
        rows = slice(start, start + _GATHERED)
        left, right = _of(user, design.user, rows), _of(movie, design.movie, rows)
        found[rows] = torch.einsum("nk,nk->n", left, right)
    return found


def _of(values: Tensor, side: Side, rows: slice) -> Tensor:
    """Return what the users or films of some rows have of `values`."""
    return values.index_select(0, side.of[rows])


def _expected(chain: Chain, design: Design) -> Tensor:
    """Return mean and offsets of every row, [n]."""
    user, movie = (state.vectors[:, 0].contiguous() for state in (chain.user, chain.movie))
    found = torch.empty(len(design))
    for rows in blocks(len(design)):
        found[rows] = chain.mean + _of(user, design.user, rows) + _of(movie, design.movie, rows)
    return found


def _weights(chain: Chain, design: Design) -> Tensor:
    """Return the precision of every row's latent rating, [n]."""
    user, movie = chain.user.noise_precision, chain.movie.noise_precision
    found = torch.empty(len(design))
    for rows in blocks(len(design)):
        found[rows] = _of(user, design.user, rows) * _of(movie, design.movie, rows)
    return found


def _latent(
    level: Tensor, edges: Tensor, expected: Tensor, sd: Tensor, rng: np.random.Generator
) -> Tensor:
    """Draw every row's latent rating between the edges of its level, [n]."""
    found = torch.empty(len(level))
    for rows in blocks(len(level)):
        of = level[rows]
        low, high = edges.index_select(0, of), edges.index_select(0, of + 1)
        found[rows] = truncated(low, high, expected[rows], sd[rows], rng)
    return found


def _summed(chain: Chain, effects: tuple[Effect, ...], rows: int) -> Tensor:
    total = torch.zeros(rows)
    for effect, values in zip(effects, chain.effects, strict=True):
        total += values[effect.of]
    return total


def _draw_effects(
    chain: Chain,
    effects: tuple[Effect, ...],
    target: Tensor,
    timed: Tensor,
    weight: Tensor,
    rng: np.random.Generator,
) -> None:
    """Draw each grouping's numbers; `timed`, their sum over the groupings, follows in place."""
    for number, effect in enumerate(effects):
        timed -= chain.effects[number][effect.of]
        prior = chain.effect_precisions[number]
        precision = _grouped(weight, effect.of, effect.groups) + prior
        mean = _grouped((target - timed) * weight, effect.of, effect.groups) / precision
        drawn = mean + normals(mean.shape, rng) * precision.rsqrt()
        timed += drawn[effect.of]
        chain.effects[number] = drawn
        rate = EFFECT_RATE + drawn.square().sum() / 2
        chain.effect_precisions[number] = precisions(EFFECT_SHAPE + effect.groups / 2, rate, rng)


def _draw_mean(chain: Chain, target: Tensor, weight: Tensor, rng: np.random.Generator) -> None:
    precision = weight.sum()
    noise = normals((), rng) * precision.rsqrt()
    chain.mean = (target * weight).sum() / precision + noise


def _draw_vectors(
    state: SideState, other: SideState, side: Side, weighted: Tensor, rng: np.random.Generator
) -> None:
    """Draw all vectors of a side given those of the other.

    Args:
        state: the side's part of the chain.
        other: the other side's.
        side: the side's rows.
        weighted: latent ratings less all but this side's vectors, times the rows' weights, [n].
        rng: where the randomness comes from.
    """
    inputs = other.vectors.clone()
    inputs[:, 0] = 1  # the offset's
    d = inputs.shape[1]
    row, column = torch.triu_indices(d, d)
    products = inputs.index_select(1, row)  # [other, t]
    products *= inputs.index_select(1, column)
    products *= other.noise_precision[:, None]
    whole = torch.empty(d, d, dtype=torch.int64)  # which of the t products stands where
    whole[row, column] = whole[column, row] = torch.arange(len(row))
    prior = state.precision * state.prior_mean  # [size, d]
    drawn = torch.empty_like(state.vectors)
    block = max(1, BLOCK_NUMBERS // (d * d))
    for begin in range(0, side.size, block):
        end = min(begin + block, side.size)
        gram = torch.zeros(end - begin, len(row))
        wanted = torch.zeros(end - begin, d)
        for strip in side.pattern.strips(begin, end):
            gram += strip.times(torch.ones(len(strip.columns)), products)
            wanted += strip.times(weighted.index_select(0, side.order[strip.entries]), inputs)
        gram *= state.noise_precision[begin:end, None]
        precision = gram.index_select(1, whole.view(-1)).view(-1, d, d)
        precision.diagonal(dim1=1, dim2=2).add_(state.precision)
        drawn[begin:end] = normal_block(precision, wanted + prior[begin:end], rng)
    state.vectors = drawn


def _draw_links(state: SideState, bases: tuple[Basis, ...], rng: np.random.Generator) -> None:
    """Draw what the prior means are linear with; in the singular basis it is independent."""
    for number, basis in enumerate(bases):
        others = state.prior_mean - state.means[number]
        scale = basis.scale[:, None]  # [r, 1]
        precision = state.precision * scale**2 + state.link_precisions[number]  # [r, d]
        mean = state.precision * scale * (basis.left.T @ (state.vectors - others)) / precision
        link = mean + normals(mean.shape, rng) * precision.rsqrt()
        state.link[number] = link
        state.means[number] = basis.left @ (scale * link)
        state.link_precisions[number] = _draw_precision(link, rng)


def _draw_precision(values: Tensor, rng: np.random.Generator) -> Tensor:
    """Draw the precision of each column of normals around 0, [d]."""
    rate = PRIOR_RATE + values.square().sum(0) / 2
    return precisions(PRIOR_SHAPE + len(values) / 2, rate, rng)


def _draw_noise(
    state: SideState,
    other: SideState,
    side: Side,
    other_side: Side,
    squares: Tensor,
    shape: float,
    rng: np.random.Generator,
) -> None:
    missed = torch.zeros(side.size)
    for rows in blocks(len(squares)):
        weighted = squares[rows] * _of(other.noise_precision, other_side, rows)
        missed.index_add_(0, side.of[rows], weighted)
    state.noise_precision = precisions(shape + side.counts / 2, shape + missed / 2, rng)


def _grouped(values: Tensor, of: Tensor, groups: int) -> Tensor:
    return torch.zeros(groups).index_add_(0, of, values)

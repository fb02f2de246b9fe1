"""One sweep of the Gibbs sampler: everything is drawn once, given everything else.

::

    latent rating of row r:  x_r ~ N(m_r, 1 / w_r),   w_r = user's precision * film's precision
    m_r = mean + effects of its time + user offset + film offset + <user factors, film factors>
    rating of row r:         the level whose cutpoints x_r lies between

Sources: Albert and Chib 1993 (probit by latent data), Salakhutdinov and Mnih 2008 (Bayesian matrix
factorisation by block Gibbs), Simm and others 2017 (a link to features in the prior mean).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from movierec.training.bayes.basis import Basis
from movierec.training.bayes.chain import Chain, SideState
from movierec.training.bayes.design import Design, Side
from movierec.training.bayes.draws import normal_block, normals, precisions, truncated
from movierec.training.bayes.effects import Effect
from movierec.training.bayes.ordinal import draw_cutpoints, draw_scale
from movierec.training.bayes.priors import (
    EFFECT_RATE,
    EFFECT_SHAPE,
    MOVIE_NOISE_SHAPE,
    PRIOR_RATE,
    PRIOR_SHAPE,
    USER_NOISE_SHAPE,
)
from movierec.training.bayes.sparse import csr

BLOCK_NUMBERS = 16_000_000
"""Numbers that a block of precision matrices may hold."""
BLOCK_ROWS = 1 << 16


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
    of_user, of_movie = design.user.of, design.movie.of
    weight = user.noise_precision[of_user] * movie.noise_precision[of_movie]  # [n]
    sd = weight.rsqrt()
    timed = _summed(chain, effects, len(design))
    rest = interactions(chain, design)
    expected = _expected(chain, design) + timed + rest  # [n]

    low, high = draw_cutpoints(chain, design.level, expected, sd, rng, adapt=adapt)
    factor = draw_scale(chain, low, high, expected, sd, rng, adapt=adapt)
    for numbers in (low, high, expected, timed, rest):
        numbers *= factor
    latent = truncated(low, high, expected, sd, rng)

    _draw_effects(chain, effects, latent - (expected - timed), timed, weight, rng)
    _draw_mean(chain, latent - timed - (_expected(chain, design) - chain.mean) - rest, weight, rng)
    for state, other, side, other_side in (
        (user, movie, design.user, design.movie),
        (movie, user, design.movie, design.user),
    ):
        target = latent - timed - chain.mean - other.vectors[other_side.of, 0]
        _draw_vectors(state, other, side, target * weight, rng)
        _draw_links(state, side.bases, rng)
        away = state.vectors - state.prior_mean
        state.precision = _draw_precision(away, rng)
    missed = latent - timed - _expected(chain, design) - interactions(chain, design)
    squares = missed.square_()
    _draw_noise(user, movie, design.user, design.movie, squares, USER_NOISE_SHAPE, rng)
    _draw_noise(movie, user, design.movie, design.user, squares, MOVIE_NOISE_SHAPE, rng)


def interactions(chain: Chain, design: Design) -> Tensor:
    """Return <user factors, film factors> of every row, [n]."""
    user, movie = chain.user.vectors[:, 1:], chain.movie.vectors[:, 1:]
    found = torch.empty(len(design))
    for start in range(0, len(design), BLOCK_ROWS):
        rows = slice(start, start + BLOCK_ROWS)
        left, right = user[design.user.of[rows]], movie[design.movie.of[rows]]
        found[rows] = torch.einsum("nk,nk->n", left, right)
    return found


def _expected(chain: Chain, design: Design) -> Tensor:
    """Return mean and offsets of every row, [n]."""
    user_offset, movie_offset = chain.user.vectors[:, 0], chain.movie.vectors[:, 0]
    return chain.mean + user_offset[design.user.of] + movie_offset[design.movie.of]


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
    products = inputs[:, row]  # [other, t], multiplied in place: it is the largest of a sweep
    products *= inputs[:, column]
    products *= other.noise_precision[:, None]
    prior = state.precision * state.prior_mean  # [size, d]
    starts, others = side.pattern.crow_indices(), side.pattern.col_indices()
    values = weighted[side.order]
    block = max(1, BLOCK_NUMBERS // (d * d))
    bounds = [*range(0, side.size, block), side.size]
    drawn = []
    for begin, end in pairwise(bounds):
        entries = slice(int(starts[begin]), int(starts[end]))
        local = starts[begin : end + 1] - starts[begin]
        shape = (end - begin, len(inputs))
        ones = csr(local, others[entries], torch.ones(entries.stop - entries.start), shape)
        gram = (ones @ products) * state.noise_precision[begin:end, None]  # [block, t]
        precision = torch.empty(end - begin, d, d)
        precision[:, row, column] = gram
        precision[:, column, row] = gram
        precision.diagonal(dim1=1, dim2=2).add_(state.precision)
        wanted = csr(local, others[entries], values[entries], shape) @ inputs
        drawn.append(normal_block(precision, wanted + prior[begin:end], rng))
    state.vectors = torch.cat(drawn)


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
    missed = _grouped(squares * other.noise_precision[other_side.of], side.of, side.size)
    state.noise_precision = precisions(shape + side.counts / 2, shape + missed / 2, rng)


def _grouped(values: Tensor, of: Tensor, groups: int) -> Tensor:
    return torch.zeros(groups).index_add_(0, of, values)

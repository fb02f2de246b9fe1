"""Random walks of the cutpoints and of the common scale, the latent ratings integrated out."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from movierec.training.bayes.chain import Chain, SideState
from movierec.training.bayes.draws import blocks, log_chance, normals
from movierec.training.bayes.priors import EFFECT_RATE, EFFECT_SHAPE, PRIOR_RATE, PRIOR_SHAPE

TRIES = 2
"""Proposals of each kind in a sweep: they are cheap beside the rest of it."""
_FAR = 1e4  # where the outermost levels end
_LONGER, _SHORTER = 1.15, 0.93  # a third of the proposals are to be accepted


def draw_cutpoints(
    chain: Chain,
    level: Tensor,
    expected: Tensor,
    sd: Tensor,
    rng: np.random.Generator,
    *,
    adapt: bool,
) -> None:
    """Move the cutpoints by Metropolis steps, in place.

    Args:
        chain: its state.
        level: index of each row's level, [n].
        expected: mean of each row's latent rating, [n].
        sd: its standard deviation, [n].
        rng: where the randomness comes from.
        adapt: whether the walk's step may change.
    """
    chance = _log_likelihood(edges_of(chain.cutpoints), level, expected, sd)
    for _ in range(TRIES):
        proposed = chain.cutpoints + chain.step * normals(chain.cutpoints.shape, rng)
        accepted = False
        if bool((proposed[1:] > proposed[:-1]).all()):
            new = _log_likelihood(edges_of(proposed), level, expected, sd)
            accepted = math.log(1 - rng.random()) < float(new - chance)
            if accepted:
                chain.cutpoints, chance = proposed, new
        if adapt:
            chain.step *= _LONGER if accepted else _SHORTER


def draw_scale(
    chain: Chain,
    level: Tensor,
    expected: Tensor,
    sd: Tensor,
    rng: np.random.Generator,
    *,
    adapt: bool,
) -> float:
    """Stretch everything latent but the noise by one factor, in Metropolis steps; return it.

    Drawn one by one, cutpoints, offsets and factors take hundreds of sweeps to agree on a scale.
    Normals and their precisions stretched together keep their density: what remains of the ratio
    is the likelihood, the precisions' priors, and a power of the factor for the flat priors.

    Args:
        chain: its state, changed in place.
        level: index of each row's level, [n].
        expected: mean of each row's latent rating, [n].
        sd: its standard deviation, [n].
        rng: where the randomness comes from.
        adapt: whether the walk's step may change.
    """
    total = 1.0
    edges = edges_of(chain.cutpoints)
    chance = _log_likelihood(edges, level, expected, sd)
    for _ in range(TRIES):
        log_factor = chain.scale_step * float(rng.standard_normal())
        # To stretch all means and cutpoints is to shrink the noise around them.
        shrunken = math.exp(-(math.log(total) + log_factor))
        new = _log_likelihood(edges, level, expected, sd, shrunken)
        ratio = float(new - chance) + _log_prior_ratio(chain, log_factor)
        accepted = math.log(1 - rng.random()) < ratio
        if accepted:
            total *= math.exp(log_factor)
            chance = new
            _stretch(chain, math.exp(log_factor))
        if adapt:
            chain.scale_step *= _LONGER if accepted else _SHORTER
    return total


def edges_of(cutpoints: Tensor) -> Tensor:
    """Return the ends of all levels, [levels + 1]: level l lies between edges l and l + 1."""
    ends = torch.tensor([_FAR])
    return torch.cat([-ends, cutpoints, ends])


def _log_likelihood(
    edges: Tensor, level: Tensor, expected: Tensor, sd: Tensor, shrunken: float = 1.0
) -> Tensor:
    """Return the logarithm of the chance of all ratings, float64 []."""
    parts = []
    for rows in blocks(len(level)):
        of = level[rows]
        low, high = edges.index_select(0, of), edges.index_select(0, of + 1)
        chance = log_chance(low, high, expected[rows], sd[rows] * shrunken)
        parts.append(chance.sum(dtype=torch.float64))
    return torch.stack(parts).sum()


def _log_prior_ratio(chain: Chain, log_factor: float) -> float:
    """Return the ratio of priors and volumes, beyond the normals that cancel.

    A precision p with a Gamma(a, b) prior becomes p / g^2: the ratio of densities times the
    change of volume is g^(-2 a) exp(-b p (g^-2 - 1)).
    """
    shrink = math.exp(-2 * log_factor) - 1
    usual = [chain.user.precision, *chain.user.link_precisions, chain.movie.precision[:1]]
    usual += [precision[:1] for precision in chain.movie.link_precisions]
    # Cutpoints and mean are one more, but all moved together they are the same model.
    ratio = log_factor * len(chain.cutpoints)
    for group in usual:
        ratio -= 2 * PRIOR_SHAPE * len(group) * log_factor
        ratio -= PRIOR_RATE * float(group.sum()) * shrink
    for precision in chain.effect_precisions:
        ratio -= 2 * EFFECT_SHAPE * log_factor + EFFECT_RATE * float(precision) * shrink
    return ratio


def _stretch(chain: Chain, factor: float) -> None:
    """Stretch the users' vectors, the films' offsets, the cutpoints, the mean and the effects."""
    chain.cutpoints = chain.cutpoints * factor
    chain.mean = chain.mean * factor
    chain.effects = [values * factor for values in chain.effects]
    chain.effect_precisions = [precision / factor**2 for precision in chain.effect_precisions]
    _stretch_side(chain.user, factor, slice(None))
    _stretch_side(chain.movie, factor, slice(0, 1))


def _stretch_side(state: SideState, factor: float, columns: slice) -> None:
    for numbers in (state.vectors, *state.link, *state.means):
        numbers[:, columns] *= factor
    for numbers in (state.precision, *state.link_precisions):
        numbers[columns] /= factor**2

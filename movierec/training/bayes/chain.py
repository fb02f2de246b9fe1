"""The state of one chain: all that a sweep draws anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from movierec.training.bayes.design import Design, Side
from movierec.training.bayes.draws import normals
from movierec.training.bayes.effects import Effect

START_SD = 0.1
START_PRECISION = 10.0
CUTPOINT_STRETCH = 1.3
"""The latent spread over its noise, nearly, at which the cutpoints start."""


@dataclass(slots=True)
class SideState:
    """The users, or the films; `d` is 1 for the offset, then the length of a factor vector.

    Attributes:
        vectors: offset, then factors, [size, d].
        link: what the prior mean is linear with, in each basis, [r, d].
        means: each basis's part of the prior mean, [size, d].
        precision: of the vectors around their prior mean, [d].
        link_precisions: of each link, [d].
        noise_precision: of the latent ratings of each user or film, [size].
    """

    vectors: Tensor
    link: list[Tensor]
    means: list[Tensor]
    precision: Tensor
    link_precisions: list[Tensor]
    noise_precision: Tensor

    @property
    def prior_mean(self) -> Tensor:
        """The vectors' prior mean, [size, d]."""
        return torch.stack(self.means).sum(0)

    @property
    def parameters(self) -> int:
        """How many numbers a sweep draws; the prior means follow from the links."""
        drawn = (self.vectors, *self.link, self.precision, *self.link_precisions)
        return sum(numbers.numel() for numbers in (*drawn, self.noise_precision))


@dataclass(slots=True)
class Chain:
    """One chain.

    Attributes:
        user: the users' part.
        movie: the films' part.
        mean: of the latent ratings, [].
        cutpoints: between the levels, ascending, [levels - 1].
        effects: of the time of a rating: a number a group, [groups] each.
        effect_precisions: [] each.
        step: of the cutpoints' random walk.
        scale_step: of the common scale's random walk, of its logarithm.
    """

    user: SideState
    movie: SideState
    mean: Tensor
    cutpoints: Tensor
    effects: list[Tensor]
    effect_precisions: list[Tensor]
    step: float
    scale_step: float

    @property
    def parameters(self) -> int:
        """How many numbers a sweep draws, latent ratings aside."""
        timed = (*self.effects, *self.effect_precisions)
        own = sum(numbers.numel() for numbers in (self.mean, self.cutpoints, *timed))
        return own + self.user.parameters + self.movie.parameters


def new_chain(
    design: Design, effects: tuple[Effect, ...], rank: int, rng: np.random.Generator
) -> Chain:
    """Start a chain near nothing: no offsets, small factors, cutpoints by the ratings' shares."""
    levels = len(design.levels)
    # One more of each level: the quantiles of a share of 0 or 1 are infinite.
    shares = torch.bincount(design.level, minlength=levels).double() + 1
    below = (shares.cumsum(0) / shares.sum())[:-1]
    return Chain(
        user=_new_side(design.user, rank, rng),
        movie=_new_side(design.movie, rank, rng),
        mean=torch.zeros(()),
        cutpoints=(CUTPOINT_STRETCH * torch.special.ndtri(below)).float(),
        effects=[torch.zeros(effect.groups) for effect in effects],
        effect_precisions=[torch.tensor(50.0) for _ in effects],
        step=0.01,
        scale_step=0.02,
    )


def _new_side(side: Side, rank: int, rng: np.random.Generator) -> SideState:
    size, d = side.size, rank + 1
    vectors = START_SD * normals((size, d), rng)
    vectors[:, 0] = 0
    return SideState(
        vectors=vectors,
        link=[torch.zeros(len(basis.scale), d) for basis in side.bases],
        means=[torch.zeros(size, d) for _ in side.bases],
        precision=torch.full((d,), START_PRECISION),
        link_precisions=[torch.full((d,), START_PRECISION) for _ in side.bases],
        noise_precision=torch.ones(size),
    )


def chain_to_arrays(chain: Chain) -> dict[str, Tensor]:
    """Return a chain's state by name, the prior means too: computed again they would be rounded."""
    arrays = {"mean": chain.mean, "cutpoints": chain.cutpoints}
    for name, side in (("user", chain.user), ("movie", chain.movie)):
        arrays |= {
            f"{name}.vectors": side.vectors,
            f"{name}.precision": side.precision,
            f"{name}.noise_precision": side.noise_precision,
        }
        for number, link in enumerate(side.link):
            arrays[f"{name}.link{number}"] = link
            arrays[f"{name}.mean{number}"] = side.means[number]
            arrays[f"{name}.link_precision{number}"] = side.link_precisions[number]
    for number, effect in enumerate(chain.effects):
        arrays[f"effect{number}"] = effect
        arrays[f"effect_precision{number}"] = chain.effect_precisions[number]
    arrays["steps"] = torch.tensor([chain.step, chain.scale_step], dtype=torch.float64)
    return arrays


def restore_chain(chain: Chain, arrays: dict[str, Tensor]) -> None:
    """Put a state back that `chain_to_arrays` gave.

    Raises:
        KeyError: an array is missing.
        ValueError: an array has another shape than this chain's.
    """
    steps = arrays["steps"]
    for name, array in chain_to_arrays(chain).items():
        if array.shape != arrays[name].shape:
            raise ValueError(f"{name} has the shape {tuple(arrays[name].shape)}")
        array.copy_(arrays[name])
    chain.step, chain.scale_step = (float(step) for step in steps)

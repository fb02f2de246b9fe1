"""What is kept of the sweeps after the warm-up: thinned draws, traces, moments of the effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from movierec.records import FloatArray
from movierec.training.bayes.chain import Chain, SideState
from movierec.training.bayes.design import Design, Side
from movierec.training.bayes.draws import normals, precisions
from movierec.training.bayes.priors import MOVIE_NOISE_SHAPE, USER_NOISE_SHAPE
from movierec.training.choice import average, liking

FOLD_EVERY = 4
"""Of so many kept draws one can fold a new user in, which smooths more and costs more."""
PROBES = 1_000
"""Pairs of user and film whose predictions are traced."""
_MOST_NUMBERS = 24_000_000
_MOST_DRAWS, _LEAST_DRAWS = 160, 8
_ROOT2 = 2**0.5


@dataclass(slots=True)
class Posterior:
    """What one chain leaves behind.

    Attributes:
        draws: kept draws of the chain, by name.
        folds: what folding in needs of some of them, by name.
        fold_places: which of the draws these are.
        traces: predicted stars of the probes after each sweep, [PROBES] each.
        effects: of each grouping of times, in units of the cutpoints' span: each group's sum over
            the sweeps, the sum of squares, and last the summed prior variance, [2 groups + 1].
    """

    draws: list[dict[str, FloatArray]] = field(default_factory=list)
    folds: list[dict[str, FloatArray]] = field(default_factory=list)
    fold_places: list[int] = field(default_factory=list)
    traces: list[FloatArray] = field(default_factory=list)
    effects: list[FloatArray] = field(default_factory=list)

    def keep(self, chain: Chain, design: Design, rng: np.random.Generator, *, fold: bool) -> None:
        """Keep the state as a draw, and with `fold` what folding in needs of it."""
        if fold:
            self.folds.append(fold_of(chain, design))
            self.fold_places.append(len(self.draws))
        self.draws.append(draw_of(chain, design, rng))

    def add(self, chain: Chain, probes: tuple[Tensor, Tensor], levels: Tensor) -> None:
        """Take the state after one sweep into the traces and moments."""
        self.traces.append(expected_stars(chain, *probes, levels).numpy())
        moments = _effect_moments(chain)
        self.effects = _added(self.effects, moments) if self.effects else moments

    def extend(self, later: Posterior) -> None:
        """Append what the same chain has left behind since."""
        self.fold_places += [len(self.draws) + place for place in later.fold_places]
        self.draws += later.draws
        self.folds += later.folds
        self.traces += later.traces
        self.effects = _added(self.effects, later.effects)

    def to_arrays(self) -> dict[str, FloatArray]:
        """Return all of it by name."""
        arrays = {f"draw.{name}": stack for name, stack in _stacked(self.draws).items()}
        arrays |= {f"fold.{name}": stack for name, stack in _stacked(self.folds).items()}
        arrays |= {f"effect.{number}": sums for number, sums in enumerate(self.effects)}
        arrays["fold_places"] = np.array(self.fold_places, dtype=np.float32)
        if self.traces:
            arrays["traces"] = np.stack(self.traces)
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, FloatArray]) -> Posterior:
        """Read back what `to_arrays` gave."""
        effects = sum(name.startswith("effect.") for name in arrays)
        return cls(
            draws=_unstacked(arrays, "draw."),
            folds=_unstacked(arrays, "fold."),
            fold_places=arrays["fold_places"].astype(int).tolist(),
            traces=list(arrays["traces"]) if "traces" in arrays else [],
            effects=[arrays[f"effect.{number}"] for number in range(effects)],
        )


def _stacked(parts: Sequence[Mapping[str, FloatArray]]) -> dict[str, FloatArray]:
    return {name: np.stack([part[name] for part in parts]) for name in parts[0]}


def _unstacked(arrays: Mapping[str, FloatArray], prefix: str) -> list[dict[str, FloatArray]]:
    found = {n.removeprefix(prefix): a for n, a in arrays.items() if n.startswith(prefix)}
    length = min(len(array) for array in found.values())
    return [{name: array[place] for name, array in found.items()} for place in range(length)]


def _added(first: list[FloatArray], second: list[FloatArray]) -> list[FloatArray]:
    return [one + other for one, other in zip(first, second, strict=True)]


def _effect_moments(chain: Chain) -> list[FloatArray]:
    span = chain.cutpoints[-1] - chain.cutpoints[0]
    moments = []
    for values, precision in zip(chain.effects, chain.effect_precisions, strict=True):
        shown, prior = values / span, 1 / (precision * span**2)
        moments.append(torch.cat([shown, shown**2, prior[None]]).numpy())
    return moments


def probe_pairs(design: Design, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Draw pairs of users and films with training rows, [PROBES] each."""
    pairs = (
        rng.choice(np.flatnonzero(side.counts.numpy()), PROBES)
        for side in (design.user, design.movie)
    )
    user, movie = (torch.from_numpy(rows) for rows in pairs)
    return user, movie


def expected_stars(chain: Chain, user: Tensor, movie: Tensor, levels: Tensor) -> Tensor:
    """Return the expected ratings of aligned rows by one state, without effects of time, [n]."""
    left, right = chain.user.vectors[user], chain.movie.vectors[movie]
    latent = chain.mean + left[:, 0] + right[:, 0] + (left[:, 1:] * right[:, 1:]).sum(1)
    sd = (chain.user.noise_precision[user] * chain.movie.noise_precision[movie]).rsqrt()
    below = (1 + torch.erf((chain.cutpoints - latent[:, None]) / (_ROOT2 * sd[:, None]))) / 2
    return levels[-1] - below @ torch.diff(levels)


def thinning(design: Design, rank: int, chains: int, sweeps: int) -> int:
    """Return how many sweeps lie between two kept draws, so that a model stays of a fair size.

    Args:
        design: tells how many users and films there are.
        rank: of the factors.
        chains: how many.
        sweeps: of each chain after the warm-up.
    """
    wanted, _ = kept_draws(design.user.size, design.movie.size, rank)
    return max(1, -(-sweeps * chains // wanted))


def kept_draws(users: int, movies: int, rank: int) -> tuple[int, int]:
    """Return how many draws a model is made of, at most, and how many numbers one of them is."""
    folds = movies * (rank + 1) // FOLD_EVERY
    numbers = (users + movies) * (rank + 2) + folds
    return min(max(_MOST_NUMBERS // numbers, _LEAST_DRAWS), _MOST_DRAWS), numbers


def draw_of(chain: Chain, design: Design, rng: np.random.Generator) -> dict[str, FloatArray]:
    """Copy what predicting needs of a state; the last row of each side is an unknown one, drawn."""
    user, movie = chain.user, chain.movie
    return {
        "chosen": _liking(user, design.user, movie, design.movie),
        "raters": _liking(movie, design.movie, user, design.user),
        "mean": np.array([float(chain.mean)], dtype=np.float32),
        "cutpoints": chain.cutpoints.numpy().copy(),
        "user": _with_unknown(user, design.user, rng),
        "movie": _with_unknown(movie, design.movie, rng),
        "user_precision": _with_noise(user.noise_precision, USER_NOISE_SHAPE, rng),
        "movie_precision": _with_noise(movie.noise_precision, MOVIE_NOISE_SHAPE, rng),
    }


def fold_of(chain: Chain, design: Design) -> dict[str, FloatArray]:
    """Copy what folding a new user in needs of a state beside the draw of `draw_of`."""
    user, side = chain.user, design.user
    weights = side.counts
    return {
        "film": average(chain.movie.vectors, design.movie.counts).numpy(),
        "mean": average(user.vectors - user.means[0], weights).numpy(),
        "usual": average(user.means[0], weights).numpy(),
        "spread": _spread(user.prior_mean, weights).numpy(),
        "link": (side.bases[0].back @ user.link[0]).numpy(),
        "precision": user.precision.numpy().copy(),
    }


def _with_unknown(state: SideState, side: Side, rng: np.random.Generator) -> FloatArray:
    """Return the vectors with an unknown one last.

    Of those without a rating only the traits are known. What else there is to a vector is as
    usual, averaged over the ratings, because whoever rates more will be asked about more.
    """
    usual = average(state.vectors - state.means[1], side.counts)
    known = state.vectors + (side.counts == 0).float()[:, None] * usual
    variance = 1 / state.precision + _spread(state.prior_mean, side.counts)
    noise = normals(variance.shape, rng) * variance.sqrt()
    return torch.cat([known, (average(state.vectors, side.counts) + noise)[None]]).numpy()


def _spread(expected: Tensor, weights: Tensor) -> Tensor:
    """Return how prior means vary from row to row, [d]."""
    return average((expected - average(expected, weights)).square(), weights)


def _liking(own: SideState, side: Side, other: SideState, other_side: Side) -> FloatArray:
    """Return by how much a side's rows like what they chose, the unknown one last, latent."""
    sums = side.pattern.__matmul__
    found = liking(own.vectors, other.vectors, sums, side.counts, other_side.counts)
    return np.append(found.numpy(), np.float32(0))


def _with_noise(values: Tensor, shape: float, rng: np.random.Generator) -> FloatArray:
    unknown = precisions(shape, torch.tensor([shape]), rng)
    return torch.cat([values, unknown]).numpy()

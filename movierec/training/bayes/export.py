"""Turn the chains' draws into the arrays that a stored model is made of.

::

    levels [l]                                            s draws of all chains, d = 1 + rank
    mean [s]  cutpoints [s, l - 1]
    user [s, users + 1, d]  movie [s, movies + 1, d]      offset, then factors
    user_precision [s, users + 1]  movie_precision [s, movies + 1]      of the latent noise
    fold.draw [f]  fold.mean [f, d]  fold.usual [f, d]    f of the draws fold new users in
    fold.spread [f, d]  fold.precision [f, d]  fold.link [f, movies, d]
    fold.film [f, d]
    new_user [users + 1]  new_movie [movies + 1]          1 without a training row, else 0
    chosen [s, users + 1]  raters [s, movies + 1]         likewise; see `training.choice`

latent = mean + user offset + film offset + <factors>, and `chosen` of the user for new films,
`raters` of the film for new users; P(rating <= level k) =
Phi((cutpoint k - latent) * root(user precision * film precision)), averaged over the draws. The
last row of each side is the unknown one. With effects of time there are also, in units of the
distance from the first to the last cutpoint:

::

    time.day [days]  time.session_user [sessions]  time.session_first  time.session_last
    time.page_user [pages]  time.page_time [pages]                          int64, ascending
    time.NAME_mean [groups]  time.NAME_variance [groups]  time.NAME_prior [1]
    time.user_mean [users + 1]  time.user_variance [users + 1]              over a user's rows
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from movierec.records import FloatArray
from movierec.training.bayes.design import Design
from movierec.training.bayes.effects import Effect
from movierec.training.bayes.posterior import Posterior

Arrays = dict[str, npt.NDArray[Any]]


def export_draws(
    chains: Sequence[Posterior], design: Design, effects: tuple[Effect, ...]
) -> Arrays:
    """Return a model's arrays but for the interval: the draws, one chain after the other.

    Args:
        chains: what the chains left behind.
        design: the training rows.
        effects: how their times are grouped.
    """
    parts = [chain.to_arrays() for chain in chains]
    names = [name for name in parts[0] if name.startswith(("draw.", "fold."))]
    arrays = {
        name.removeprefix("draw."): np.concatenate([part[name] for part in parts]) for name in names
    }
    arrays["mean"] = arrays["mean"].ravel()
    places, start = [], 0
    for chain in chains:
        places += [start + place for place in chain.fold_places]
        start += len(chain.draws)
    arrays["fold.draw"] = np.array(places, dtype=np.float32)
    for name, side in (("new_user", design.user), ("new_movie", design.movie)):
        arrays[name] = np.append(side.counts.numpy() == 0, np.float32(1)).astype(np.float32)
    arrays["levels"] = design.levels.numpy().copy()
    return {**arrays, **_times(chains, design, effects)}


def _times(chains: Sequence[Posterior], design: Design, effects: tuple[Effect, ...]) -> Arrays:
    """Return the posterior means and variances of the effects of time; empty without them."""
    if not effects:
        return {}
    day, session, page = effects
    arrays: Arrays = {
        "time.day": day.first,
        "time.session_user": session.user,
        "time.session_first": session.first,
        "time.session_last": session.last,
        "time.page_user": page.user,
        "time.page_time": page.first,
    }
    user, users = design.user.of.numpy(), design.user.size
    row_mean = np.zeros(len(design), dtype=np.float64)
    row_variance = np.zeros(len(design), dtype=np.float64)
    for number, effect in enumerate(effects):
        mean, variance, prior = _moments(chains, number, effect.groups)
        arrays[f"time.{effect.name}_mean"] = mean
        arrays[f"time.{effect.name}_variance"] = variance
        arrays[f"time.{effect.name}_prior"] = np.array([prior], dtype=np.float32)
        of = effect.of.numpy()
        row_mean += mean[of]
        row_variance += variance[of]
    rated = np.bincount(user, minlength=users)
    counts = np.maximum(rated, 1)
    first = np.bincount(user, row_mean, users) / counts
    second = np.bincount(user, row_mean**2 + row_variance, users) / counts
    # A new user's time is as unsure as any.
    unknown = float(np.mean(row_mean**2 + row_variance))
    variances = np.where(rated > 0, np.maximum(second - first**2, 0), unknown)
    arrays["time.user_mean"] = np.append(first, 0).astype(np.float32)
    arrays["time.user_variance"] = np.append(variances, unknown).astype(np.float32)
    return arrays


def _moments(
    chains: Sequence[Posterior], number: int, groups: int
) -> tuple[FloatArray, FloatArray, float]:
    sweeps = sum(len(chain.traces) for chain in chains)
    if sweeps == 0:
        return (
            np.zeros(groups, dtype=np.float32),
            np.zeros(groups, dtype=np.float32),
            0.0,
        )
    total = np.sum([chain.effects[number] for chain in chains], axis=0) / sweeps
    mean = total[:groups]
    variance = np.maximum(total[groups : 2 * groups] - mean**2, 0)
    return mean, variance, float(total[-1])

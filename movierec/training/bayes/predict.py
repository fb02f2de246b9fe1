"""Predict by kept draws, in torch: what the stored model's scorer is held to."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from movierec.records import FloatArray, IntArray

_ROOT2 = 2**0.5


def predicted(weights: Mapping[str, FloatArray], user: IntArray, movie: IntArray) -> FloatArray:
    """Return the expected stars of aligned rows at no known time, float32 [n].

    Args:
        weights: the arrays that `export` describes.
        user: user rows, -1 for an unknown one, [n].
        movie: film rows, likewise, [n].
    """
    arrays = {name: torch.from_numpy(array) for name, array in weights.items()}
    # Torch's indices do not count from the end.
    left = torch.from_numpy(user.astype("int64") % arrays["user"].shape[1])
    right = torch.from_numpy(movie.astype("int64") % arrays["movie"].shape[1])
    total = torch.zeros(len(left))
    for draw in range(len(arrays["mean"])):
        total += _one_draw(arrays, draw, left, right)
    found: FloatArray = (total / len(arrays["mean"])).numpy()
    return found


def _one_draw(arrays: Mapping[str, Tensor], draw: int, user: Tensor, movie: Tensor) -> Tensor:
    left, right = arrays["user"][draw][user], arrays["movie"][draw][movie]  # [n, d]
    cutpoints, levels = arrays["cutpoints"][draw], arrays["levels"]
    latent = arrays["mean"][draw] + left[:, 0] + right[:, 0] + (left[:, 1:] * right[:, 1:]).sum(1)
    latent += arrays["chosen"][draw][user] * arrays["new_movie"][movie]
    latent += arrays["raters"][draw][movie] * arrays["new_user"][user]
    precision = arrays["user_precision"][draw][user] * arrays["movie_precision"][draw][movie]
    variance = 1 / precision
    if "time.user_mean" in arrays:
        span = cutpoints[-1] - cutpoints[0]
        latent += span * arrays["time.user_mean"][user]
        variance += span**2 * arrays["time.user_variance"][user]
    reach = (cutpoints - latent[:, None]) * variance.rsqrt()[:, None]
    below = (1 + torch.erf(reach / _ROOT2)) / 2  # [n, levels - 1]
    return levels[-1] - below @ torch.diff(levels)

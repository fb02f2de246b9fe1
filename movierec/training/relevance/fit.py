"""Fit the relevance model that is stored beside every rating model.

::

    pair.offsets [movies + 1]   by source film: where its entries begin
    pair.movie [entries]        target films
    pair.both, pair.after       what the source says about the target, and about it being next
    factor.source [movies, r]   a few factors for what the pairs cannot tell
    factor.target [movies, r]
    appeal [movies]             what a film has without any history
    liked [movies, v]           unit vectors of films by who liked them, for `similar`
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from movierec.records import LIKED, FloatArray, IntArray, Ratings
from movierec.training.progress import Tell, divided, nobody
from movierec.training.relevance.sequences import Sequences
from movierec.training.relevance.weights import pair_weights
from movierec.training.sparse import csr, warm_up
from movierec.training.spectrum import Spectrum, singular_vectors

if TYPE_CHECKING:
    import numpy.typing as npt

DAMPING = 0.2
"""Power of a film's ratings that its scores are divided by: sums favour what everybody rates."""
DAMPED_FROM = 5.0
"""Ratings added to a film's own before."""
APPEAL = 0.1
"""What a film that everybody rated has without any history, beside watch scores of about 0.1."""
RANK = 20
"""Factors beside the pairs."""
SHARE = 0.5
"""What the factors' weight is multiplied with."""
TASTE_RANK = 64

_USER_POWER = 0.25
_MOVIE_POWER = 0.25
_TASTE_POWER = 0.5
_NEGLIGIBLE = 1e-5
_SHARES = 0.85, 0.05, 0.1
"""What of the time the pairs take, the factors and the tastes, about."""


def fit_relevance(
    train: Ratings, users: int, movies: int, tell: Tell = nobody
) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays that `movierec.scoring.relevance` reads, as listed above.

    Nothing is drawn: the same rows give the same arrays. All constants were chosen inside the
    training rows of ml-100k, see docs/experiments.md.

    Args:
        train: rows to learn from.
        users: user rows of the data set.
        movies: film rows of the data set.
        tell: is told the share that is done.
    """
    tell_pairs, tell_factors, tell_tastes = divided(tell, _SHARES)
    counts = np.bincount(train.movie, minlength=movies)
    # A film of 100 ratings keeps its scores; only their proportions matter.
    damped = ((100 + DAMPED_FROM) / (counts + DAMPED_FROM)) ** DAMPING  # [movies]
    pairs = pair_weights(Sequences.of(train, users), counts, tell_pairs)
    source, target = _factors(train, users, movies)
    tell_factors(1)
    liked = _tastes(train, users, movies)
    tell_tastes(1)
    return {
        "pair.offsets": pairs.offsets,
        "pair.movie": pairs.movie,
        "pair.both": (pairs.both * damped[pairs.movie]).astype(np.float16),
        "pair.after": (pairs.after * damped[pairs.movie]).astype(np.float16),
        "factor.source": source,
        "factor.target": (target * damped[:, None]).astype(np.float32),
        "appeal": (APPEAL * counts / max(1, users) * damped).astype(np.float32),
        "liked": liked,
    }


def _factors(train: Ratings, users: int, movies: int) -> tuple[FloatArray, FloatArray]:
    """Return two vectors a film, [movies, RANK] each, whose product a history adds up.

    Projecting a history on the leading singular vectors of who rated what: films that few rated
    together still meet there.
    """
    found = _spectrum(train, users, movies, _MOVIE_POWER, RANK)
    weight = np.maximum(np.bincount(train.movie, minlength=movies), 1) ** _MOVIE_POWER
    right = found.right.numpy() * SHARE**0.5
    return (
        (right / weight[:, None]).astype(np.float32),
        (right * weight[:, None]).astype(np.float32),
    )


def _tastes(train: Ratings, users: int, movies: int) -> FloatArray:
    """Return unit vectors, [movies, TASTE_RANK]; 0 for films that nobody liked."""
    liked = train.take(np.flatnonzero(train.rating >= LIKED))
    if len(liked) == 0:
        return np.zeros((movies, 1), dtype=np.float32)
    found = _spectrum(liked, users, movies, _TASTE_POWER, TASTE_RANK)
    vectors = (found.right * found.values).numpy()
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    units = np.zeros(vectors.shape, dtype=np.float32)
    # What only rounding tells from nothing would be a direction made of rounding.
    np.divide(vectors, length, out=units, where=length > _NEGLIGIBLE * length.max())
    return units


def _spectrum(rows: Ratings, users: int, movies: int, movie_power: float, rank: int) -> Spectrum:
    """Return leading singular vectors of who rated what, damped for busy users and big films."""
    warm_up()
    by_user = np.bincount(rows.user, minlength=users)
    starts = np.zeros(users + 1, dtype=np.int64)
    np.cumsum(by_user, out=starts[1:])
    cells = rows.user * np.int64(movies) + rows.movie
    cells.sort()
    columns = torch.from_numpy(np.remainder(cells, movies, out=cells))
    pattern = csr(torch.from_numpy(starts), columns, torch.ones(len(columns)), (users, movies))
    own = _damped(by_user, _USER_POWER)
    other = _damped(np.bincount(rows.movie, minlength=movies), movie_power)
    return singular_vectors(pattern, own, other, rank).largest(rank)


def _damped(counts: IntArray, power: float) -> torch.Tensor:
    return torch.from_numpy(np.maximum(counts, 1).astype(np.float64) ** -power)

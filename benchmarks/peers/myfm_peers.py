"""myFM's Gibbs-sampled ordered-probit factorization machine, set up as its authors recommend.

T. Ohtsuki, myFM (github.com/tohtsky/myFM); the extended model of S. Rendle, L. Zhang and Y. Koren,
On the Difficulty of Evaluating Baselines, 2019: ids, side features, and implicit terms both ways,
what a user rated and who rated a film, each divided by the root of their number. The implicit terms
are taken from training rows alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from movierec.records import FloatArray, Ratings
from peers.data import PeerData

RANK = 10
SWEEPS = 300
BURN_IN = 20
_DAY = 86_400


def myfm(data: PeerData, sweeps: int = SWEEPS) -> FloatArray:
    """Predict without looking at the time of any rating."""
    nothing = (sparse.csr_matrix((len(rows), 0)) for rows in (data.train, data.test))
    return _predict(data, *nothing, groups=[], sweeps=sweeps)


def myfm_day(data: PeerData) -> FloatArray:
    """Predict with the day of the rating as one more feature; the test rows' too."""
    days = np.unique(data.train.timestamp // _DAY)
    return _predict(data, _days(data.train, days), _days(data.test, days), [len(days)], SWEEPS)


def _predict(
    data: PeerData, train_when: Any, test_when: Any, groups: list[int], sweeps: int
) -> FloatArray:
    from myfm import MyFMOrderedProbit, RelationBlock

    shape = (data.users, data.movies)
    rated = sparse.csr_matrix(
        (np.ones(len(data.train)), (data.train.user, data.train.movie)), shape=shape
    )
    user_blocks = [sparse.identity(data.users), _scaled(rated), data.user_flags]
    movie_blocks = [sparse.identity(data.movies), _scaled(rated.T.tocsr()), data.movie_flags]
    users, movies = (
        sparse.hstack([sparse.csr_matrix(block) for block in blocks], format="csr")
        for blocks in (user_blocks, movie_blocks)
    )
    groups = groups + [block.shape[1] for block in (*user_blocks, *movie_blocks) if block.shape[1]]
    stars, classes = np.unique(data.train.rating, return_inverse=True)

    def related(rows: Ratings) -> list[Any]:
        return [
            RelationBlock(rows.user.astype(np.int64), users),
            RelationBlock(rows.movie.astype(np.int64), movies),
        ]

    model = MyFMOrderedProbit(rank=RANK, random_seed=data.seed)
    model.fit(
        train_when,
        classes,
        X_rel=related(data.train),
        n_iter=sweeps,
        n_kept_samples=sweeps - min(BURN_IN, sweeps // 5),
        group_shapes=groups,
    )
    probability = model.predict_proba(test_when, related(data.test))  # [n, classes]
    return (probability @ stars).astype(np.float32)


def _days(rows: Ratings, days: Any) -> Any:
    """Return a column for each day that training rows have; other days have none, [n, days]."""
    day = rows.timestamp // _DAY
    place = np.minimum(np.searchsorted(days, day), len(days) - 1)
    known = days[place] == day
    where = (np.flatnonzero(known), place[known])
    return sparse.csr_matrix((np.ones(int(known.sum())), where), shape=(len(rows), len(days)))


def _scaled(rated: Any) -> Any:
    """Divide each row by the root of how many entries it has."""
    count = np.maximum(np.diff(rated.indptr), 1)
    return sparse.diags(1 / np.sqrt(count)) @ rated

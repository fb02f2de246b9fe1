"""What a peer learns from: the rows that are not tested, and what is known of users and films."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from movierec.config import TrainConfig
from movierec.data.cache import locate
from movierec.data.holdout import hold_out
from movierec.data.prepare import Prepared, prepare
from movierec.paths import Paths
from movierec.records import Ratings, Scale

AGE_BAND = 5

Flags = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PeerData:
    """One part of a protocol as a peer gets it.

    Attributes:
        train: every row that is not tested.
        test: the rows to predict; their ratings are not to be looked at.
        users: user rows of the data set.
        movies: film rows of the data set.
        scale: the ratings allowed.
        user_flags: one-hot age band, gender and occupation, [users, k]; k is 0 without traits.
        movie_flags: genres and one-hot year, [movies, l].
        seed: of the training.
    """

    train: Ratings
    test: Ratings
    users: int
    movies: int
    scale: Scale
    user_flags: Flags
    movie_flags: Flags
    seed: int


def peer_data(config: TrainConfig, paths: Paths) -> PeerData:
    """Read one part from the prepared arrays."""
    prepared = prepare(locate(config.dataset, paths), paths)
    rows = hold_out(prepared, config)
    return PeerData(
        train=prepared.ratings.take(rows.known),
        test=rows.test,
        users=prepared.catalogue.users,
        movies=prepared.catalogue.movies,
        scale=prepared.scale,
        user_flags=_user_flags(prepared),
        movie_flags=np.hstack(
            [prepared.catalogue.genre_flags, one_hot(prepared.catalogue.years)]
        ).astype(np.float64),
        seed=config.seed,
    )


def one_hot(values: npt.NDArray[np.integer]) -> Flags:
    """Return a column for each value that occurs, [n, values]."""
    known, place = np.unique(values, return_inverse=True)
    return np.eye(len(known))[place]


def _user_flags(prepared: Prepared) -> Flags:
    traits = prepared.catalogue.traits
    if traits is None:
        return np.zeros((prepared.catalogue.users, 0))
    columns = (traits.age // AGE_BAND, traits.gender, traits.occupation)
    return np.hstack([one_hot(column) for column in columns])

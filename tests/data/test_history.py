"""Every rating is found again under its user, in the order it came."""

from __future__ import annotations

import numpy as np
from makers import tiny_ratings

from movierec.data.history import history_of


def test_each_users_ratings_are_theirs_in_the_order_of_the_data_set() -> None:
    ratings = tiny_ratings(users=12)

    history = history_of(ratings, users=13)

    for user in range(13):
        theirs = ratings.take(np.flatnonzero(ratings.user == user))
        assert history.of(user).movie.tolist() == theirs.movie.tolist()
        assert history.of(user).rating.tolist() == theirs.rating.tolist()
        assert history.of(user).timestamp.tolist() == theirs.timestamp.tolist()


def test_a_user_without_ratings_has_an_empty_history() -> None:
    assert len(history_of(tiny_ratings(users=12), users=13).of(12)) == 0

"""Every rating is found again under its user, in the order it came."""

from __future__ import annotations

import numpy as np
from makers import tiny_ratings

from movierec.data.history import history_of


def test_each_users_ratings_are_theirs_in_the_order_of_the_data_set() -> None:
    ratings = tiny_ratings(users=12)

    history = history_of(ratings, users=12)

    for user in range(12):
        theirs = ratings.take(np.flatnonzero(ratings.user == user))
        rows = slice(history.offsets[user], history.offsets[user + 1])
        assert history.movie[rows].tolist() == theirs.movie.tolist()
        assert history.rating[rows].tolist() == theirs.rating.tolist()
        assert history.timestamp[rows].tolist() == theirs.timestamp.tolist()


def test_a_user_without_ratings_has_an_empty_history() -> None:
    offsets = history_of(tiny_ratings(users=12), users=13).offsets

    assert offsets[12] == offsets[13] == 60


def test_ratings_in_the_order_of_users_are_not_copied() -> None:
    ratings = tiny_ratings(users=12)
    ordered = ratings.take(np.argsort(ratings.user, kind="stable"))

    history = history_of(ordered, users=12)

    assert np.shares_memory(history.movie, ordered.movie)
    assert history.offsets.tolist() == history_of(ratings, users=12).offsets.tolist()

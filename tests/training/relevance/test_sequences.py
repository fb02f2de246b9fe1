"""Everybody's films run from the last one to the first, with their places in time."""

from __future__ import annotations

import numpy as np
import pytest
from relevance_makers import USERS, one_history, random_histories, rows

from movierec.data.order import later_ratings
from movierec.training.relevance import sequences as sequences_module
from movierec.training.relevance.sequences import Sequences


@pytest.mark.parametrize("times", [10_000, 8, 1], ids=["no ties", "many ties", "one time"])
def test_places_are_those_of_one_person_s_ratings_alone(times: int) -> None:
    ratings = random_histories(times=times)

    sequences = Sequences.of(ratings, USERS)

    for user in range(USERS):
        own = ratings.take(np.flatnonzero(ratings.user == user))
        expected = dict(zip(own.movie.tolist(), later_ratings(own.timestamp), strict=True))
        span = slice(sequences.offsets[user], sequences.offsets[user + 1])
        found = dict(
            zip(sequences.movie[span].tolist(), sequences.place[span].tolist(), strict=True)
        )
        assert found == expected
        assert (sequences.user[span] == user).all()


def test_a_sequence_runs_from_the_last_rating_to_the_first() -> None:
    sequences = Sequences.of(one_history([(5, 20), (1, 30), (8, 10)]), 1)

    assert sequences.movie.tolist() == [1, 5, 8]
    assert sequences.place.tolist() == [0, 1, 2]


def test_of_a_very_long_history_the_last_ratings_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences_module, "LONGEST", 3)
    long = [(movie, 10 * movie) for movie in range(8)]

    cut = Sequences.of(one_history(long), 1)

    kept = Sequences.of(one_history(long[-3:]), 1)
    assert cut.movie.tolist() == [7, 6, 5]
    assert cut.offsets.tolist() == [0, 3]
    np.testing.assert_array_equal(cut.place, kept.place)


def test_the_cap_is_each_user_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences_module, "LONGEST", 2)
    ratings = rows((0, 1, 4, 1), (1, 2, 4, 9), (0, 3, 4, 2), (0, 5, 4, 3), (1, 7, 4, 8))

    sequences = Sequences.of(ratings, 2)

    assert sequences.offsets.tolist() == [0, 2, 4]
    assert sequences.movie.tolist() == [5, 3, 2, 7]


def test_times_of_the_last_century_and_the_far_future_are_no_obstacle() -> None:
    low, high = np.iinfo(np.int32).min, np.iinfo(np.int32).max

    sequences = Sequences.of(one_history([(1, low), (2, 0), (3, high)]), 1)

    assert sequences.movie.tolist() == [3, 2, 1]

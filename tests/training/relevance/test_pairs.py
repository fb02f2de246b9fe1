"""Pairs of films are summed over everybody, by their distance in time and by their order."""

from __future__ import annotations

import math

import numpy as np
import pytest
from relevance_makers import MOVIES, USERS, one_history, random_histories, rows

from movierec.records import Ratings
from movierec.training.relevance import pairs
from movierec.training.relevance.pairs import AFTER, FLOOR, NEAR, Sequences

ALL = np.arange(MOVIES)


def brute_force(ratings: Ratings) -> tuple[np.ndarray, np.ndarray]:
    """Add up pair by pair, every place counted anew."""
    near, after = np.zeros((MOVIES, MOVIES)), np.zeros((MOVIES, MOVIES))
    for user in range(USERS):
        own = ratings.take(np.flatnonzero(ratings.user == user))
        times = own.timestamp.tolist()
        places = [sum(t > time for t in times) + (times.count(time) - 1) / 2 for time in times]
        for source, place in zip(own.movie, places, strict=True):
            for target, other in zip(own.movie, places, strict=True):
                near[source, target] += FLOOR + (1 - FLOOR) * math.exp(-abs(place - other) / NEAR)
                if other < place:
                    after[source, target] += math.exp(-(place - other - 1) / AFTER)
    return near, after


@pytest.mark.parametrize("times", [10_000, 8, 1], ids=["no ties", "many ties", "one time"])
def test_sums_are_those_of_every_pair_of_every_user(times: int) -> None:
    ratings = random_histories(times=times)

    found = Sequences.of(ratings, USERS).pair_sums(ALL, ALL, MOVIES)

    near, after = brute_force(ratings)
    np.testing.assert_allclose(found.near, near, rtol=1e-5)
    np.testing.assert_allclose(found.after, after, rtol=1e-5, atol=1e-6)


def test_sums_of_some_films_are_those_rows_and_columns_of_all() -> None:
    sequences = Sequences.of(random_histories(), USERS)
    sources, targets = np.array([7, 2, 19]), np.array([3, 2, 28, 11])

    some = sequences.pair_sums(sources, targets, MOVIES)

    whole = sequences.pair_sums(ALL, ALL, MOVIES)
    np.testing.assert_allclose(some.near, whole.near[np.ix_(sources, targets)], rtol=1e-5)
    np.testing.assert_allclose(some.after, whole.after[np.ix_(sources, targets)], rtol=1e-5)


def test_a_film_and_itself_count_everybody_who_rated_it() -> None:
    ratings = random_histories()

    found = Sequences.of(ratings, USERS).pair_sums(ALL, ALL, MOVIES)

    np.testing.assert_allclose(np.diag(found.near), np.bincount(ratings.movie, minlength=MOVIES))
    assert not np.diag(found.after).any()


def test_the_next_film_counts_whole_and_the_one_before_not_at_all() -> None:
    sequences = Sequences.of(one_history([(4, 100), (9, 200)]), 1)

    after = sequences.pair_sums(ALL, ALL, MOVIES).after

    assert after[4, 9] == 1
    assert np.count_nonzero(after) == 1


def test_films_of_one_second_are_near_and_in_no_order() -> None:
    sequences = Sequences.of(one_history([(4, 100), (9, 100)]), 1)

    found = sequences.pair_sums(ALL, ALL, MOVIES)

    assert found.near[4, 9] == found.near[9, 4] == 1
    assert not found.after.any()


def test_near_sums_are_the_same_in_both_directions() -> None:
    near = Sequences.of(random_histories(), USERS).pair_sums(ALL, ALL, MOVIES).near

    np.testing.assert_allclose(near, near.T, rtol=1e-6)


def test_the_order_of_the_rows_does_not_matter() -> None:
    ratings = random_histories()
    shuffled = ratings.take(np.random.default_rng(1).permutation(len(ratings)))

    first, second = (
        Sequences.of(given, USERS).pair_sums(ALL, ALL, MOVIES) for given in (ratings, shuffled)
    )

    assert first.near.tobytes() == second.near.tobytes()
    assert first.after.tobytes() == second.after.tobytes()


def test_users_without_rows_have_empty_spans_and_add_nothing() -> None:
    alone = one_history([(4, 1), (9, 2)])
    amid = one_history([(4, 1), (9, 2)], user=3)

    sequences = Sequences.of(amid, 6)

    assert sequences.offsets.tolist() == [0, 0, 0, 0, 2, 2, 2]
    found, expected = (
        each.pair_sums(ALL, ALL, MOVIES) for each in (sequences, Sequences.of(alone, 1))
    )
    np.testing.assert_array_equal(found.near, expected.near)
    np.testing.assert_array_equal(found.after, expected.after)


def test_without_rows_all_sums_are_0() -> None:
    found = Sequences.of(rows(), 3).pair_sums(ALL, ALL, MOVIES)

    assert not found.near.any()
    assert not found.after.any()


def test_a_sequence_runs_from_the_last_rating_to_the_first() -> None:
    sequences = Sequences.of(one_history([(5, 20), (1, 30), (8, 10)]), 1)

    assert sequences.movie.tolist() == [1, 5, 8]
    assert sequences.place.tolist() == [0, 1, 2]


def test_of_a_very_long_history_the_last_ratings_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "LONGEST", 3)
    long = [(movie, 10 * movie) for movie in range(8)]

    cut = Sequences.of(one_history(long), 1)

    kept = Sequences.of(one_history(long[-3:]), 1)
    assert cut.movie.tolist() == [7, 6, 5]
    assert cut.offsets.tolist() == [0, 3]
    np.testing.assert_array_equal(cut.place, kept.place)


def test_the_cap_is_each_user_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "LONGEST", 2)
    ratings = rows((0, 1, 4, 1), (1, 2, 4, 9), (0, 3, 4, 2), (0, 5, 4, 3), (1, 7, 4, 8))

    sequences = Sequences.of(ratings, 2)

    assert sequences.offsets.tolist() == [0, 2, 4]
    assert sequences.movie.tolist() == [5, 3, 2, 7]


def test_times_of_the_last_century_and_the_far_future_are_no_obstacle() -> None:
    low, high = np.iinfo(np.int32).min, np.iinfo(np.int32).max

    sequences = Sequences.of(one_history([(1, low), (2, 0), (3, high)]), 1)

    assert sequences.movie.tolist() == [3, 2, 1]

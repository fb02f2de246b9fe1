"""Pairs of films are summed over everybody, by their distance in time and by their order."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest
import torch
from relevance_makers import MOVIES, USERS, one_history, random_histories, rows

from movierec.records import Ratings
from movierec.training.devices import threads_restored
from movierec.training.relevance import pairs
from movierec.training.relevance.pairs import AFTER, FLOOR, NEAR, PairSums, Sources
from movierec.training.relevance.pieces import LENGTH, Pieces
from movierec.training.relevance.rated import Rated
from movierec.training.relevance.sequences import Sequences

ALL = np.arange(MOVIES)


def sums_of(ratings: Ratings, users: int = USERS, movies: int = MOVIES) -> PairSums:
    """Return the sums of all films, by target and source."""
    pieces = Pieces.of(Sequences.of(ratings, users), np.arange(movies), movies)
    return Sources(pieces, movies).sums_among()


def brute_force(
    ratings: Ratings, users: int = USERS, movies: int = MOVIES
) -> tuple[np.ndarray, np.ndarray]:
    """Add up pair by pair, every place counted anew."""
    near, after = np.zeros((movies, movies)), np.zeros((movies, movies))
    for user in range(users):
        own = ratings.take(np.flatnonzero(ratings.user == user))
        times = own.timestamp.tolist()
        places = [sum(t > time for t in times) + (times.count(time) - 1) / 2 for time in times]
        for source, place in zip(own.movie, places, strict=True):
            for target, other in zip(own.movie, places, strict=True):
                near[target, source] += FLOOR + (1 - FLOOR) * math.exp(-abs(place - other) / NEAR)
                if other < place:
                    after[target, source] += math.exp(-(place - other - 1) / AFTER)
    return near, after


@pytest.mark.parametrize("times", [10_000, 8, 1], ids=["no ties", "many ties", "one time"])
def test_sums_are_those_of_every_pair_of_every_user(times: int) -> None:
    ratings = random_histories(times=times)

    found = sums_of(ratings)

    near, after = brute_force(ratings)
    np.testing.assert_allclose(found.near, near, rtol=1e-5)
    np.testing.assert_allclose(found.after, after, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("times", [10_000, 4, 1], ids=["no ties", "many ties", "one time"])
def test_histories_of_many_pieces_are_added_up_like_short_ones(times: int) -> None:
    users, movies = 3, 5 * LENGTH
    ratings = random_histories(users, movies, share=0.8, times=times)

    found = sums_of(ratings, users, movies)

    near, after = brute_force(ratings, users, movies)
    np.testing.assert_allclose(found.near, near, rtol=1e-5)
    np.testing.assert_allclose(found.after, after, rtol=1e-5, atol=1e-6)


def test_sums_towards_other_films_are_those_rows_and_columns_of_all() -> None:
    users, movies = 3, 5 * LENGTH
    ratings = random_histories(users, movies, share=0.8)
    sequences = Sequences.of(ratings, users)
    others = np.array([90, 7, 2, 19])
    films = np.setdiff1d(np.arange(movies), others)[::-1].copy()
    pieces = Pieces.of(sequences, films, movies)

    some = Sources(pieces, len(films)).sums_towards(
        Rated.beside(sequences, others, movies, pieces), len(others)
    )

    whole = sums_of(ratings, users, movies)
    np.testing.assert_allclose(some.near, whole.near[np.ix_(others, films)], rtol=1e-5)
    np.testing.assert_allclose(some.after, whole.after[np.ix_(others, films)], rtol=1e-5, atol=1e-6)


def test_blocks_of_targets_and_of_pieces_are_as_if_done_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    users, movies = 3, 5 * LENGTH
    ratings = random_histories(users, movies, share=0.8)
    whole = sums_of(ratings, users, movies)

    monkeypatch.setattr(pairs, "_TARGETS", 7)
    monkeypatch.setattr(pairs, "_PIECES", 5)
    blocked = sums_of(ratings, users, movies)

    np.testing.assert_allclose(blocked.near, whole.near, rtol=1e-5)
    np.testing.assert_allclose(blocked.after, whole.after, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("threads", [1, 3])
def test_the_number_of_threads_changes_no_byte_and_is_left_as_it_was(threads: int) -> None:
    ratings = random_histories()
    expected = sums_of(ratings)

    with threads_restored():
        torch.set_num_threads(threads)
        found = sums_of(ratings)
        left = torch.get_num_threads()

    assert left == threads
    assert torch.equal(found.near, expected.near)
    assert torch.equal(found.after, expected.after)


def test_the_share_that_is_done_rises_to_all() -> None:
    pieces = Pieces.of(Sequences.of(random_histories(), USERS), ALL, MOVIES)
    told: list[float] = []

    Sources(pieces, MOVIES).sums_among(told.append)

    assert told == sorted(told)
    assert told[-1] == 1


def test_a_film_and_itself_count_everybody_who_rated_it() -> None:
    ratings = random_histories()

    found = sums_of(ratings)

    np.testing.assert_allclose(np.diag(found.near), np.bincount(ratings.movie, minlength=MOVIES))
    assert not np.diag(found.after).any()


def test_the_next_film_counts_whole_and_the_one_before_not_at_all() -> None:
    after = sums_of(one_history([(4, 100), (9, 200)]), 1).after

    assert after[9, 4] == 1
    assert torch.count_nonzero(after) == 1


def test_films_of_one_second_are_near_and_in_no_order() -> None:
    found = sums_of(one_history([(4, 100), (9, 100)]), 1)

    assert found.near[4, 9] == found.near[9, 4] == 1
    assert not found.after.any()


def test_near_sums_are_the_same_in_both_directions() -> None:
    near = sums_of(random_histories()).near

    np.testing.assert_allclose(near, near.T, rtol=1e-6)


def test_the_order_of_the_rows_does_not_matter() -> None:
    ratings = random_histories()
    shuffled = ratings.take(np.random.default_rng(1).permutation(len(ratings)))

    first, second = (sums_of(given) for given in (ratings, shuffled))

    assert torch.equal(first.near, second.near)
    assert torch.equal(first.after, second.after)


def test_users_without_rows_have_empty_spans_and_add_nothing() -> None:
    alone = one_history([(4, 1), (9, 2)])
    amid = one_history([(4, 1), (9, 2)], user=3)

    sequences = Sequences.of(amid, 6)

    assert sequences.offsets.tolist() == [0, 0, 0, 0, 2, 2, 2]
    found, expected = sums_of(amid, 6), sums_of(alone, 1)
    np.testing.assert_array_equal(found.near, expected.near)
    np.testing.assert_array_equal(found.after, expected.after)


def test_without_rows_all_sums_are_0() -> None:
    found = sums_of(rows(), 3)

    assert not found.near.any()
    assert not found.after.any()


def test_ratings_of_a_few_films_are_found_without_a_copy_of_all() -> None:
    target = np.arange(100_000, dtype=np.int32)
    rated = Rated(target, target.astype(np.float32), target, target, target, target)
    tracemalloc.start()
    rated.between(2, 5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < target.nbytes / 4

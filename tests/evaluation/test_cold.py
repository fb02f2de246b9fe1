"""Who is held out, what is measured, and the numbers made of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shop import assert_two_lines

from movierec.answers.cold import ColdResult, FoldingResult
from movierec.errors import UsageError
from movierec.evaluation.cold import (
    GIVEN,
    MOST_GIVEN,
    ColdUsers,
    cold_items,
    cold_row,
    cold_users,
    folded_bias_stars,
    folded_stars,
    folding_milliseconds,
    folding_price,
    user_mean_stars,
)
from movierec.records import FloatArray, IntArray, Ratings, Scale
from movierec.training.bias import SHRINK_USER, BiasModel

SCALE = Scale(1.0, 5.0, 1.0)


def ratings_of(user: list[int], movie: list[int], rating: list[float]) -> Ratings:
    return Ratings(
        np.array(user, dtype=np.int32),
        np.array(movie, dtype=np.int32),
        np.array(rating, dtype=np.float32),
        np.zeros(len(user), dtype=np.int32),
    )


def users_with(*counts: int, seed: int = 0) -> Ratings:
    """Return ratings of users who have so many, in random order."""
    random = np.random.default_rng(seed)
    user = np.repeat(np.arange(len(counts)), counts)
    movie = np.concatenate([random.permutation(max(counts))[:count] for count in counts])
    order = random.permutation(len(user))
    stars = random.integers(1, 6, size=len(user))
    return ratings_of(user[order].tolist(), movie[order].tolist(), stars.tolist())


MANY = users_with(*([25, 30, 22, 40, 21] * 4))


@dataclass(frozen=True)
class Echo:
    """Predicts the number of ratings given, plus a tenth of the film's row."""

    mean: FloatArray


class EchoScorer:
    uses_time = False

    def fold_in(self, movies: IntArray, stars: FloatArray) -> int:
        assert len(movies) == len(stars)
        return len(movies)

    def folded_distribution(self, user: int, movies: IntArray) -> Echo:
        return Echo((user + movies / 10).astype(np.float32))


def test_a_fifth_of_the_users_is_held_out() -> None:
    held = cold_users(MANY, seed=0)

    assert held.held_out == 4
    assert len(np.unique(MANY.user[held.train])) == 16


@settings(max_examples=30)
@given(st.lists(st.integers(1, 45), min_size=5, max_size=40), st.integers(0, 2**32 - 1))
def test_no_row_of_a_held_out_user_is_trained_on(counts: list[int], seed: int) -> None:
    ratings = users_with(*counts, 50, 50, 50)
    try:
        held = cold_users(ratings, seed)
    except UsageError:
        return

    measured = set(ratings.user[held.test].tolist())
    assert not measured & set(ratings.user[held.train].tolist())
    rows = np.concatenate([held.train, held.given.ravel(), held.test])
    assert len(np.unique(rows)) == len(rows)
    assert len(np.unique(ratings.user[held.train])) == len(counts) + 3 - held.held_out


def test_each_user_gives_twenty_ratings_and_all_others_are_measured() -> None:
    held = cold_users(MANY, seed=0)

    for number, given_rows in enumerate(held.given):
        tested = held.test[held.starts[number] : held.starts[number + 1]]
        (user,) = set(MANY.user[given_rows].tolist())
        assert set(MANY.user[tested].tolist()) == {user}
        everything = np.sort(np.concatenate([given_rows, tested]))
        np.testing.assert_array_equal(everything, np.flatnonzero(MANY.user == user))
    assert held.starts[-1] == len(held.test)


def test_the_ratings_given_first_stay_when_more_are_given() -> None:
    held = cold_users(MANY, seed=0)

    for fewer, more in pairwise(GIVEN):
        assert set(held.first(fewer).tolist()) < set(held.first(more).tolist())
        assert len(held.first(more)) == more * len(held.given)


def test_ratings_are_given_in_a_random_order() -> None:
    held = cold_users(users_with(*[45] * 20), seed=0)

    assert not (np.diff(held.given, axis=1) > 0).all()


def test_users_with_fewer_than_21_ratings_are_neither_trained_on_nor_measured() -> None:
    ratings = users_with(*([20] * 15 + [21] * 15))

    held = cold_users(ratings, seed=1)

    assert held.held_out == 6
    assert 0 < held.left_out < 6
    assert len(held.test) == 6 - held.left_out
    assert len(np.unique(ratings.user[held.train])) == 24


def test_the_seed_decides_who_is_held_out() -> None:
    first, again, other = cold_users(MANY, 3), cold_users(MANY, 3), cold_users(MANY, 4)

    np.testing.assert_array_equal(first.given, again.given)
    np.testing.assert_array_equal(first.test, again.test)
    assert not np.array_equal(first.train, other.train)


@pytest.mark.parametrize("counts", [[20] * 20, [30, 30], [30]], ids=["few ratings", "two", "one"])
def test_too_few_users_or_ratings_are_said_in_two_lines(counts: list[int]) -> None:
    with pytest.raises(UsageError, match="more than 20 ratings") as caught:
        cold_users(users_with(*counts), seed=0)

    assert_two_lines(caught.value, 2)


def test_a_fifth_of_the_rated_films_loses_all_its_ratings() -> None:
    held = cold_items(MANY, seed=0)

    cold = set(MANY.movie[held.test].tolist())
    assert held.held_out == len(cold) == 8
    assert not cold & set(MANY.movie[held.train].tolist())
    assert len(held.train) + len(held.test) == len(MANY)


def test_the_seed_decides_which_films_are_held_out() -> None:
    first, again, other = cold_items(MANY, 3), cold_items(MANY, 3), cold_items(MANY, 4)

    np.testing.assert_array_equal(first.test, again.test)
    assert not np.array_equal(first.test, other.test)


def test_too_few_films_are_said_in_two_lines() -> None:
    with pytest.raises(UsageError, match="too few films") as caught:
        cold_items(ratings_of([0, 1, 0], [0, 0, 1], [3, 4, 5]), seed=0)

    assert_two_lines(caught.value, 2)


def two_users() -> tuple[Ratings, ColdUsers]:
    """Return users 1 and 2 of three, who give 20 ratings each and have one and two others."""
    user, movie = [1] * 21 + [2] * 22, [*range(21), *range(22)]
    ratings = ratings_of(user, movie, [5.0] * 21 + [2.0] * 22)
    given_rows = np.stack([np.arange(1, 21), np.arange(23, 43)])
    held = ColdUsers(
        2, np.array([], dtype=int), given_rows, np.array([0, 21, 22]), np.array([0, 1, 3])
    )
    return ratings, held


def test_each_user_s_rows_are_predicted_from_what_that_user_gave() -> None:
    ratings, held = two_users()

    stars = folded_stars(EchoScorer(), ratings, held, 5)  # type: ignore[arg-type]

    np.testing.assert_allclose(stars, [5.0, 5.0, 5.1])


def test_the_bias_model_learns_new_users_from_the_ratings_given_alone() -> None:
    ratings, held = two_users()
    movie = np.zeros(23, dtype=np.float32)
    movie[1] = 0.5
    bias = BiasModel(3.0, np.zeros(4, dtype=np.float32), movie, SCALE)

    without = folded_bias_stars(bias, ratings, held, 0)
    three = folded_bias_stars(bias, ratings, held, 3)

    np.testing.assert_allclose(without, [3.0, 3.0, 3.5])
    # User 1 gave films 1, 2, 3 five stars; user 2 gave films 2, 3, 4 two.
    generous, strict = (1.5 + 2 + 2) / (SHRINK_USER + 3), -3 / (SHRINK_USER + 3)
    np.testing.assert_allclose(three, [3 + generous, 3 + strict, 3.5 + strict], rtol=1e-6)


def test_a_fold_in_is_timed_once_a_user() -> None:
    ratings, held = two_users()

    taken = folding_milliseconds(EchoScorer(), ratings, held, 22)  # type: ignore[arg-type]

    assert len(taken) == 2
    assert min(taken) > 0


def test_a_row_has_mean_and_sd_over_seeds() -> None:
    row = cold_row(5, [ColdResult(0, 0.9, 1.0), ColdResult(1, 1.0, 1.04)])

    assert (row.given, row.rmse.mean) == (5, pytest.approx(0.95))
    assert row.gain.mean == pytest.approx(0.07)
    assert row.gain.sd == pytest.approx(0.06 / 2**0.5)
    assert [one.seed for one in row.seeds] == [0, 1]


def test_a_gain_is_measured_from_the_better_baseline() -> None:
    assert ColdResult(0, 0.9, 1.0, 0.98).gain == pytest.approx(0.08)
    assert ColdResult(0, 0.9, 1.0, 1.2).gain == pytest.approx(0.1)
    row = cold_row(None, [ColdResult(0, 0.9, 1.0, 0.98), ColdResult(1, 0.9, 1.0, 1.0)])
    assert row.user_mean_rmse is not None
    assert row.user_mean_rmse.mean == pytest.approx(0.99)


def test_a_user_s_mean_is_shrunk_and_knows_nothing_of_films() -> None:
    train = ratings_of([0, 0, 1], [0, 1, 1], [5, 4, 1])
    bias = BiasModel(3.0, np.ones(3, dtype=np.float32), np.ones(4, dtype=np.float32), SCALE)

    stars = user_mean_stars(bias, train, ratings_of([0, 1, 0], [2, 2, 0], [1, 1, 1]))

    generous, strict = 3 + (2 + 1) / (SHRINK_USER + 2), 3 - 2 / (SHRINK_USER + 1)
    np.testing.assert_allclose(stars, [generous, strict, generous])


def test_one_seed_has_no_sd() -> None:
    assert cold_row(None, [ColdResult(0, 0.9, 1.0)]).rmse.sd is None


def test_the_price_is_the_ratio_of_folding_in_to_training() -> None:
    price = folding_price([FoldingResult(0, 0.9, 0.909), FoldingResult(1, 1.0, 1.0)])

    assert price.given == MOST_GIVEN
    assert [one.ratio for one in price.seeds] == pytest.approx([1.01, 1.0])
    assert price.ratio.mean == pytest.approx(1.005)

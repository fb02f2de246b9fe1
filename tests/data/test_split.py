"""Held-out rows: disjoint, complete, of the right size, in the right order of time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import tiny_ratings

from movierec.config import TrainConfig
from movierec.data.split import split
from movierec.errors import UsageError
from movierec.records import IntArray, Ratings, Split

seeds = st.integers(0, 2**32)


@st.composite
def ratings(draw: st.DrawFn, least: int = 3) -> Ratings:
    """Draw ratings of different pairs; times repeat, so that the film decides."""
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, 8), st.integers(0, 30), st.integers(1, 12)),
            min_size=least,
            max_size=150,
            unique_by=lambda row: row[:2],
        )
    )
    user, movie, time = (np.array(column, dtype=np.int32) for column in zip(*rows, strict=True))
    # Ratings stand for their rows here, so that the test can tell which row is which.
    return Ratings(user, movie, np.arange(len(rows), dtype=np.float32), time)


def held(part: Split) -> IntArray:
    return part.test.rating.astype(np.int64)


def assert_whole(part: Split, rows: int) -> None:
    """Every row stands in exactly one of the three parts, each ascending."""
    parts = [part.train, part.validation, held(part)]
    assert sorted(np.concatenate(parts).tolist()) == list(range(rows))
    assert part.train.dtype == part.validation.dtype == np.int64
    for index in parts:
        assert (np.diff(index) > 0).all()


@given(ratings(), seeds)
def test_a_random_split_divides_all_rows(data: Ratings, seed: int) -> None:
    part = split(data, None, TrainConfig(split="random", seed=seed))

    assert_whole(part, len(data))
    assert len(part.test) == round(0.2 * len(data))
    learned = len(data) - len(part.test)
    assert abs(len(part.validation) - 0.05 * learned) <= 0.5


@pytest.mark.parametrize("kind", ["random", "per-user"])
@given(data=ratings(), seed=seeds)
def test_the_same_seed_gives_the_same_split(kind: str, data: Ratings, seed: int) -> None:
    one, other = (split(data, None, TrainConfig(split=kind, seed=seed)) for _ in range(2))

    np.testing.assert_array_equal(one.train, other.train)
    np.testing.assert_array_equal(one.validation, other.validation)
    np.testing.assert_array_equal(held(one), held(other))


@pytest.mark.parametrize("kind", ["random", "per-user"])
@given(seed=seeds)
def test_another_seed_gives_another_split(kind: str, seed: int) -> None:
    data = numbered(users=40, movies=40, rows=600)
    one, other = (split(data, None, TrainConfig(split=kind, seed=s)) for s in (seed, seed + 1))

    assert held(one).tolist() != held(other).tolist()
    assert one.validation.tolist() != other.validation.tolist()


@pytest.mark.parametrize("kind", ["random", "per-user"])
def test_test_rows_do_not_depend_on_the_validation_share(kind: str) -> None:
    data = numbered(users=40, movies=40, rows=600)
    before = split(data, None, TrainConfig(split=kind))

    after = split(data, None, TrainConfig(split=kind, validation=30))

    assert len(after.validation) > len(before.validation)
    np.testing.assert_array_equal(held(after), held(before))


@given(ratings(least=5), st.integers(1, 5), seeds)
def test_a_fold_holds_its_rows_out(data: Ratings, number: int, seed: int) -> None:
    folds = (np.arange(len(data)) % 5 + 1).astype(np.int8)

    part = split(data, folds, TrainConfig(split=f"u{number}", seed=seed))

    assert_whole(part, len(data))
    np.testing.assert_array_equal(held(part), np.flatnonzero(folds == number))


def test_a_fold_needs_folds() -> None:
    config = TrainConfig(split="u1", dataset="ml-1m")

    with pytest.raises(UsageError, match="ml-1m has no fold u1"):
        split(tiny_ratings(), None, config)


def test_a_fold_that_is_absent_is_refused() -> None:
    data = tiny_ratings()

    with pytest.raises(UsageError, match="no fold u2"):
        split(data, np.ones(len(data), dtype=np.int8), TrainConfig(split="u2"))


@given(ratings(least=40))
def test_a_split_by_time_keeps_each_users_order(data: Ratings) -> None:
    part = split(data, None, TrainConfig(split="time"))

    assert_whole(part, len(data))
    for user in np.unique(data.user):
        train, validation, test = (
            sorted(
                (int(data.timestamp[row]), int(data.movie[row]))
                for row in rows
                if data.user[row] == user
            )
            for rows in (part.train, part.validation, held(part))
        )
        rows = len(train) + len(validation) + len(test)
        assert len(train) + len(validation) == 4 * rows // 5
        assert len(train) == 19 * (4 * rows // 5) // 20
        assert train + validation + test == sorted(train + validation + test)


def test_a_split_by_time_is_as_worked_out_by_hand() -> None:
    # Film rows 4 and 2 share a time: the lower one comes first, so film 4 is the last fifth.
    data = Ratings(
        user=np.zeros(5, dtype=np.int32),
        movie=np.array([4, 0, 1, 2, 3], dtype=np.int32),
        rating=np.arange(5, dtype=np.float32),
        timestamp=np.array([9, 1, 2, 9, 3], dtype=np.int32),
    )

    part = split(data, None, TrainConfig(split="time"))

    assert part.train.tolist() == [1, 2, 4]
    assert part.validation.tolist() == [3]
    assert held(part).tolist() == [0]


@given(ratings(), st.integers(1, 20))
def test_blocks_do_not_change_a_split_by_time(data: Ratings, block: int) -> None:
    config = TrainConfig(split="time")
    whole = split_or_none(data, config)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("movierec.data.rows.BLOCK_ROWS", block)
        blocks = split_or_none(data, config)

    assert (blocks is None) == (whole is None)
    if blocks is not None and whole is not None:
        assert blocks.train.tolist() == whole.train.tolist()
        assert blocks.validation.tolist() == whole.validation.tolist()
        assert held(blocks).tolist() == held(whole).tolist()


def test_a_split_by_time_needs_times() -> None:
    data = tiny_ratings()
    timeless = Ratings(data.user, data.movie, data.rating, np.zeros_like(data.timestamp))

    with pytest.raises(UsageError, match="does not say when"):
        split(timeless, None, TrainConfig(split="time"))


@given(ratings(), seeds)
def test_a_split_per_user_divides_all_rows(data: Ratings, seed: int) -> None:
    part = split(data, None, TrainConfig(split="per-user", seed=seed))

    assert_whole(part, len(data))
    learned = len(data) - len(part.test)
    assert abs(len(part.validation) - 0.05 * learned) <= 0.5


@given(ratings(), seeds)
def test_a_split_per_user_tests_a_quarter_of_each_users_ratings(data: Ratings, seed: int) -> None:
    part = split(data, None, TrainConfig(split="per-user", seed=seed))

    for user, rows in zip(*np.unique(data.user, return_counts=True), strict=True):
        tested = int(np.count_nonzero(part.test.user == user))
        assert abs(tested - 0.25 * rows) <= 0.5
        assert tested < rows


@pytest.mark.parametrize(("rows", "tested"), [(1, 0), (2, 0), (3, 1), (4, 1), (5, 1), (6, 1)])
def test_half_a_row_of_a_split_per_user_is_learned_from(rows: int, tested: int) -> None:
    data = numbered(users=1, movies=8, rows=rows)

    part = split(data, None, TrainConfig(split="per-user", validation=0))

    assert len(part.test) == tested


def test_a_split_per_user_tests_rows_from_all_over_a_history() -> None:
    data = numbered(users=1, movies=400, rows=400)

    part = split(data, None, TrainConfig(split="per-user"))

    quarters = np.bincount(held(part) // 100, minlength=4)
    assert quarters.sum() == 100
    assert quarters.min() > 10


@given(ratings(), st.integers(1, 20))
def test_blocks_do_not_change_a_split_per_user(data: Ratings, block: int) -> None:
    config = TrainConfig(split="per-user")
    whole = split(data, None, config)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("movierec.data.rows.BLOCK_ROWS", block)
        blocks = split(data, None, config)

    assert blocks.train.tolist() == whole.train.tolist()
    assert held(blocks).tolist() == held(whole).tolist()


@given(ratings())
def test_none_trains_on_everything(data: Ratings) -> None:
    part = split(data, None, TrainConfig(split="none"))

    assert part.train.tolist() == list(range(len(data)))
    assert len(part.validation) == len(part.test) == 0


@pytest.mark.parametrize("kind", ["time", "u1"])
def test_a_split_that_leaves_nothing_to_learn_is_refused(kind: str) -> None:
    one = tiny_ratings(ratings=1)

    with pytest.raises(UsageError, match="leaves nothing"):
        split(one, np.ones(1, dtype=np.int8), TrainConfig(split=kind))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("random", "random 80/20 of the ratings, seed 3"),
        ("per-user", "a random 25 % of each user's ratings, seed 3; 5 % of the training rows"),
        ("u2", "canonical fold u2"),
        ("time", "the last 20 % of each user's ratings by time"),
        ("none", "no rows are held out"),
    ],
)
def test_the_protocol_says_how_rows_are_held_out(kind: str, words: str) -> None:
    data = tiny_ratings()
    folds = np.arange(len(data), dtype=np.int64) % 5 + 1

    part = split(data, folds.astype(np.int8), TrainConfig(split=kind, seed=3))

    assert words in part.protocol


def split_or_none(data: Ratings, config: TrainConfig) -> Split | None:
    """Split, or return None where too few rows a user leave nothing to learn."""
    try:
        return split(data, None, config)
    except UsageError:
        return None


def numbered(users: int, movies: int, rows: int) -> Ratings:
    data = tiny_ratings(users, movies, rows)
    return Ratings(data.user, data.movie, np.arange(rows, dtype=np.float32), data.timestamp)

"""Weights of pairs of films: two ridge regressions, of which the strongest entries are kept."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from relevance_makers import MOVIES, USERS, random_histories

from movierec.records import Ratings
from movierec.training.relevance import weights
from movierec.training.relevance.entries import PairWeights
from movierec.training.relevance.pairs import Sources
from movierec.training.relevance.pieces import Pieces
from movierec.training.relevance.sequences import Sequences
from movierec.training.relevance.weights import HEAD_RATINGS, RIDGE, pair_weights

ALL = np.arange(MOVIES)
HALF = {"rtol": 1e-3, "atol": 1e-6}
"""How near a float16 comes."""


def counts_of(ratings: Ratings) -> np.ndarray:
    return np.bincount(ratings.movie, minlength=MOVIES)


def fitted(ratings: Ratings) -> PairWeights:
    return pair_weights(Sequences.of(ratings, USERS), counts_of(ratings))


def dense(pairs: PairWeights, values: np.ndarray) -> np.ndarray:
    """Return a matrix [sources, targets]."""
    source = np.repeat(np.arange(len(pairs.offsets) - 1), np.diff(pairs.offsets))
    table = np.zeros((MOVIES, MOVIES))
    table[source, pairs.movie] = values
    return table


def sums_of(ratings: Ratings) -> tuple[np.ndarray, np.ndarray]:
    """Return the sums of all films, by source and target."""
    pieces = Pieces.of(Sequences.of(ratings, USERS), ALL, MOVIES)
    near, after = Sources(pieces, MOVIES).sums_among()
    return near.T.double().numpy(), after.T.double().numpy()


def strengths(ratings: Ratings) -> tuple[np.ndarray, np.ndarray]:
    """Return the unpruned |both + after| times the root of a source's ratings, and `both`."""
    everything = fitted(ratings)
    both, after = dense(everything, everything.both), dense(everything, everything.after)
    return np.abs(both + after) * np.sqrt(counts_of(ratings))[:, None], both


def test_without_an_order_the_weights_are_those_of_a_shallow_autoencoder() -> None:
    ratings = random_histories(times=1)
    table = np.zeros((USERS, MOVIES))
    table[ratings.user, ratings.movie] = 1

    pairs = fitted(ratings)

    inverse = np.linalg.inv(table.T @ table + RIDGE * np.eye(MOVIES))
    expected = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0)
    np.testing.assert_allclose(dense(pairs, pairs.both), expected, **HALF)


def test_without_an_order_nothing_comes_after() -> None:
    assert not fitted(random_histories(times=1)).after.any()


def test_what_comes_after_is_a_ridge_regression() -> None:
    ratings = random_histories()

    pairs = fitted(ratings)

    near, after = sums_of(ratings)
    expected = np.linalg.solve(near + RIDGE * np.eye(MOVIES), after)
    np.fill_diagonal(expected, 0)
    np.testing.assert_allclose(dense(pairs, pairs.after), expected, **HALF)


def test_no_film_says_anything_about_itself() -> None:
    pairs = fitted(random_histories())

    source = np.repeat(ALL, np.diff(pairs.offsets))
    assert len(pairs.movie) > 0
    assert (source != pairs.movie).all()


def test_targets_ascend_in_every_source() -> None:
    pairs = fitted(random_histories())

    for start, end in zip(pairs.offsets[:-1], pairs.offsets[1:], strict=True):
        assert (np.diff(pairs.movie[start:end]) > 0).all()
    assert pairs.offsets[-1] == len(pairs.movie) == len(pairs.both) == len(pairs.after)


def test_films_beyond_the_head_are_targets_of_the_same_regression(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(weights, "HEAD", 10)
    ratings = random_histories()

    pairs = fitted(ratings)

    by_count = np.lexsort((ALL, -counts_of(ratings)))
    head, rest = np.sort(by_count[:10]), np.sort(by_count[10:])
    near, after = sums_of(ratings)
    known = near[np.ix_(head, head)] + RIDGE * np.eye(10)
    for values, sums in ((pairs.both, near), (pairs.after, after)):
        found = dense(pairs, values)
        expected = np.linalg.solve(known, sums[np.ix_(head, rest)])
        np.testing.assert_allclose(found[np.ix_(head, rest)], expected, **HALF)
        assert not found[rest].any()


def test_where_the_head_is_large_other_films_are_weighed_by_the_most_rated_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(weights, "HEAD", 10)
    monkeypatch.setattr(weights, "TAIL_SOURCES", 4)
    ratings = random_histories()

    pairs = fitted(ratings)

    by_count = np.lexsort((ALL, -counts_of(ratings)))
    few, head, rest = by_count[:4], by_count[:10], by_count[10:]
    near, after = sums_of(ratings)
    known = near[np.ix_(few, few)] + RIDGE * np.eye(4)
    for values, sums in ((pairs.both, near), (pairs.after, after)):
        found = dense(pairs, values)
        expected = np.linalg.solve(known, sums[np.ix_(few, rest)])
        np.testing.assert_allclose(found[np.ix_(few, rest)], expected, **HALF)
        assert not found[np.ix_(head[4:], rest)].any()
        assert found[np.ix_(head[4:], head[:4])].any()


def test_blocks_of_films_beyond_the_head_are_as_if_done_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(weights, "HEAD", 10)
    whole = fitted(random_histories())

    monkeypatch.setattr(weights, "_BLOCK", 3)
    blocked = fitted(random_histories())

    np.testing.assert_array_equal(blocked.movie, whole.movie)
    np.testing.assert_allclose(blocked.both, whole.both, **HALF)
    np.testing.assert_allclose(blocked.after, whole.after, **HALF)


def test_a_film_of_few_ratings_is_no_source() -> None:
    ratings = random_histories()
    of_film = np.flatnonzero(ratings.movie == 7)
    dropped = of_film[HEAD_RATINGS - 1 :]
    ratings = ratings.take(np.setdiff1d(np.arange(len(ratings)), dropped))

    pairs = fitted(ratings)

    assert pairs.offsets[7] == pairs.offsets[8]
    assert 7 in pairs.movie


def test_a_film_without_ratings_is_neither_source_nor_target() -> None:
    ratings = random_histories()
    ratings = ratings.take(np.flatnonzero(ratings.movie != 7))

    pairs = fitted(ratings)

    assert pairs.offsets[7] == pairs.offsets[8]
    assert 7 not in pairs.movie


def test_of_every_target_the_strongest_sources_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings = random_histories()
    strength, both = strengths(ratings)

    monkeypatch.setattr(weights, "KEPT", 5)
    pairs = fitted(ratings)

    kept = dense(pairs, pairs.both)
    for target in ALL:
        strongest = np.argsort(-strength[:, target])[:5]
        assert set(np.flatnonzero(kept[:, target])) == set(strongest)
        np.testing.assert_array_equal(kept[strongest, target], both[strongest, target])


def test_of_a_target_beyond_the_head_fewer_sources_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(weights, "HEAD", 10)
    ratings = random_histories()
    strength, _ = strengths(ratings)
    rest = np.lexsort((ALL, -counts_of(ratings)))[10:]

    monkeypatch.setattr(weights, "KEPT_TAIL", 2)
    pairs = fitted(ratings)

    kept = dense(pairs, pairs.both)
    for target in rest:
        strongest = np.argsort(-strength[:, target])[:2]
        assert set(np.flatnonzero(kept[:, target])) == set(strongest)


def test_the_share_that_is_done_rises_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "HEAD", 10)
    monkeypatch.setattr(weights, "_BLOCK", 3)
    ratings = random_histories()
    told: list[float] = []

    pair_weights(Sequences.of(ratings, USERS), counts_of(ratings), told.append)

    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)


def test_the_arrays_have_small_types() -> None:
    pairs = fitted(random_histories())

    types = [str(array.dtype) for array in pairs]
    assert types == ["int64", "int32", "float32", "float32"]


def test_where_no_film_has_enough_ratings_nothing_is_kept() -> None:
    ratings = random_histories(users=2, movies=MOVIES, share=0.5)

    pairs = pair_weights(Sequences.of(ratings, 2), counts_of(ratings))

    assert len(pairs.movie) == 0
    assert pairs.offsets.tolist() == [0] * (MOVIES + 1)


def test_no_table_of_all_films_by_all_films_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "HEAD", 50)
    movies, users = 5_000, 400
    ratings = random_histories(users, movies, share=0.01)
    sequences = Sequences.of(ratings, users)
    counts = np.bincount(ratings.movie, minlength=movies)

    tracemalloc.start()
    try:
        pairs = pair_weights(sequences, counts)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(pairs.movie) > 0
    assert peak < 60e6  # one such table takes 100 MB in float32

"""The relevance model that is stored beside every rating model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from relevance_makers import MOVIES, USERS, random_histories, rows, two_groups

from movierec.records import LIKED, Ratings
from movierec.scoring.relevance import RelevanceScorer, Taste
from movierec.training.relevance.fit import APPEAL, RANK, fit_relevance

ALL = np.arange(MOVIES)


def content(arrays: dict[str, Any]) -> dict[str, tuple[str, tuple[int, ...], bytes]]:
    return {name: (str(a.dtype), a.shape, a.tobytes()) for name, a in arrays.items()}


def without_film(ratings: Ratings, movie: int) -> Ratings:
    return ratings.take(np.flatnonzero(ratings.movie != movie))


def test_the_same_rows_give_the_same_bytes() -> None:
    first, second = (fit_relevance(random_histories(), USERS, MOVIES) for _ in range(2))

    assert content(first) == content(second)


def test_the_order_of_the_rows_does_not_matter() -> None:
    ratings = random_histories()
    shuffled = ratings.take(np.random.default_rng(1).permutation(len(ratings)))

    first, second = (fit_relevance(given, USERS, MOVIES) for given in (ratings, shuffled))

    assert content(first) == content(second)


def test_the_share_that_is_done_rises_to_all() -> None:
    told: list[float] = []

    fit_relevance(random_histories(), USERS, MOVIES, told.append)

    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)


def test_a_scorer_accepts_what_was_fitted() -> None:
    arrays = fit_relevance(random_histories(), USERS, MOVIES)

    scores = RelevanceScorer(arrays, MOVIES).watch(Taste.unordered(ALL[:3]))

    assert scores.shape == (MOVIES,)
    assert np.isfinite(scores).all()


def test_appeal_grows_with_a_film_s_ratings_and_is_damped_like_all_scores() -> None:
    ratings = random_histories()

    appeal = fit_relevance(ratings, USERS, MOVIES)["appeal"]

    counts = np.bincount(ratings.movie, minlength=MOVIES)
    damped = (105 / (counts + 5)) ** 0.2
    np.testing.assert_allclose(appeal, APPEAL * counts / USERS * damped, rtol=1e-6)


def test_factors_project_on_the_leading_vectors_of_who_rated_what() -> None:
    ratings = random_histories()
    counts = np.bincount(ratings.movie, minlength=MOVIES)
    busy = np.bincount(ratings.user, minlength=USERS)
    table = np.zeros((USERS, MOVIES))
    table[ratings.user, ratings.movie] = 1
    table *= busy[:, None] ** -0.25 * counts**-0.25

    arrays = fit_relevance(ratings, USERS, MOVIES)

    right = np.linalg.svd(table)[2][:RANK].T
    damped = (105 / (counts + 5)) ** 0.2
    expected = (
        0.5 * (right / counts[:, None] ** 0.25) @ (right * counts[:, None] ** 0.25).T * damped
    )
    found = arrays["factor.source"] @ arrays["factor.target"].T
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_tastes_are_unit_vectors() -> None:
    taste = fit_relevance(random_histories(), USERS, MOVIES)["liked"]

    np.testing.assert_allclose(np.linalg.norm(taste, axis=1), 1, rtol=1e-5)


def test_tastes_tell_who_liked_a_film_and_not_who_rated_it() -> None:
    """Even users like the first ten films, odd ones the others; everybody rates everything."""
    user, movie = np.indices((USERS, MOVIES))
    liked = (user % 2 == 0) == (movie < 10)
    ratings = Ratings(
        user.ravel().astype(np.int32),
        movie.ravel().astype(np.int32),
        np.where(liked, LIKED, LIKED - 1).ravel().astype(np.float32),
        np.zeros(USERS * MOVIES, dtype=np.int32),
    )

    taste = fit_relevance(ratings, USERS, MOVIES)["liked"]

    alike = taste @ taste.T
    same = (movie[0] < 10)[:, None] == (movie[0] < 10)
    np.testing.assert_allclose(alike, same, atol=1e-5)


def test_a_film_without_ratings_has_rows_of_0() -> None:
    arrays = fit_relevance(without_film(random_histories(), 7), USERS, MOVIES)

    for name in ("factor.source", "factor.target", "appeal", "liked"):
        np.testing.assert_allclose(arrays[name][7], 0, atol=1e-12, err_msg=name)
    assert 7 not in arrays["pair.movie"]
    assert arrays["pair.offsets"][7] == arrays["pair.offsets"][8]


def test_a_film_that_nobody_liked_has_a_taste_of_0() -> None:
    ratings = random_histories()
    disliked = np.where(ratings.movie == 7, LIKED - 1, ratings.rating).astype(np.float32)

    taste = fit_relevance(
        Ratings(ratings.user, ratings.movie, disliked, ratings.timestamp), USERS, MOVIES
    )["liked"]

    assert not taste[7].any()


def test_a_film_that_the_leading_tastes_leave_out_has_no_direction_made_of_rounding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("movierec.training.relevance.fit.TASTE_RANK", 2)
    ratings, alone = random_histories(), rows((10, 10, 5.0, 0))
    others = ratings.take(np.flatnonzero((ratings.user != 10) & (ratings.movie != 10)))
    joined = (
        np.concatenate([getattr(part, name) for part in (others, alone)])
        for name in ("user", "movie", "rating", "timestamp")
    )

    taste = fit_relevance(Ratings(*joined), USERS, MOVIES)["liked"]

    # Its only rater rated nothing else.
    assert not taste[10].any()


@pytest.mark.parametrize(
    ("ratings", "users", "movies"),
    [
        (rows((0, 0, 5.0, 9)), 1, 1),
        (rows((0, 0, 1.0, 9)), 1, 1),
        (rows((0, 0, 5.0, 1), (0, 1, 4.0, 2), (0, 2, 3.0, 3)), 1, 3),
        (rows((0, 0, 5.0, 1), (1, 0, 4.0, 2), (2, 0, 3.0, 3)), 3, 1),
        (rows((0, 0, 3.0, 1), (1, 1, 3.5, 2), (1, 0, 1.0, 3)), 2, 2),
        (rows((2, 1, 5.0, 1)), 4, 3),
    ],
    ids=["one rating", "one unliked", "one user", "one film", "no film liked", "empty rows"],
)
def test_very_small_data_is_fitted_and_scored(ratings: Ratings, users: int, movies: int) -> None:
    arrays = fit_relevance(ratings, users, movies)

    scorer = RelevanceScorer(arrays, movies)

    scores = scorer.watch(Taste.of(ratings.movie[:1], ratings.timestamp[:1]))
    assert np.isfinite(scores).all()
    assert all(np.isfinite(array).all() for array in arrays.values())
    assert arrays["liked"].shape[0] == movies


def test_where_no_film_is_liked_all_tastes_are_0() -> None:
    ratings = random_histories()
    low = np.full(len(ratings), LIKED - 0.5, dtype=np.float32)

    arrays = fit_relevance(
        Ratings(ratings.user, ratings.movie, low, ratings.timestamp), USERS, MOVIES
    )

    assert not arrays["liked"].any()
    assert len(arrays["pair.movie"]) > 0


def test_unseen_films_of_one_s_own_group_come_first() -> None:
    ratings = two_groups()
    scorer = RelevanceScorer(fit_relevance(ratings, USERS, MOVIES), MOVIES)

    for user in range(USERS):
        own = ratings.take(np.flatnonzero(ratings.user == user))
        scores = scorer.watch(Taste.of(own.movie, own.timestamp))
        unseen = np.setdiff1d(ALL, own.movie)
        mine = unseen % 2 == user % 2
        assert scores[unseen[mine]].min() > scores[unseen[~mine]].max()

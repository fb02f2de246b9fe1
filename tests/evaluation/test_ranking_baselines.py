"""What every ranker has to get right, and lists: in order, without what was seen, in blocks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from movierec.evaluation import ranking_baselines
from movierec.evaluation.ease import Ease
from movierec.evaluation.ials import Ials, IalsSettings
from movierec.evaluation.ranking_baselines import MostPopular, Ranker, first_columns, top_lists
from movierec.records import FloatArray, IntArray, Ratings

Fit = Callable[[Ratings, int, int], Ranker]

SETTINGS = IalsSettings(factors=4, alpha=10, ridge=0.5)
PERSONAL: dict[str, Fit] = {
    "ease": lambda train, users, movies: Ease(train, users, movies, 1.0),
    "ials": lambda train, users, movies: Ials(train, users, movies, SETTINGS, seed=0),
}
ALL: dict[str, Fit] = {
    **PERSONAL,
    "popular": lambda train, users, movies: MostPopular(train, movies),  # noqa: ARG005
}
every_ranker = pytest.mark.parametrize("fit", ALL.values(), ids=ALL)
every_personal_ranker = pytest.mark.parametrize("fit", PERSONAL.values(), ids=PERSONAL)


class Fixed:
    """Gives the scores that it was given, and remembers how many users it was asked for."""

    def __init__(self, scores: list[list[float]]) -> None:
        self._scores = np.array(scores, dtype=np.float32)
        self.asked: list[int] = []

    def scores(self, user: IntArray) -> FloatArray:
        self.asked.append(len(user))
        return self._scores[user]


def pairs(*rows: tuple[int, int]) -> Ratings:
    user, movie = np.array(rows, dtype=np.int32).reshape(-1, 2).T
    rating = np.full(len(rows), 4, dtype=np.float32)
    return Ratings(user, movie, rating, np.zeros(len(rows), dtype=np.int32))


def checkerboard(users: int, movies: int) -> Ratings:
    """Even users rated all even films, odd users all odd ones; each left one of theirs out."""
    return pairs(
        *(
            (user, movie)
            for user in range(users)
            for movie in range(user % 2, movies, 2)
            if movie != left_out(user, movies)
        )
    )


def left_out(user: int, movies: int) -> int:
    return (2 * (user // 2) + user % 2) % movies


def listed(ranker: Ranker, train: Ratings, users: int, k: int, movies: int) -> list[list[int]]:
    return top_lists(ranker, train, np.arange(users), k, movies).movies.tolist()


@every_personal_ranker
@pytest.mark.parametrize(("users", "movies"), [(24, 12), (12, 24)])
def test_on_a_checkerboard_the_film_left_out_comes_first(fit: Fit, users: int, movies: int) -> None:
    train = checkerboard(users, movies)

    found = listed(fit(train, users, movies), train, users, 1, movies)

    assert found == [[left_out(user, movies)] for user in range(users)]


@every_ranker
def test_scores_are_a_row_a_user_and_a_column_a_film(fit: Fit) -> None:
    scores = fit(checkerboard(6, 8), 6, 8).scores(np.array([3, 0]))

    assert scores.shape == (2, 8)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()


@every_ranker
def test_a_users_scores_do_not_depend_on_who_else_is_asked_for(fit: Fit) -> None:
    ranker = fit(checkerboard(6, 8), 6, 8)

    together = ranker.scores(np.arange(6))

    alone = np.concatenate([ranker.scores(np.array([user])) for user in range(6)])
    np.testing.assert_allclose(alone, together, atol=1e-6)


@every_ranker
def test_users_and_films_without_a_row_have_finite_scores(fit: Fit) -> None:
    ranker = fit(pairs((0, 0), (1, 1)), 4, 3)

    assert np.isfinite(ranker.scores(np.arange(4))).all()


@every_ranker
def test_somebody_without_a_history_gets_the_popular_films(fit: Fit) -> None:
    train = pairs((0, 2), (1, 2), (0, 1))

    found = listed(fit(train, 3, 4), train, 3, 2, 4)

    assert found[2] == [2, 1]


def test_the_most_popular_film_is_the_one_rated_most_often() -> None:
    train = pairs((0, 3), (1, 3), (2, 3), (0, 1), (1, 1), (2, 0))

    assert listed(MostPopular(train, 5), train, 4, 4, 5)[3] == [3, 1, 0, 2]


def test_a_list_leaves_out_what_its_user_rated_and_nothing_else() -> None:
    train = pairs((0, 3), (1, 2))

    found = listed(Fixed([[1, 2, 3, 4]] * 2), train, 2, 2, 4)

    assert found == [[2, 1], [3, 1]]


def test_where_too_few_films_are_left_a_list_ends_with_none() -> None:
    train = pairs((0, 0), (0, 2))

    assert listed(Fixed([[1, 2, 3]]), train, 1, 4, 3) == [[1, -1, -1, -1]]


def test_of_equal_scores_the_film_rated_more_often_comes_first_then_the_lower_row() -> None:
    train = pairs((1, 2), (2, 2), (1, 4))

    assert listed(Fixed([[1, 1, 1, 9, 1]]), train, 1, 4, 5) == [[3, 2, 4, 0]]


def test_lists_are_of_the_users_asked_for_in_their_order() -> None:
    found = top_lists(Fixed([[1, 2], [2, 1], [1, 2]]), pairs((0, 0)), np.array([2, 1]), 1, 2)

    assert found.user.tolist() == [2, 1]
    assert found.movies.tolist() == [[1], [0]]


def test_users_are_asked_for_in_blocks_that_fit_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = np.random.default_rng(0)
    ranker = Fixed(random.random((7, 5)).tolist())
    whole = listed(ranker, pairs((3, 1)), 7, 3, 5)

    monkeypatch.setattr(ranking_baselines, "CELLS_AT_ONCE", 15)

    assert listed(ranker, pairs((3, 1)), 7, 3, 5) == whole
    assert ranker.asked == [7, 3, 3, 1]


@given(
    st.lists(st.lists(st.integers(-1, 3), min_size=6, max_size=6), min_size=1, max_size=5),
    st.integers(1, 8),
)
def test_first_columns_are_those_of_a_stable_sort(rows: list[list[int]], k: int) -> None:
    scores = np.where(np.array(rows) < 0, -np.inf, rows).astype(np.float32)

    found = first_columns(scores, k)

    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    finite = np.take_along_axis(scores, order, axis=1) > -np.inf
    np.testing.assert_array_equal(found, np.where(finite, order, -1))

"""A varied list: films that differ, and what that costs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop import assert_two_lines

from movierec.errors import UsageError
from movierec.ranking import variety
from movierec.ranking.variety import POOL, check_variety, given_up, varied
from movierec.records import IntArray

VARIETY = st.floats(0, 1)
SIZES = st.integers(1, 60)


def of_groups(groups: np.ndarray) -> Callable[[IntArray, IntArray], np.ndarray]:
    """Return a likeness of 1 in a group and of 0 across."""
    return lambda some, others: (groups[some][:, None] == groups[others]).astype(np.float64)


def of_table(table: np.ndarray) -> Callable[[IntArray, IntArray], np.ndarray]:
    return lambda some, others: table[np.ix_(some, others)]


def made_up(
    size: int, seed: int
) -> tuple[np.ndarray, np.ndarray, Callable[[IntArray, IntArray], np.ndarray]]:
    """Return scores, their order and a likeness that may be below 0."""
    random = np.random.default_rng(seed)
    scores = random.normal(size=size).round(1)
    vectors = random.normal(size=(size, 3))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return scores, np.argsort(-scores, kind="stable"), of_table(vectors @ vectors.T)


# Three groups of ten; whoever is in group 0 is better than anybody in group 1, and so on.
SCORES = np.linspace(3, 0, 30)
ORDER = np.arange(30)
GROUPS = np.repeat([0, 1, 2], 10)


@given(SIZES, SIZES, st.integers(0, 99))
def test_no_variety_keeps_the_order(size: int, top: int, seed: int) -> None:
    scores, order, alike = made_up(size, seed)

    assert varied(scores, order, top, 0.0, alike).tolist() == order[:top].tolist()


@given(SIZES, SIZES, VARIETY, st.integers(0, 99))
def test_the_best_film_always_stays_first(size: int, top: int, variety: float, seed: int) -> None:
    scores, order, alike = made_up(size, seed)

    assert varied(scores, order, top, variety, alike)[0] == order[0]


@given(SIZES, SIZES, VARIETY, st.integers(0, 99))
def test_a_list_is_as_long_as_asked_for_and_names_no_film_twice(
    size: int, top: int, variety: float, seed: int
) -> None:
    scores, order, alike = made_up(size, seed)

    picked = varied(scores, order, top, variety, alike)

    assert len(picked) == len(set(picked.tolist())) == min(top, size)


@given(SIZES, SIZES, VARIETY, st.integers(0, 99))
def test_what_is_given_up_is_a_share(size: int, top: int, variety: float, seed: int) -> None:
    scores, order, alike = made_up(size, seed)

    assert 0 <= given_up(scores, order, varied(scores, order, top, variety, alike)) <= 1


@given(SIZES, SIZES, st.integers(0, 99))
def test_without_variety_nothing_is_given_up(size: int, top: int, seed: int) -> None:
    scores, order, alike = made_up(size, seed)

    assert given_up(scores, order, varied(scores, order, top, 0.0, alike)) == 0


def test_full_variety_takes_the_best_of_each_group_first() -> None:
    assert varied(SCORES, ORDER, 3, 1.0, of_groups(GROUPS)).tolist() == [0, 10, 20]


def test_some_variety_spreads_over_more_groups_than_none() -> None:
    spread = [
        len(set(GROUPS[varied(SCORES, ORDER, 3, variety, of_groups(GROUPS))]))
        for variety in (0.0, 0.3, 1.0)
    ]

    assert spread == [1, 2, 3]


def test_more_variety_gives_up_more() -> None:
    cost = [
        given_up(SCORES, ORDER, varied(SCORES, ORDER, 3, variety, of_groups(GROUPS)))
        for variety in (0.0, 0.3, 1.0)
    ]

    assert cost == sorted(set(cost))


def test_a_film_is_weighed_against_the_most_alike_film_chosen() -> None:
    scores, order = np.array([1.0, 0.5, 0.25, 0.0]), np.arange(4)
    table = np.array(
        [[1.0, 0.9, 0.0, 0.3], [0.9, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.6], [0.3, 0.0, 0.6, 1.0]]
    )

    found = varied(scores, order, 4, 0.5, of_table(table))

    # Second: .25 - .45, .125 - 0, 0 - .15. Third: .25 - .45 or 0 - .3.
    assert found.tolist() == [0, 2, 1, 3]


def test_films_that_score_alike_are_chosen_by_likeness() -> None:
    groups = np.array([0, 0, 1])

    assert varied(np.ones(3), np.arange(3), 2, 0.1, of_groups(groups)).tolist() == [0, 2]


def test_films_far_down_are_not_looked_at() -> None:
    size = 3 * POOL
    groups = np.zeros(size, dtype=int)
    groups[2 * POOL :] = 1

    picked = varied(np.linspace(1, 0, size), np.arange(size), 2, 1.0, of_groups(groups))

    assert picked.tolist() == [0, 1]


def test_a_list_of_one_is_the_best_film() -> None:
    assert varied(SCORES, ORDER, 1, 1.0, of_groups(GROUPS)).tolist() == [0]


def test_of_no_films_the_list_is_empty() -> None:
    nothing = np.zeros(0, dtype=np.int64)

    assert varied(np.zeros(0), nothing, 5, 0.5, of_groups(GROUPS)).tolist() == []


def test_what_is_given_up_is_a_share_of_the_plain_list_s_sum() -> None:
    worth, order = np.array([14.0, 12.0, 11.0, 10.0]), np.arange(4)

    assert given_up(worth, order, np.array([0, 2])) == pytest.approx(1 / 26)
    assert given_up(worth, order, np.array([3, 2])) == pytest.approx(5 / 26)


def test_a_list_worth_more_than_the_plain_one_gives_nothing_up() -> None:
    """A dial may have sorted the plain list by something else than its worth."""
    assert given_up(np.array([1.0, 5.0]), np.array([0, 1]), np.array([1])) == 0


def test_far_down_a_long_list_the_order_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variety, "MOST", 4)

    found = varied(np.arange(9.0)[::-1], np.arange(9), 7, 0.9, of_groups(np.zeros(9, dtype=int)))

    assert sorted(found[:4].tolist()) == [0, 1, 2, 3]
    assert found[4:].tolist() == [4, 5, 6]


def test_where_all_scores_are_the_same_nothing_is_given_up() -> None:
    assert given_up(np.full(4, 2.5), np.arange(4), np.array([0, 3])) == 0


def test_a_plain_list_in_another_order_gives_nothing_up() -> None:
    # Summed in this order, they are more by rounding than the plain list's.
    scores = np.array([2.0, -2.6, 0.4, -0.6])

    assert given_up(scores, np.array([0, 2, 3, 1]), np.array([0, 1, 3, 2])) == 0


@pytest.mark.parametrize("variety", [0, 0.3, 1])
def test_a_variety_between_0_and_1_is_fine(variety: float) -> None:
    check_variety(variety)


@pytest.mark.parametrize("variety", [-0.1, 1.1, float("nan"), float("inf")])
def test_any_other_variety_is_refused(variety: float) -> None:
    with pytest.raises(UsageError, match="not between 0 and 1") as caught:
        check_variety(variety)

    assert_two_lines(caught.value, 2)

"""What several people's scores make together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from shop import assert_two_lines

from movierec.errors import UsageError
from movierec.ranking.strategies import check_strategy, combined, common_footing, vetoed


def test_a_long_history_weighs_no_more_than_a_short_one() -> None:
    relevance = np.array([[8.0, 4.0, 0.0], [1.0, 2.0, 0.0]])

    weighed = common_footing(relevance)[:, None] * relevance

    assert weighed.tolist() == [[5.0, 2.5, 0.0], [2.5, 5.0, 0.0]]


def test_where_nothing_is_worth_choosing_all_weigh_the_same() -> None:
    assert common_footing(np.array([[-1.0, 0.0], [-5.0, -2.0]])).tolist() == [1, 1]


def test_who_has_next_to_nothing_to_choose_is_not_blown_up() -> None:
    weight = common_footing(np.array([[1.0], [1e-9]]))

    assert weight[1] == pytest.approx(10 * weight[0])


@given(
    st.integers(1, 4).flatmap(
        lambda people: arrays(
            np.float64, (people, 5), elements=st.floats(-10, 10, allow_subnormal=False)
        )
    )
)
def test_no_score_is_beyond_what_the_people_say(scores: np.ndarray) -> None:
    mean, least = combined(scores, "average"), combined(scores, "least-misery")

    assert (least <= mean + 1e-9).all()
    assert (mean <= scores.max(axis=0) + 1e-9).all()
    assert (least == scores.min(axis=0)).all()


def test_an_unknown_strategy_is_a_usage_error() -> None:
    with pytest.raises(UsageError) as caught:
        check_strategy("most-happiness")

    assert_two_lines(caught.value, 2)


def test_one_who_is_expected_to_dislike_a_film_vetoes_it() -> None:
    stars = np.array([[4.0, 3.0, 2.9], [2.9, 3.0, 4.0]])

    assert vetoed(stars).tolist() == [True, False, True]

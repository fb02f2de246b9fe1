"""Which day, session and page a time belongs to, and what they add."""

from __future__ import annotations

import numpy as np
import pytest
from bayes_makers import DAY, HOUR

from movierec.errors import DataError
from movierec.scoring.times import Times

GAP = 4 * HOUR
FIRST, LAST, LATER = 10 * DAY, 10 * DAY + HOUR, 12 * DAY
"""User 0's first session begins and ends, and their second one begins; user 2 has a third."""


def weights() -> dict[str, np.ndarray]:
    arrays = {
        "day": [10, 12],
        "session_user": [0, 0, 2], "session_first": [FIRST, LATER, FIRST],
        "session_last": [LAST, LATER + 60, FIRST],
        "page_user": [0, 0, 0, 2], "page_time": [FIRST, LAST, LATER, FIRST],
    }  # fmt: skip
    found = {f"time.{name}": np.array(values, dtype=np.int64) for name, values in arrays.items()}
    numbers = {
        "day_mean": [1, 2], "day_variance": [0.1, 0.2], "day_prior": [0.5],
        "session_mean": [10, 20, 30], "session_variance": [1, 2, 3], "session_prior": [5],
        "page_mean": [100, 200, 300, 400], "page_variance": [10, 20, 30, 40], "page_prior": [50],
        "user_mean": [7, 8, 9, 0], "user_variance": [70, 80, 90, 60],
    }  # fmt: skip
    return found | {f"time.{name}": np.array(v, dtype=np.float32) for name, v in numbers.items()}


def times() -> Times:
    found = Times.of(weights(), 3)
    assert found is not None
    return found


def shift(user: int, when: int) -> tuple[float, float]:
    mean, variance = times().shift(np.array([user]), np.array([when]))
    return float(mean[0]), float(variance[0])


def test_weights_without_times_have_no_effects() -> None:
    assert Times.of({"mean": np.ones(1)}, 3) is None


def test_a_seen_time_adds_its_day_its_session_and_its_page() -> None:
    assert shift(0, FIRST) == pytest.approx((111, 11.1))
    assert shift(0, LATER) == pytest.approx((322, 32.2))
    assert shift(2, FIRST) == pytest.approx((431, 43.1))


def test_an_unseen_page_adds_nothing_but_its_prior_s_variance() -> None:
    assert shift(0, FIRST + 7) == pytest.approx((11, 51.1))


def test_an_unseen_day_session_and_page_are_as_unsure_as_their_priors() -> None:
    assert shift(0, 900 * DAY) == pytest.approx((0, 55.5))


@pytest.mark.parametrize(
    ("when", "session"),
    [
        (FIRST - GAP, 10), (FIRST - GAP - 1, 0), (FIRST + 30, 10), (LAST + GAP, 10),
        (LAST + GAP + 1, 0), (LATER - GAP, 20), (LATER - GAP - 1, 0), (LATER + 60 + GAP, 20),
    ],
)  # fmt: skip
def test_a_session_reaches_four_hours_beyond_its_ratings(when: int, session: int) -> None:
    day = {10: 1, 12: 2}.get(when // DAY, 0)

    assert shift(0, when)[0] == session + day


def test_between_two_sessions_the_nearer_one_counts() -> None:
    changed = weights()
    changed["time.session_first"][1] = LAST + 6 * HOUR
    changed["time.session_last"][1] = LAST + 7 * HOUR
    found = Times.of(changed, 3)
    assert found is not None

    when = np.array([LAST + 3 * HOUR - 1, LAST + 3 * HOUR + 1])

    assert found._session(np.array([0, 0]), when).tolist() == [0, 1]


@pytest.mark.parametrize("user", [-1, 1])
def test_nobody_is_in_the_session_of_another(user: int) -> None:
    assert times()._session(np.array([user]), np.array([FIRST])).tolist() == [-1]


def test_who_has_no_session_has_days_all_the_same() -> None:
    assert shift(-1, FIRST) == pytest.approx((1, 55.1))


def test_without_a_time_it_is_as_usual_for_the_user() -> None:
    mean, variance = times().shift(np.array([0, 2, -1]), None)

    assert mean.tolist() == [7, 9, 0]
    assert variance.tolist() == [70, 90, 60]


@pytest.mark.parametrize("name", sorted(weights().keys() - {"time.day"}))
def test_a_missing_array_is_refused(name: str) -> None:
    damaged = weights()
    del damaged[name]

    with pytest.raises(DataError, match=name):
        Times.of(damaged, 3)


@pytest.mark.parametrize("name", sorted(weights()))
def test_an_array_that_is_too_short_is_refused(name: str) -> None:
    damaged = weights()
    damaged[name] = damaged[name][:-1]

    with pytest.raises(DataError, match=r"has the shape"):
        Times.of(damaged, 3)


def test_keys_that_are_no_whole_numbers_are_refused() -> None:
    damaged = weights()
    damaged["time.day"] = damaged["time.day"].astype(np.float32)

    with pytest.raises(DataError, match=r"time\.day"):
        Times.of(damaged, 3)

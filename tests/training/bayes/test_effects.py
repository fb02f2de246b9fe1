"""How times are grouped: days, sessions, pages."""

from __future__ import annotations

import numpy as np
from bayes_makers import DAY, HOUR

from movierec.scoring import times
from movierec.training.bayes import effects
from movierec.training.bayes.effects import Effect, time_effects


def grouped(user: list[int], timestamp: list[int]) -> dict[str, Effect]:
    found = time_effects(np.array(user), np.array(timestamp))
    return {effect.name: effect for effect in found}


def test_a_day_is_everybody_s_and_begins_at_midnight() -> None:
    day = grouped([0, 0, 1, 1], [DAY - 1, DAY, 5, DAY + 7])["day"]

    assert day.of.tolist() == [0, 1, 0, 1]
    assert day.user.tolist() == [-1, -1]
    assert day.first.tolist() == [0, 1]


def test_more_than_four_hours_without_a_rating_end_a_session() -> None:
    gap = 4 * HOUR
    session = grouped([0, 0, 0, 0], [0, gap, 2 * gap + 1, 2 * gap + 2])["session"]

    assert session.of.tolist() == [0, 0, 1, 1]
    assert session.first.tolist() == [0, 2 * gap + 1]
    assert session.last.tolist() == [gap, 2 * gap + 2]


def test_sessions_and_pages_are_of_one_user() -> None:
    found = grouped([0, 0, 1], [100, 100, 100])

    for name in ("session", "page"):
        assert found[name].of.tolist() == [0, 0, 1]
        assert found[name].user.tolist() == [0, 1]


def test_a_page_is_what_was_sent_in_one_second() -> None:
    page = grouped([0, 0, 0, 0], [10, 10, 11, 12])["page"]

    assert page.of.tolist() == [0, 0, 1, 2]
    assert page.first.tolist() == page.last.tolist() == [10, 11, 12]


def test_a_later_user_with_earlier_times_begins_a_session() -> None:
    found = grouped([0, 1], [5 * DAY, 2 * DAY])

    assert found["session"].of.tolist() == [0, 1]
    assert found["day"].first.tolist() == [2, 5]


def test_training_and_scoring_group_times_alike() -> None:
    assert (effects.SESSION_GAP, effects._DAY) == (times._SESSION_GAP, times._DAY)

"""How long a training will still take, without a clock."""

from __future__ import annotations

import pytest

from movierec.cli.time_left import in_words, long_training, on_a_clock, time_left

HOUR = 3600


def test_nothing_is_said_before_anything_is_done() -> None:
    assert time_left(20, []) is None
    assert time_left(20, [], running=5) is None


def test_the_first_epoch_is_judged_by_the_share_that_is_done() -> None:
    assert time_left(20, [], running=30, share=0.25) == pytest.approx(20 * 120 - 30)


def test_the_average_of_the_epochs_that_have_ended_counts() -> None:
    assert time_left(17, [10, 12, 14]) == pytest.approx(17 * 12)


@pytest.mark.parametrize(("running", "share"), [(6, 0.5), (6, 0.0)])
def test_what_is_done_of_the_epoch_under_way_is_taken_off(running: float, share: float) -> None:
    assert time_left(3, [12], running, share) == pytest.approx(3 * 12 - 6)


def test_an_epoch_that_takes_longer_than_the_others_does_not_make_it_less_than_the_rest() -> None:
    assert time_left(2, [10], running=500) == pytest.approx(10)


def test_of_an_hour_or_less_nothing_is_said() -> None:
    assert long_training(20, HOUR / 20) is None


def test_a_long_training_says_how_long_and_how_many_epochs_fit_into_an_hour() -> None:
    line = long_training(20, 400)
    assert line == (
        "At this speed 20 epochs will take about 2 h 13 min: --epochs 9 would take about 1 h. "
        "Ctrl-C keeps the best epoch so far."
    )


def test_where_one_epoch_takes_hours_one_is_proposed() -> None:
    assert "--epochs 1 would take about 2 h." in str(long_training(20, 2 * HOUR))


def test_a_single_long_epoch_cannot_be_made_fewer() -> None:
    assert long_training(1, 2 * HOUR) == "At this speed this takes about 2 h."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (59, "59 s"), (90, "2 min"), (3540, "59 min"), (3600, "1 h"),
     (3900, "1 h 5 min"), (30 * HOUR + 900, "30 h")],
)  # fmt: skip
def test_a_duration_is_said_as_people_do(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(None, "-:--:--"), (0, "0:00:00"), (3725.2, "1:02:05"), (36e4, "100:00:00")],
)
def test_a_clock_needs_few_characters(seconds: float | None, shown: str) -> None:
    assert on_a_clock(seconds) == shown

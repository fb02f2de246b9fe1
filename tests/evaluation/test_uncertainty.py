"""Coverage, reliability and scores, against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from movierec.evaluation import uncertainty
from movierec.evaluation.uncertainty import (
    Forecasts,
    coverage,
    forecast,
    reliability,
    report_uncertainty,
    wilson,
)
from movierec.records import IntArray, Ratings, Scale
from movierec.scoring.ordinal import Distribution

STARS = Scale(1, 5, 1)


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


class TwoWays:
    """Gives 5 stars where user and film agree, else 1, with probability 0.9; the rest goes to 3."""

    uses_time = False

    def distribution(
        self, user: IntArray, movie: IntArray, timestamp: IntArray | None = None
    ) -> Distribution:
        del timestamp
        agree = user == movie
        chances = np.zeros((len(user), 5), dtype=np.float32)
        chances[np.arange(len(user)), np.where(agree, 4, 0)] = 0.9
        chances[:, 2] = 0.1
        mean = np.where(agree, 4.8, 1.2).astype(np.float32)
        return Distribution.around(mean, chances, np.arange(1, 6, dtype=np.float32), 1.0)


def rows(*triples: tuple[int, int, float]) -> Ratings:
    user, movie, rating = (np.array(part) for part in zip(*triples, strict=True))
    return Ratings(user, movie, rating.astype(np.float32), np.zeros(len(user), dtype=np.int32))


def test_coverage_counts_ratings_on_the_edge_as_inside() -> None:
    found = coverage(column(1, 2, 3, 4), column(2, 3, 4, 5), column(2, 2, 5, 3))

    assert (found.rows, found.share, found.width) == (4, 0.5, 1.0)


def test_the_interval_of_a_share_is_wilson_s() -> None:
    low, high = wilson(0.8, 100)

    assert low == pytest.approx(0.7111, abs=1e-4)
    assert high == pytest.approx(0.8666, abs=1e-4)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_interval_of_a_certain_share_stays_between_0_and_1(share: float) -> None:
    low, high = wilson(share, 3)

    assert 0 <= low < high <= 1


def test_forecasts_are_compared_with_what_happened_in_bins_of_a_tenth() -> None:
    chance = column(0.02, 0.06, 0.55, 1.0)

    first, middle, last = reliability(chance, np.array([True, False, True, True]))

    assert (first.low, first.high, first.rows, first.observed) == (0, 0.1, 2, 0.5)
    assert first.forecast == pytest.approx(0.04)
    assert (middle.low, middle.rows) == (0.5, 1)
    assert (last.low, last.high, last.forecast, last.observed) == (0.9, 1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("rows_in_bin", "others", "well_filled"),
    [(199, 0, False), (200, 0, True), (250, 30_000, False), (400, 30_000, True)],
)
def test_a_well_filled_bin_has_200_rows_and_1_percent(
    rows_in_bin: int, others: int, well_filled: bool
) -> None:
    chance = np.repeat(column(0.05, 0.95), [rows_in_bin, others])

    bins = reliability(chance, np.zeros(len(chance), dtype=bool))

    assert bins[0].well_filled == well_filled


def test_scores_are_those_worked_out_by_hand() -> None:
    forecasts = Forecasts(
        predicted=column(4, 2),
        low=column(3, 1),
        high=column(5, 3),
        liked=column(0.8, 0.4),
        given=column(0.5, 0.25),
    )

    found = report_uncertainty(forecasts, column(5, 2), column(5, 5, 2), STARS)

    assert found.brier == pytest.approx((0.2**2 + 0.4**2) / 2)
    assert found.calibration_error == pytest.approx((0.2 + 0.4) / 2)
    assert found.log_loss == pytest.approx((math.log(2) + math.log(4)) / 2)
    # Ratings seen in training, and one more of each level: 5 has 3 of 8, 2 has 2 of 8.
    assert found.baseline_log_loss == pytest.approx(-(math.log(3 / 8) + math.log(2 / 8)) / 2)
    assert found.coverage.share == 1


def test_a_rating_held_impossible_costs_much_but_not_everything() -> None:
    sure = Forecasts(column(5), column(5), column(5), column(1), column(0))

    found = report_uncertainty(sure, column(1), column(5), STARS)

    assert 10 < found.log_loss < 100


def test_a_model_is_asked_for_the_chance_of_each_rating_given() -> None:
    found = forecast(TwoWays(), rows((0, 0, 5), (1, 0, 5), (2, 2, 3)), STARS)

    assert found.given.tolist() == pytest.approx([0.9, 0, 0.1])
    assert found.liked.tolist() == pytest.approx([0.9, 0, 0.9])
    assert found.predicted.tolist() == pytest.approx([4.8, 1.2, 4.8])


def test_blocks_give_the_same_forecasts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = rows(*((number % 3, number % 2, 1 + number % 5) for number in range(11)))
    whole = forecast(TwoWays(), asked, STARS)
    monkeypatch.setattr(uncertainty, "BLOCK_ROWS", 4)

    blocked = forecast(TwoWays(), asked, STARS)

    np.testing.assert_array_equal(blocked.given, whole.given)
    np.testing.assert_array_equal(blocked.high, whole.high)
